package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Outgoing.Topic;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of offers that come in a record that is no event. */
class UnreadableOffersTest {

  private final TermFixture bridge = TermFixture.subscribed();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'OFFERS','offers':{'offers':[{'id':{'value':'o-1'},'url':{}},{'id':{'value':'o-2'",
        "{'offers':{'offers':[7,{'x':[],'id':{'value':'o-1'}},x]}}",
        "{'type':7,'offers':{'offers':[{'id':{'value':'o-1'}}]}}",
        "{'type':'OFFERS','offers':{'offers':[{'id':{'value':'o-1'}}]}}{}",
      })
  void offersOfAnEventThatCannotBeReadAreDeclinedAsFarAsTheyCanBeTold(String event) {
    // When
    bridge.event(event.replace('\'', '"'));

    // Then
    assertThat(bridge.seen().sent("DECLINE", "/decline/offer_ids/0/value"))
        .as("or the master holds its resources back until the offer's time is over")
        .containsExactly("o-1");
    assertThat(bridge.seen().written(Topic.OFFERS)).isEmpty();
    assertThat(bridge.seen().written(Topic.EVENTS))
        .extracting(write -> write.record().type().name())
        .contains("UNREADABLE");
  }

  @Test
  void ofMoreOffersThanAnEventMayHaveAllAreDeclined() {
    // Given
    String offers =
        IntStream.rangeClosed(0, 100_000)
            .mapToObj(i -> "{\"id\":{\"value\":\"" + i + "\"},\"agent_id\":{\"value\":\"a\"}}")
            .collect(Collectors.joining(","));

    // When
    bridge.event("{\"type\":\"OFFERS\",\"offers\":{\"offers\":[" + offers + "]}}");

    // Then
    assertThat(bridge.seen().sent("DECLINE", "/decline/offer_ids/100000/value"))
        .containsExactly("100000");
    assertThat(bridge.seen().written(Topic.OFFERS)).isEmpty();
  }
}
