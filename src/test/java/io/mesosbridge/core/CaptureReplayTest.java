package io.mesosbridge.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.RecordingOutside.Write;
import io.mesosbridge.kafka.Envelope;
import io.mesosbridge.kafka.Topics;
import io.mesosbridge.mesos.CapturedStream;
import io.mesosbridge.mesos.RecordDecoder.BrokenStreamException;
import io.mesosbridge.testkit.Configs;
import io.mesosbridge.testkit.JsonTree;
import io.mesosbridge.testkit.KafkaRecord;
import io.mesosbridge.testkit.RecordSchemas;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real master sent, from its bytes to Kafka's records. */
class CaptureReplayTest {

  private static final Set<String> ENDS =
      Set.of("TASK_FINISHED", "TASK_FAILED", "TASK_KILLED", "TASK_ERROR");

  static List<CapturedStream> streams() {
    return CapturedStream.all();
  }

  private static CapturedStream capture(String name) {
    return streams().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  private static CapturedFlow replay(String name) throws BrokenStreamException {
    CapturedStream stream = capture(name);
    return new CapturedFlow(stream, stream.chunks());
  }

  @ParameterizedTest
  @MethodSource("streams")
  void theChunksMakeNoDifference(CapturedStream stream) throws BrokenStreamException {
    // When
    List<String> asItCame = records(stream, stream.chunks());

    // Then
    assertThat(asItCame).isNotEmpty();
    for (int size : List.of(1, 7, stream.body().length())) {
      assertThat(records(stream, List.of(size))).isEqualTo(asItCame);
    }
  }

  private static List<String> records(CapturedStream stream, List<Integer> chunks)
      throws BrokenStreamException {
    return new CapturedFlow(stream, chunks)
        .written().stream()
            .map(
                write ->
                    where(write)
                        + write.record().id()
                        + write.record().extras()
                        + write.record().source())
            .toList();
  }

  private static String where(Write write) {
    return where(write.record().topic(), write.record().key(), write.text());
  }

  private static String where(Topic topic, String key, String value) {
    return topic + " " + key + " " + value;
  }

  @ParameterizedTest
  @MethodSource("streams")
  void everyRecordIsAsItsSchemaSays(CapturedStream stream) throws BrokenStreamException {
    // When
    List<Write> written = new CapturedFlow(stream, stream.chunks()).written();

    // Then
    Envelope envelope = new Envelope(new Topics(Configs.of(Map.of()).topics()));
    RecordSchemas schemas = new RecordSchemas();
    assertThat(written)
        .isNotEmpty()
        .flatExtracting(write -> schemas.mistakesOf(KafkaRecord.of(envelope.wrap(write.record()))))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("streams")
  void eachObjectIsTheMastersBytesOnItsTopicUnderItsKey(CapturedStream stream)
      throws BrokenStreamException {
    // When
    List<Write> written = new CapturedFlow(stream, stream.chunks()).written();

    // Then
    List<String> found = new ArrayList<>();
    for (Write write : written) {
      Outgoing record = write.record();
      if (record.type().ofMesos()) {
        String event = stream.records().get((int) record.source().sequence() - 1);
        assertThat(event).contains(new String(record.value(), UTF_8));
        found.add(where(record.topic(), record.key(), JsonTree.read(write.text()).toString()));
      }
    }
    assertThat(found).containsExactlyElementsOf(expected(stream));
  }

  /** Read from trees: each offer, each update once for each uuid, each other event whole. */
  private static List<String> expected(CapturedStream stream) {
    List<String> expected = new ArrayList<>();
    Set<String> uuids = new HashSet<>();
    Map<String, String> states = new HashMap<>();
    for (String text : stream.records()) {
      JsonNode event = JsonTree.read(text);
      switch (event.path("type").asText()) {
        case "OFFERS" ->
            event
                .at("/offers/offers")
                .forEach(offer -> expected.add(where(Topic.OFFERS, id(offer, "id"), offer)));
        case "UPDATE" -> {
          JsonNode status = event.at("/update/status");
          if (isNew(status, uuids, states)) {
            expected.add(where(Topic.TASK_UPDATES, id(status, "task_id"), status));
          }
        }
        case "UPDATE_OPERATION_STATUS" -> {
          JsonNode status = event.at("/update_operation_status/status");
          expected.add(where(Topic.OPERATION_UPDATES, id(status, "operation_id"), status));
        }
        case "HEARTBEAT" -> expected.add(where(Topic.HEARTBEATS, Known.FRAMEWORK, event));
        default -> expected.add(where(Topic.EVENTS, Known.FRAMEWORK, event));
      }
    }
    return expected;
  }

  private static String where(Topic topic, String key, JsonNode value) {
    return where(topic, key, value.toString());
  }

  private static String id(JsonNode object, String field) {
    return object.path(field).path("value").asText();
  }

  /**
   * A repeated update is not new, nor is an answer that nobody asked for and that confirms what is
   * known, for which a refused launch of a task that runs changes nothing.
   */
  private static boolean isNew(JsonNode status, Set<String> uuids, Map<String, String> states) {
    String state = status.path("state").asText();
    String reason = status.path("reason").asText();
    if (reason.equals("REASON_INVALID_OFFERS") || reason.equals("REASON_TASK_INVALID")) {
      return true;
    }
    String before = states.get(id(status, "task_id"));
    boolean isAnswer = reason.equals("REASON_RECONCILIATION");
    if (isAnswer && before == null) {
      return true; // nobody knows the task, and nothing is known of it afterwards either
    }
    states.put(id(status, "task_id"), state);
    if (status.has("uuid")) {
      return uuids.add(status.path("uuid").asText());
    }
    return !isAnswer || !(state.equals(before) || ENDS.contains(before));
  }

  private static Stream<String> states(List<Write> writes) {
    return writes.stream().map(write -> write.at("/state"));
  }

  @Test
  void anUnreachableTaskStaysInTheTableAndRunsAgainWithoutUuid() throws BrokenStreamException {
    // When
    CapturedFlow flow = replay("agent-lost-and-back/stream");

    // Then
    assertThat(flow.written(Topic.TASKS)).allMatch(row -> row.record().value() != null);
    assertThat(states(flow.written(Topic.TASKS)))
        .containsSubsequence("TASK_RUNNING", "TASK_UNREACHABLE", "TASK_RUNNING");
    assertThat(states(flow.written(Topic.TASK_UPDATES)))
        .as("an answer that confirms the table is not published")
        .containsExactly("TASK_STARTING", "TASK_RUNNING", "TASK_UNREACHABLE", "TASK_RUNNING");
    assertThat(flow.calls("ACKNOWLEDGE"))
        .extracting(call -> call.at("/acknowledge/uuid").asText())
        .containsExactlyElementsOf(uuids(capture("agent-lost-and-back/stream")));
  }

  private static List<String> uuids(CapturedStream stream) {
    return stream.records().stream()
        .map(record -> JsonTree.read(record).at("/update/status/uuid").asText())
        .filter(uuid -> !uuid.isEmpty())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"false-lost-from-repeated-accept/stream", "false-dropped-partition-aware/stream"})
  void theRefusalOfASecondLaunchLeavesTheRowOfTheTaskThatRuns(String name)
      throws BrokenStreamException {
    // When
    CapturedFlow flow = replay(name);

    // Then
    List<Write> rows =
        flow.written(Topic.TASKS).stream()
            .filter(write -> write.record().key().equals("twice"))
            .toList();
    assertThat(states(rows)).containsExactly("TASK_STARTING", "TASK_RUNNING");
    assertThat(states(flow.written(Topic.TASK_UPDATES))).containsAnyOf("TASK_LOST", "TASK_DROPPED");
  }

  @Test
  void aTaskThatRunsAgainWithOtherHealthIsPublishedEachTime() throws BrokenStreamException {
    // When
    CapturedFlow flow = replay("health-checks/stream");

    // Then
    assertThat(flow.written(Topic.TASK_UPDATES))
        .extracting(write -> JsonTree.read(write.text()))
        .containsExactlyElementsOf(
            capture("health-checks/stream").records().stream()
                .map(JsonTree::read)
                .map(event -> event.at("/update/status"))
                .filter(JsonNode::isObject)
                .toList())
        .hasSize(9);
  }

  @Test
  void anOperationsUuidIsAnObjectInTheEventAndAStringInItsAcknowledgement()
      throws BrokenStreamException {
    // When
    CapturedFlow flow = replay("operations-with-feedback/stream");

    // Then
    assertThat(flow.calls("ACKNOWLEDGE_OPERATION_STATUS"))
        .isNotEmpty()
        .extracting(call -> call.at("/acknowledge_operation_status/uuid").asText())
        .containsExactlyElementsOf(
            flow.written(Topic.OPERATION_UPDATES).stream()
                .map(write -> write.at("/uuid/value"))
                .filter(uuid -> !uuid.isEmpty())
                .toList());
  }

  @Test
  void aRescindedOfferHasItsTombstoneAfterItself() throws BrokenStreamException {
    // When
    List<Write> offers = replay("offer-timeout/stream").written(Topic.OFFERS);

    // Then
    assertThat(offers)
        .extracting(offer -> offer.record().extras().offerEnd())
        .containsExactly(null, "rescinded");
    assertThat(offers.get(1).record().key()).isEqualTo(offers.get(0).record().key());
    assertThat(offers.get(1).record().value()).isNull();
  }
}
