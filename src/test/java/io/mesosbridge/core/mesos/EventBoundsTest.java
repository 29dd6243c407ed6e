package io.mesosbridge.core.mesos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.mesos.Event.Slice;
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How much of an event becomes text, however large the event is. */
class EventBoundsTest {

  private final EventReader reader = new EventReader();

  private Event read(String record) {
    return reader.read(Slice.of(record.getBytes(UTF_8)));
  }

  @ParameterizedTest
  @CsvSource({"200, true", "201, false", "20971520, false"})
  void aTypeOfMoreThanTwoHundredCharactersIsUnreadable(int length, boolean isReadable) {
    // Given
    String type = "A".repeat(length);

    // When
    Event first = read("{\"type\":\"" + type + "\"}");
    Event last = read("{\"new\":{},\"type\":\"" + type + "\"}");

    // Then
    assertThat(Stream.of(first, last))
        .allSatisfy(
            event -> {
              assertThat(event)
                  .isInstanceOf(isReadable ? Event.Other.class : Event.Unreadable.class);
              assertThat(event.type()).hasSizeLessThanOrEqualTo(200);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'UPDATE','update':{'status':{'task_id':{'value':'%s'},'state':'TASK_LOST'}}}",
        "{'type':'UPDATE','update':{'status':{'task_id':{'value':'t'},'state':'S','uuid':'%s'}}}",
        "{'type':'UPDATE_OPERATION_STATUS','update_operation_status':{'status':{'state':'%s'}}}",
        "{'type':'OFFERS','offers':{'offers':[{'id':{'value':'o'},'agent_id':{'value':'%s'}}]}}",
        "{'type':'RESCIND','rescind':{'offer_id':{'value':'%s'}}}",
        "{'type':'SUBSCRIBED','subscribed':{'framework_id':{'value':'%s'}}}",
      })
  void whatRoutingReadsIsBoundedAndALongerOneUnreadable(String record) {
    // Given
    String json = record.replace('\'', '"');

    // When
    Event longest = read(json.formatted("x".repeat(65_536)));
    Event longer = read(json.formatted("x".repeat(20 << 20)));

    // Then
    assertThat(longest).isNotInstanceOf(Event.Unreadable.class);
    assertThat(longer).isInstanceOf(Event.Unreadable.class);
    assertThat(((Event.Unreadable) longer).why())
        .contains("a text of more than 65,536 characters")
        .hasSizeLessThan(250);
  }

  @ParameterizedTest
  @CsvSource({"100000, true", "100001, false"})
  void anEventOfMoreThanAHundredThousandOffersIsUnreadable(int offers, boolean isReadable) {
    // Given
    String offer = "{\"id\":{\"value\":\"o\"},\"agent_id\":{\"value\":\"a\"}}";

    // When
    Event event =
        read(
            "{\"type\":\"OFFERS\",\"offers\":{\"offers\":["
                + String.join(",", Collections.nCopies(offers, offer))
                + "]}}");

    // Then
    if (isReadable) {
      assertThat(((Event.Offers) event).offers()).hasSize(offers);
    } else {
      assertThat(((Event.Unreadable) event).why())
          .isEqualTo("OFFERS has more than 100000 offers, and an event of a master has fewer");
    }
  }

  @Test
  void anUnreadableRecordIsToldWhatItLacks() {
    assertThat(
            Stream.of("{\"typ\":1}", "{\"type\":\"%s\"}".formatted("A".repeat(201)))
                .map(this::read))
        .extracting(event -> ((Event.Unreadable) event).why())
        .containsExactly(
            "an event needs a 'type' that is a string",
            "an event's 'type' has more than 200 characters");
  }

  @Test
  void whatRoutingDoesNotReadMayBeOfAnyLength() {
    // Given
    String status = "{\"data\":\"" + "A".repeat(20 << 20) + "\",\"task_id\":{\"value\":\"t\"},";

    // When
    Event event =
        read(
            "{\"type\":\"UPDATE\",\"update\":{\"status\":" + status + "\"state\":\"TASK_LOST\"}}}");

    // Then
    assertThat(event).isInstanceOf(Event.Update.class);
  }

  @Test
  void ofALongMessageOfAnOperationItsBeginningIsReadAndNoHalfOfACharacter() {
    // Given
    String message = "x".repeat((16 << 10) - 1) + "é\\\"".repeat(1 << 20);

    // When
    Event event =
        read(
            "{\"type\":\"UPDATE_OPERATION_STATUS\",\"update_operation_status\":{\"status\":"
                + "{\"message\":\"%s\",\"state\":\"S\"}}}".formatted(message));

    // Then
    assertThat(((Event.OperationUpdate) event).status().message())
        .isEqualTo("x".repeat((16 << 10) - 1) + "…");
    assertThat(((Event.OperationUpdate) event).status().state()).isEqualTo("S");
  }

  @Test
  void anErrorOfTwentyMebibytesIsReadAndNoMoreOfItToldThanOfAnAnswer() {
    // Given
    String data = "x".repeat(20 << 20);

    // When
    Event event = read("{\"type\":\"ERROR\",\"error\":{\"message\":\"" + data + "\"}}");

    // Then
    assertThat(event).isEqualTo(new Event.SubscriptionError("x".repeat(16 * 1_024) + "…"));
  }
}
