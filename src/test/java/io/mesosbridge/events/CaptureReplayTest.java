package io.mesosbridge.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.mesos.CapturedStream;
import io.mesosbridge.mesos.recordio.BrokenStreamException;
import io.mesosbridge.testkit.Json;
import io.mesosbridge.testkit.KafkaRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a real master sent, from its bytes to Kafka's records. */
class CaptureReplayTest {

  private static final String TYPE = "org.apache.mesos.v1.scheduler.";

  static List<CapturedStream> streams() {
    return CapturedStream.all();
  }

  private static CapturedStream capture(String name) {
    return streams().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("streams")
  void theChunksMakeNoDifference(CapturedStream stream) throws BrokenStreamException {
    // When
    List<KafkaRecord> asItCame = replay(stream, stream.chunks());
    List<KafkaRecord> inBytes = replay(stream, List.of(1));
    List<KafkaRecord> inSevens = replay(stream, List.of(7));
    List<KafkaRecord> atOnce = replay(stream, List.of(stream.body().length()));

    // Then
    assertThat(asItCame).isNotEmpty().isEqualTo(inBytes).isEqualTo(inSevens).isEqualTo(atOnce);
  }

  /** The records that a stream becomes, but for what tells the time. */
  private static List<KafkaRecord> replay(CapturedStream stream, List<Integer> chunks)
      throws BrokenStreamException {
    try (RecordedFlow flow = new RecordedFlow()) {
      flow.read(stream.body(), chunks);
      return flow.written().stream().map(CaptureReplayTest::timeless).toList();
    }
  }

  private static KafkaRecord timeless(KafkaRecord record) {
    Map<String, String> headers = new HashMap<>(record.headers());
    headers.remove("ce_time");
    String value =
        record.isTombstone()
            ? null
            : record.value().replaceFirst("\"updated_at\":\"[^\"]*\"", "\"updated_at\":\"\"");
    return new KafkaRecord(record.topic(), record.offset(), record.key(), value, headers);
  }

  @ParameterizedTest
  @MethodSource("streams")
  void eachObjectIsTheMastersBytesOnItsTopicUnderItsKey(CapturedStream stream)
      throws BrokenStreamException {
    // When
    List<KafkaRecord> written = replay(stream, stream.chunks());

    // Then
    List<String> found = new ArrayList<>();
    for (KafkaRecord record : written) {
      if (record.header("ce_type").startsWith(TYPE)) {
        String event = stream.records().get(Integer.parseInt(record.header("ce_sequence")) - 1);
        assertThat(event).contains(record.value());
        found.add(where(record.topic(), record.key(), record.json()));
      }
    }
    assertThat(found).containsExactlyElementsOf(expected(stream));
  }

  private static String where(String topic, String key, JsonNode value) {
    return topic + " " + key + " " + value;
  }

  /** Read from trees: each offer, each update once for each uuid, each other event whole. */
  private static List<String> expected(CapturedStream stream) {
    List<String> expected = new ArrayList<>();
    Set<String> uuids = new LinkedHashSet<>();
    Map<String, String> states = new HashMap<>();
    for (String text : stream.records()) {
      JsonNode event = Json.read(text);
      switch (event.path("type").asText()) {
        case "OFFERS" ->
            event
                .at("/offers/offers")
                .forEach(o -> expected.add(where("mesos.offers", id(o, "id"), o)));
        case "UPDATE" -> {
          JsonNode status = event.at("/update/status");
          if (isNew(status, uuids, states)) {
            expected.add(where("mesos.task-updates", id(status, "task_id"), status));
          }
        }
        case "UPDATE_OPERATION_STATUS" -> {
          JsonNode status = event.at("/update_operation_status/status");
          expected.add(where("mesos.operation-updates", id(status, "operation_id"), status));
        }
        case "HEARTBEAT" -> expected.add(where("mesos.heartbeats", "framework-1", event));
        default -> expected.add(where("mesos.events", "framework-1", event));
      }
    }
    return expected;
  }

  private static String id(JsonNode object, String field) {
    return object.path(field).path("value").asText();
  }

  /**
   * A repeated update is not new, nor is an answer that nobody asked for and that confirms what is
   * known.
   */
  private static boolean isNew(JsonNode status, Set<String> uuids, Map<String, String> states) {
    String state = status.path("state").asText();
    String before = states.put(id(status, "task_id"), state);
    if (status.has("uuid")) {
      return uuids.add(status.path("uuid").asText());
    }
    boolean asked = status.path("reason").asText().equals("REASON_RECONCILIATION");
    return !asked || !(state.equals(before) || hasEnded(before));
  }

  private static boolean hasEnded(String state) {
    return state != null
        && Set.of("TASK_FINISHED", "TASK_FAILED", "TASK_KILLED", "TASK_ERROR", "TASK_LOST")
            .contains(state);
  }

  @Test
  void anUnreachableTaskStaysInTheTableAndRunsAgainWithoutUuid() throws BrokenStreamException {
    // Given
    CapturedStream stream = capture("agent-lost-and-back/stream");

    try (RecordedFlow flow = new RecordedFlow()) {
      // When
      flow.read(stream.body(), stream.chunks());

      // Then
      List<KafkaRecord> rows = flow.written("tasks");
      assertThat(rows).noneMatch(KafkaRecord::isTombstone);
      assertThat(rows)
          .extracting(row -> row.json().path("state").asText())
          .containsSubsequence("TASK_RUNNING", "TASK_UNREACHABLE", "TASK_RUNNING");
      assertThat(flow.written("task-updates"))
          .extracting(update -> update.json().path("state").asText())
          .as("an answer that confirms the table is not published")
          .containsExactly("TASK_STARTING", "TASK_RUNNING", "TASK_UNREACHABLE", "TASK_RUNNING");
      assertThat(flow.calls("ACKNOWLEDGE"))
          .extracting(call -> call.at("/acknowledge/uuid").asText())
          .containsExactlyElementsOf(uuids(stream));
    }
  }

  private static List<String> uuids(CapturedStream stream) {
    return stream.records().stream()
        .map(record -> Json.read(record).at("/update/status/uuid").asText())
        .filter(uuid -> !uuid.isEmpty())
        .toList();
  }

  @Test
  void aTaskThatRunsAgainWithOtherHealthIsPublishedEachTime() throws BrokenStreamException {
    // Given
    CapturedStream stream = capture("health-checks/stream");

    try (RecordedFlow flow = new RecordedFlow()) {
      // When
      flow.read(stream.body(), stream.chunks());

      // Then
      assertThat(flow.written("task-updates"))
          .extracting(KafkaRecord::json)
          .containsExactlyElementsOf(
              stream.records().stream()
                  .map(Json::read)
                  .map(event -> event.at("/update/status"))
                  .filter(JsonNode::isObject)
                  .toList())
          .hasSize(9);
    }
  }

  @Test
  void anOperationsUuidIsAnObjectInTheEventAndAStringInItsAcknowledgement()
      throws BrokenStreamException {
    // Given
    CapturedStream stream = capture("operations-with-feedback/stream");

    try (RecordedFlow flow = new RecordedFlow()) {
      // When
      flow.read(stream.body(), stream.chunks());

      // Then
      List<JsonNode> withUuid =
          flow.written("operation-updates").stream()
              .map(KafkaRecord::json)
              .filter(status -> status.has("uuid"))
              .toList();
      assertThat(flow.calls("ACKNOWLEDGE_OPERATION_STATUS"))
          .isNotEmpty()
          .extracting(call -> call.at("/acknowledge_operation_status/uuid"))
          .containsExactlyElementsOf(withUuid.stream().map(s -> s.at("/uuid/value")).toList());
    }
  }

  @Test
  void aRescindedOfferHasItsTombstoneAfterItself() throws BrokenStreamException {
    // Given
    CapturedStream stream = capture("offer-timeout/stream");

    try (RecordedFlow flow = new RecordedFlow()) {
      // When
      flow.read(stream.body(), stream.chunks());

      // Then
      List<KafkaRecord> offers = flow.written("offers");
      assertThat(offers).extracting(KafkaRecord::isTombstone).containsExactly(false, true);
      assertThat(offers.get(1).key()).isEqualTo(offers.get(0).key());
      assertThat(offers.get(1).header("mesos-offer-end")).isEqualTo("rescinded");
    }
  }
}
