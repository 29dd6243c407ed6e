package io.mesosbridge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.sandbox.mesos.Ledger.Update;
import io.mesosbridge.testkit.QuickWorld;
import io.mesosbridge.testkit.TestedBridge;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An update is acknowledged when Kafka has it, not before, and only if it wants to be. */
class AcknowledgementIT {

  private static QuickWorld world;
  private static TestedBridge bridge;

  @BeforeAll
  static void start() {
    world = QuickWorld.quick();
    bridge = world.bridge("acks").awaitReady();
  }

  @AfterAll
  static void stop() {
    bridge.close();
    world.close();
  }

  @Test
  void anUpdateIsNotAcknowledgedBeforeKafkaHasIt() {
    // Given
    bridge.run("outage-1", "sleep 100000", "TASK_RUNNING");
    await().until(() -> latest("outage-1").acknowledged());
    world.kafka().stop();

    // When
    world.mesos().faults().agents().killExecutorOf("outage-1");

    // Then
    await().until(() -> latest("outage-1").timesSent() > 2);
    assertThat(latest("outage-1").acknowledged()).isFalse();
    world.kafka().start();
    bridge.awaitUpdate("outage-1", "TASK_FAILED");
    await().atMost(TestedBridge.PATIENCE).until(() -> latest("outage-1").acknowledged());
    assertThat(bridge.updates("outage-1")).as("repeated meanwhile, published once").hasSize(3);
  }

  private static Update latest(String taskId) {
    return world.mesos().ledger().updates().stream()
        .filter(update -> update.taskId().equals(taskId))
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  @Test
  void anUpdateWithoutUuidIsNeverAcknowledged() {
    // Given
    bridge.awaitState("SUBSCRIBED");
    bridge.run("asked-1", "sleep 100000", "TASK_RUNNING");
    await()
        .atMost(TestedBridge.PATIENCE)
        .until(() -> world.master().acknowledged("asked-1").size() == 2);

    // When
    bridge.carryOut(
        "{\"type\":\"RECONCILE\",\"reconcile\":{\"tasks\":[{\"task_id\":\"asked-1\"}]}}");

    // Then
    JsonNode answer =
        bridge
            .awaitRecord(
                "task-updates",
                update -> update.key().equals("asked-1") && !update.json().has("uuid"))
            .json();
    assertThat(answer.path("reason").asText()).isEqualTo("REASON_RECONCILIATION");
    bridge.carryOut("{\"type\":\"REVIVE\"}");
    assertThat(world.master().acknowledged("asked-1")).hasSize(2);
  }

  @Test
  void consumersAcknowledgeByCommandWhenThatIsConfigured() {
    // Given
    giveOffersToOthers();
    try (TestedBridge byCommand =
        world.bridge("by-command", with -> with.with("bridge.updates.acknowledge", "by-command"))) {
      byCommand.awaitReady();
      byCommand.carryOut(TestedBridge.launch(byCommand.awaitOffer(), "manual-1", "sleep 100000"));
      JsonNode starting = byCommand.awaitUpdate("manual-1", "TASK_STARTING").json();
      await().until(() -> timesSent(starting) > 1);
      assertThat(world.master().acknowledged("manual-1")).isEmpty();

      // When
      JsonNode result =
          byCommand.carryOut(
              """
              {"type":"ACKNOWLEDGE","acknowledge":
               {"task_id":"manual-1","agent_id":%s,"uuid":%s}}"""
                  .formatted(starting.path("agent_id"), starting.path("uuid")));

      // Then
      assertThat(result.path("outcome").asText()).as("%s", result).isEqualTo("ACCEPTED");
      byCommand.awaitUpdate("manual-1", "TASK_RUNNING");
      assertThat(world.master().acknowledged("manual-1"))
          .containsExactly(starting.path("uuid").asText());
    }
    bridge.carryOut("{\"type\":\"REVIVE\"}");
  }

  private static int timesSent(JsonNode status) {
    return world.mesos().ledger().updates().stream()
        .filter(update -> update.uuid().equals(status.path("uuid").asText()))
        .mapToInt(Update::timesSent)
        .sum();
  }

  /** One framework holds all offers unless it wants none. */
  private static void giveOffersToOthers() {
    bridge.carryOut("{\"type\":\"SUPPRESS\"}");
    for (String offerId : bridge.table("offers").keySet()) {
      bridge.carryOut(
          "{\"type\":\"DECLINE\",\"decline\":{\"offer_ids\":[\"%s\"]}}".formatted(offerId));
    }
  }
}
