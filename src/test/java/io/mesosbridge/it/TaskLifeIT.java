package io.mesosbridge.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.testkit.ConsumedOffer;
import io.mesosbridge.testkit.KafkaRecord;
import io.mesosbridge.testkit.QuickWorld;
import io.mesosbridge.testkit.TestedBridge;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A task from its launch to its end, and a framework to its own. */
class TaskLifeIT {

  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private static QuickWorld world;
  private static TestedBridge bridge;

  @BeforeAll
  static void start() {
    world = QuickWorld.quick();
    bridge = world.bridge("life").awaitReady();
  }

  @AfterAll
  static void stop() {
    bridge.close();
    world.close();
  }

  @Test
  void aLaunchIsAcceptedAndItsTaskStartsRunsAndFinishes() {
    // Given
    ConsumedOffer offer = bridge.awaitOffer();

    // When
    JsonNode result = bridge.carryOut(TestedBridge.launch(offer, "short-1", "sleep 5"));

    // Then
    assertThat(result.path("outcome").asText()).as("%s", result).isEqualTo("ACCEPTED");
    assertThat(result.path("type").asText()).isEqualTo("LAUNCH");
    assertThat(result.at("/task_ids/0").asText()).isEqualTo("short-1");
    assertThat(result.path("agent_id").asText()).isEqualTo(offer.agentId());
    assertThat(result.path("framework_id").asText()).isEqualTo(bridge.frameworkId());
    assertThat(result.path("http_status").asInt()).isEqualTo(202);
    assertThat(result.path("error").isNull()).isTrue();
    bridge.awaitUpdate("short-1", "TASK_FINISHED");
    assertThat(bridge.updates("short-1"))
        .extracting(update -> update.json().path("state").asText())
        .containsExactly("TASK_STARTING", "TASK_RUNNING", "TASK_FINISHED");
    KafkaRecord end =
        bridge.awaitRecord("offers", r -> r.isTombstone() && r.key().equals(offer.id()));
    assertThat(end.header("mesos-offer-end")).isEqualTo("accepted");
  }

  @Test
  void aTaskIsInTheTableOfTasksUntilItEnds() {
    // Given
    bridge.run("steady-1", "sleep 10000", "TASK_RUNNING");
    await().until(() -> stateOf("steady-1").equals("TASK_RUNNING"));
    JsonNode row = bridge.table("tasks").get("steady-1").json();
    JsonNode running = bridge.awaitUpdate("steady-1", "TASK_RUNNING").json();

    // When
    JsonNode result = bridge.carryOut("{\"type\":\"KILL\",\"kill\":{\"task_id\":\"steady-1\"}}");

    // Then
    assertThat(row.path("agent_id")).isEqualTo(running.at("/agent_id/value"));
    assertThat(row.path("executor_id")).isEqualTo(running.at("/executor_id/value"));
    assertThat(row.path("uuid")).isEqualTo(running.path("uuid"));
    assertThat(row.path("command_id").asText()).startsWith("c-");
    assertThat(result.path("outcome").asText()).isEqualTo("ACCEPTED");
    bridge.awaitUpdate("steady-1", "TASK_KILLED");
    await().until(() -> !bridge.table("tasks").containsKey("steady-1"));
  }

  private static String stateOf(String taskId) {
    KafkaRecord row = bridge.table("tasks").get(taskId);
    return row == null ? "" : row.json().path("state").asText();
  }

  @Test
  void whoKillsATaskThatMesosDoesNotKnowIsToldSo() {
    // When
    JsonNode result = bridge.carryOut("{\"type\":\"KILL\",\"kill\":{\"task_id\":\"ghost-1\"}}");

    // Then
    assertThat(result.path("outcome").asText()).isEqualTo("ACCEPTED");
    KafkaRecord answer = bridge.awaitRecord("task-updates", u -> u.key().equals("ghost-1"));
    assertThat(answer.json().path("reason").asText()).isEqualTo("REASON_RECONCILIATION");
    assertThat(bridge.table("tasks")).doesNotContainKey("ghost-1");
  }

  @Test
  void theCommandsIdAndTraceGoWithItsResultAndItsTasksUpdates() {
    // Given
    String command =
        TestedBridge.launch(bridge.awaitOffer(), "traced-1", "sleep 1")
            .replaceFirst("\\{", "{\"id\":\"trace-me\",");

    // When
    bridge.sendRaw(command.getBytes(UTF_8), Map.of("traceparent", TRACE.getBytes(UTF_8)));

    // Then
    assertThat(bridge.awaitResult("trace-me").header("traceparent")).isEqualTo(TRACE);
    bridge.awaitUpdate("traced-1", "TASK_FINISHED");
    assertThat(bridge.updates("traced-1"))
        .allSatisfy(
            update -> {
              assertThat(update.header("traceparent")).isEqualTo(TRACE);
              assertThat(update.header("mesos-command-id")).isEqualTo("trace-me");
            });
  }

  @Test
  void aTeardownEndsTheStreamAndSubscribeRegistersAnew() {
    // Given
    String before = bridge.awaitReady().frameworkId();
    bridge.run("doomed-1", "sleep 10000", "TASK_RUNNING");
    JsonNode early = bridge.carryOut("{\"type\":\"SUBSCRIBE\"}");

    // When
    JsonNode result = bridge.carryOut("{\"type\":\"TEARDOWN\"}");

    // Then
    assertThat(early.at("/error/code").asText()).isEqualTo("INVALID");
    assertThat(result.path("outcome").asText()).as("%s", result).isEqualTo("ACCEPTED");
    bridge.awaitState("TORN_DOWN").awaitReady();
    await().until(() -> bridge.table("tasks").isEmpty() && bridge.table("offers").isEmpty());
    JsonNode late = bridge.carryOut("{\"type\":\"REVIVE\"}");
    assertThat(late.path("outcome").asText()).isEqualTo("REJECTED");
    assertThat(late.at("/error/code").asText()).isEqualTo("TORN_DOWN");
    assertThat(late.at("/error/message").asText()).contains("SUBSCRIBE");
    JsonNode anew = bridge.carryOut("{\"type\":\"SUBSCRIBE\"}");
    assertThat(anew.path("outcome").asText()).as("%s", anew).isEqualTo("ACCEPTED");
    bridge.awaitState("SUBSCRIBED");
    assertThat(bridge.frameworkId()).isNotEqualTo(before);
    assertThat(anew.path("framework_id").asText()).isEqualTo(bridge.frameworkId());
    bridge.run("anew-1", "true", "TASK_FINISHED");
  }
}
