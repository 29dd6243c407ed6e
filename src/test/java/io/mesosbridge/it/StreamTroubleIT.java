package io.mesosbridge.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.sandbox.mesos.Faults;
import io.mesosbridge.testkit.KafkaRecord;
import io.mesosbridge.testkit.QuickWorld;
import io.mesosbridge.testkit.TestedBridge;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a stream can do to its reader: each survived, counted, and to be seen. */
class StreamTroubleIT {

  private static final int MIB_20 = 20 << 20;

  private static QuickWorld world;
  private static TestedBridge bridge;

  @BeforeAll
  static void start() {
    world = QuickWorld.with(cluster -> cluster.heartbeatInterval(Duration.ofSeconds(2)));
    bridge = world.bridge("trouble").awaitReady();
  }

  @BeforeEach
  void aStreamStands() {
    bridge.awaitState("SUBSCRIBED");
  }

  @AfterAll
  static void stop() {
    bridge.close();
    world.close();
  }

  @Test
  void aRecordOf20MebibytesIsPassedOn() {
    // Given
    String streamId = bridge.status().path("stream_id").asText();

    // When
    world.mesos().faults().sendRecordOfSize(MIB_20);

    // Then
    KafkaRecord record =
        bridge.awaitRecord("events", event -> event.header("ce_type").endsWith(".MESSAGE"));
    assertThat(record.value()).hasSize(MIB_20);
    assertThat(bridge.status().path("stream_id").asText()).isEqualTo(streamId);
    assertThat(bridge.metric("bridge_record_bytes_sum")).isGreaterThan(MIB_20);
    assertThat(bridge.metric("bridge_records_total", "type=\"MESSAGE\"")).isEqualTo(1);
  }

  @Test
  void anEventOfAnUnknownTypeIsPassedOn() {
    // When
    world.mesos().faults().sendUnknownEvent();

    // Then
    KafkaRecord record =
        bridge.awaitRecord(
            "events",
            event ->
                "org.apache.mesos.v1.scheduler.FROM_THE_FUTURE".equals(event.header("ce_type")));
    assertThat(record.value())
        .isEqualTo("{\"type\":\"FROM_THE_FUTURE\",\"from_the_future\":{\"year\":2100}}");
    assertThat(bridge.metric("bridge_records_total", "type=\"OTHER\"")).isEqualTo(1);
  }

  static Stream<Arguments> breaks() {
    return Stream.of(
        ends(
            "error-event", f -> f.sendRecord("{\"type\":\"ERROR\",\"error\":{\"message\":\"x\"}}")),
        ends("connection-lost", Faults::cutStreamsInsideARecord),
        ends("garbage", faults -> faults.sendRaw("GET / HTTP/1.1\n".getBytes(UTF_8))),
        ends("record-too-large", faults -> faults.sendRaw("99999999999\n{".getBytes(UTF_8))),
        ends("heartbeat-missed", Faults::freezeStreams));
  }

  private static Arguments ends(String cause, Consumer<Faults> fault) {
    return Arguments.of(cause, fault);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("breaks")
  void aBrokenStreamIsToldCountedAndSubscribedAgain(String cause, Consumer<Faults> fault) {
    // Given
    JsonNode before = bridge.status();

    // When
    fault.accept(world.mesos().faults());

    // Then
    KafkaRecord notice =
        bridge.awaitNotice("disconnected", json -> json.path("cause").asText().equals(cause));
    assertThat(notice.json().path("why").asText()).isNotBlank();
    world.mesos().faults().clear();
    awaitAnotherStreamThan(before);
    assertThat(bridge.status().path("framework_id")).isEqualTo(before.path("framework_id"));
    assertThat(bridge.metric("bridge_reconnects_total", "cause=\"" + cause + "\"")).isPositive();
    bridge.run("after-" + cause, "true", "TASK_FINISHED");
  }

  private static void awaitAnotherStreamThan(JsonNode before) {
    await()
        .atMost(TestedBridge.PATIENCE)
        .until(
            () -> {
              JsonNode now = bridge.status().path("stream_id");
              return now.isTextual() && !now.equals(before.path("stream_id"));
            });
  }

  @Test
  void anErrorIsPassedOnAsAnEvent() {
    // Given
    JsonNode before = bridge.status();

    // When
    world.mesos().faults().sendRecord("{\"type\":\"ERROR\",\"error\":{\"message\":\"seen\"}}");

    // Then
    KafkaRecord error =
        bridge.awaitRecord("events", e -> e.value() != null && e.value().contains("\"seen\""));
    assertThat(error.header("ce_type")).isEqualTo("org.apache.mesos.v1.scheduler.ERROR");
    awaitAnotherStreamThan(before);
  }

  @Test
  void chunksOfAnySizeMakeNoDifference() {
    // Given
    world.mesos().faults().chunks(1, Duration.ofMillis(50));

    // When
    bridge.run("chunked-1", "true", "TASK_FINISHED");

    // Then
    assertThat(bridge.updates("chunked-1")).hasSize(3);
    world.mesos().faults().clear();
  }
}
