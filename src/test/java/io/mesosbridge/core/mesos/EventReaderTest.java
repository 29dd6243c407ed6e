package io.mesosbridge.core.mesos;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.mesos.Event.Slice;
import io.mesosbridge.core.mesos.Event.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {

  private final EventReader reader = new EventReader();

  private Event read(String record) {
    return reader.read(Slice.of(record.getBytes(UTF_8)));
  }

  @Test
  void fieldsMayComeInAnyOrderAndUnknownOnesAreSkipped() {
    // Given
    String status =
        """
        { "uuid":"dQ==", "agent_id" : {"x":[{}],"value":"a"},
          "new":{"task_id":{"value":"no"}}, "state":"TASK_LOST", "timestamp":1e9,
          "reason":"R", "executor_id":{"value":"e"}, "task_id":{"value":"tâche-✓"},
          "unreachable_time":{"nanoseconds":1}, "n":null }\
        """;

    // When
    Event event =
        read("{\"a\":[1],\"update\":{\"b\":{},\"status\":" + status + "},\"type\":\"UPDATE\"}");

    // Then
    Event.Update read = (Event.Update) event;
    assertThat(read.status())
        .isEqualTo(new TaskStatus("tâche-✓", "TASK_LOST", "a", "e", "dQ==", "R", 1e9, true, false));
    assertThat(read.json().toString()).isEqualTo(status);
    assertThat(read.json().toArray()).isEqualTo(status.getBytes(UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "\"Reconciliation: Task is gone\", true",
    "\"Reconciliation: Task is gone now\", false",
    "\"Reconciliation: Task is unknown\", false",
    "{\"x\":\"Reconciliation: Task is gone\"}, false",
    "null, false"
  })
  void aMastersWordsTellThatAnAgentIsGone(String message, boolean gone) {
    // When
    Event event =
        read(
            "{\"type\":\"UPDATE\",\"update\":{\"status\":{\"task_id\":{\"value\":\"t\"},"
                + "\"message\":"
                + message
                + ",\"state\":\"TASK_LOST\"}}}");

    // Then
    assertThat(((Event.Update) event).status())
        .isEqualTo(new TaskStatus("t", "TASK_LOST", null, null, null, null, 0, false, gone));
  }

  @Test
  void aTimeThatIsNullIsNotThere() {
    // When
    Event event =
        read(
            "{\"type\":\"UPDATE\",\"update\":{\"status\":{\"task_id\":{\"value\":\"t\"},"
                + "\"unreachable_time\":null,\"state\":\"TASK_LOST\"}}}");

    // Then
    assertThat(((Event.Update) event).status().unreachable()).isFalse();
  }

  @Test
  void anUnknownTypeIsPassedOnWhateverItsFieldsLookLike() {
    assertThat(read("{\"type\":\"NEW\",\"offers\":7,\"update\":[{\"status\":null}]}"))
        .isEqualTo(new Event.Other("NEW"));
  }

  @Test
  void aPayloadOfAnotherTypeIsNotRead() {
    assertThat(read("{\"type\":\"HEARTBEAT\",\"error\":{\"message\":\"no\"}}"))
        .isEqualTo(new Event.Heartbeat());
  }

  @Test
  void aMasterThatSaysLittleGetsTheDefaults() {
    assertThat(
            read("{\"type\":\"SUBSCRIBED\",\"subscribed\":{\"framework_id\":{\"value\":\"f\"}}}"))
        .isEqualTo(
            new Event.Subscribed(
                "f", Duration.ofSeconds(15), new Event.Master(null, null, 0, null)));
  }

  @ParameterizedTest
  @CsvSource({"2.5,PT2.5S", "0.001,PT1S", "0,PT15S", "-3,PT15S", "1e300,PT15S", "\"x\",PT15S"})
  void aHeartbeatIntervalThatMakesNoSenseIsTheDefault(String seconds, Duration interval) {
    // When
    Event event =
        read(
            "{\"type\":\"SUBSCRIBED\",\"subscribed\":{\"framework_id\":{\"value\":\"f\"},"
                + "\"heartbeat_interval_seconds\":%s}}".formatted(seconds));

    // Then
    assertThat(((Event.Subscribed) event).heartbeatInterval()).isEqualTo(interval);
  }

  @ParameterizedTest
  @ValueSource(strings = {"99999999999999999999", "-1e300", "1e999", "{}", "null", "\"soon\""})
  void anInverseOfferOfATimeThatIsNoneIsStillAnswered(String nanos) {
    // When
    Event event =
        read(
            "{\"type\":\"INVERSE_OFFERS\",\"inverse_offers\":{\"inverse_offers\":[{\"id\":"
                + "{\"value\":\"i\"},\"unavailability\":{\"start\":{\"nanoseconds\":%s}}}]}}"
                    .formatted(nanos));

    // Then
    assertThat(event)
        .isEqualTo(new Event.InverseOffers(List.of(new Event.InverseOffer("i", null, null))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"type\":5}", "{\"type\":5,\"a\":{}}", "{\"a\":1}", "{\"a\":1,\"b\":2}"})
  void anEventWithoutATypeIsToldAsThat(String record) {
    assertThat(read(record))
        .isEqualTo(new Event.Unreadable("an event needs a 'type' that is a string"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "17",
        "{}",
        "{\"type\":7}",
        "{\"type\":\"HEARTBEAT\"",
        "{\"type\":\"HEARTBEAT\"}{}",
        "{\"type\":\"HEARTBEAT\",}",
        "{\"type\":\"SUBSCRIBED\"}",
        "{\"type\":\"OFFERS\",\"offers\":{}}",
        "{\"type\":\"OFFERS\",\"offers\":{\"offers\":[{\"agent_id\":{\"value\":\"a\"}}]}}",
        "{\"type\":\"OFFERS\",\"offers\":[{\"id\":{\"value\":\"o\"}}]}",
        "{\"type\":\"RESCIND\",\"rescind\":{\"offer_id\":\"o\"}}",
        "{\"type\":\"UPDATE\",\"update\":{\"status\":{\"state\":\"TASK_LOST\"}}}",
        "{\"type\":\"UPDATE\",\"update\":{\"status\":[]}}",
        "{\"type\":\"UPDATE_OPERATION_STATUS\",\"update_operation_status\":{\"status\":{}}}",
        "{\"type\":\"ERROR\",\"error\":\"text\"}",
      })
  void aRecordThatIsNoEventIsUnreadableAndSaysWhy(String record) {
    // When
    Event event = read(record);

    // Then
    assertThat(event).isInstanceOf(Event.Unreadable.class);
    assertThat(((Event.Unreadable) event).why()).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hello | is no JSON at byte 0",
        "{\"type\":\"HEARTBEAT\" | ends too early at byte 19, in /type",
        "{\"type\":\"HEARTBEAT\",} | is no JSON at byte 20, in /type",
        "{\"update\":{\"status\":[1,x]}} | is no JSON at byte 23, in /update/status/1",
        "{\"type\":\"\\q\"} | is no JSON at byte 10, in /type"
      })
  void whatIsNoJsonIsToldWithItsPlaceAndWhatWouldBeRight(String record, String what) {
    // When
    Event event = read(record);

    // Then
    assertThat(((Event.Unreadable) event).why())
        .isEqualTo(
            "a record of %d bytes %s; right is one object, such as {\"type\":\"HEARTBEAT\"}"
                .formatted(record.getBytes(UTF_8).length, what));
  }

  @Test
  void aComplaintAboutARecordIsBoundedAndHasNoneOfJacksonsWords() {
    // Given
    String name = "{\"" + "n".repeat(50_001) + "\":1}";
    String number = "{\"n\":" + "1".repeat(1_001) + "}";
    String deep = "{\"n\":" + "[".repeat(1_001);
    String broken = ("{\"" + "n".repeat(1_000) + "\":").repeat(900) + "x";
    String open = "{\"n\":[";

    // When
    List<Event> events = Stream.of(name, number, deep, broken, open).map(this::read).toList();

    // Then
    assertThat(events)
        .extracting(event -> ((Event.Unreadable) event).why())
        .allSatisfy(
            why ->
                assertThat(why)
                    .hasSizeLessThan(250)
                    .doesNotContain("Source", "StreamRead", "Feature", "Unexpected"));
  }

  @Test
  void bytesThatAreNoTextInAnyEncodingAreUnreadable() {
    // Given
    byte[][] records = {{0, 0, '{', 0, 1, 2, 3, 4}, {0, 0, 0, '{', -1, -1, -1, -1}, {'{', -1}};

    // When
    List<Event> events = Stream.of(records).map(Slice::of).map(reader::read).toList();

    // Then
    assertThat(events).hasOnlyElementsOfType(Event.Unreadable.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'UPDATE','update':{'status':{'task_id':{'value':'t'},'state':'TASK_LOST'}}}",
        "{'offers':{'offers':[{'id':{'value':'o'},'agent_id':{'value':'ä'}}]},'type':'OFFERS'}",
        "\uFEFF{'type':'UPDATE','update':{'status':{'state':'S','task_id':{'value':'t'}}}}",
        "{'type':'UPDATE','update':{'status':{'state':",
        "{'type':'MESSAGE'}{",
      })
  void aRecordAmidOthersIsReadAsIfItWereAloneAndWhatIsWrittenKeepsNothingOfThem(String text) {
    // Given
    byte[] record = text.replace('\'', '"').getBytes(UTF_8);
    String around = "7\n{\"a\":1}";
    byte[] chunk =
        (around + record.length + "\n" + new String(record, UTF_8) + around).getBytes(UTF_8);
    int offset = chunk.length - record.length - around.length();

    // When
    Event event = reader.read(new Slice(chunk, offset, record.length));

    // Then
    assertThat(event).hasToString(reader.read(Slice.of(record)).toString());
    assertThat(slices(event)).allMatch(slice -> slice.toArray().length == slice.length());
  }

  private static Stream<Slice> slices(Event event) {
    if (event instanceof Event.Update update) {
      return Stream.of(update.json());
    }
    return event instanceof Event.Offers offers
        ? offers.offers().stream().map(Event.Offer::json)
        : Stream.of();
  }

  @Test
  void anotherEncodingIsUnreadable() {
    assertThat(reader.read(Slice.of("{\"type\":\"HEARTBEAT\"}".getBytes(UTF_16LE))))
        .isInstanceOf(Event.Unreadable.class);
  }

  @Test
  void nestingWithoutEndIsUnreadable() {
    assertThat(read("{\"type\":\"NEW\",\"x\":" + "[".repeat(100_000)))
        .isInstanceOf(Event.Unreadable.class);
  }
}
