package io.mesosbridge.sandbox.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the master still says of an agent that it has given up, and of that agent's tasks. */
class LostAgentsTest {

  private final SimulatedCluster cluster =
      SimulatedCluster.builder()
          .agents(2)
          .allocationInterval(Duration.ofMillis(20))
          .timeStandsStill()
          .start();

  @AfterEach
  void stop() {
    cluster.close();
  }

  private TestFramework running(String... capabilities) {
    TestFramework framework = TestFramework.subscribe(cluster, capabilities);
    framework.launch("task", "sleep infinity");
    assertThat(framework.acknowledged()).isEqualTo("TASK_STARTING");
    assertThat(framework.acknowledged()).isEqualTo("TASK_RUNNING");
    return framework;
  }

  private String agent() {
    return cluster.ledger().liveTasks().get(0).agentId();
  }

  private String otherThan(String agent) {
    return cluster.agentIds().stream()
        .filter(each -> !each.equals(agent))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode nextStatus(TestFramework framework) {
    return framework.events().next("UPDATE").at("/update/status");
  }

  @ParameterizedTest
  @ValueSource(strings = {"RECONCILE", "KILL"})
  void anUnreachableTaskIsUnknownToWhoDoesNotNameItsAgent(String call) {
    // Given
    TestFramework framework = running("PARTITION_AWARE");
    cluster.faults().agents().lose(agent());
    assertThat(framework.update().path("state").asText()).isEqualTo("TASK_UNREACHABLE");

    // When
    String task = "{'task_id': {'value': 'task'}}";
    framework.call(call, call.equals("KILL") ? task : "{'tasks': [" + task + "]}");

    // Then
    assertThat(nextStatus(framework).path("state").asText()).isEqualTo("TASK_UNKNOWN");
  }

  @Test
  void anUnreachableTaskIsUnknownToAnotherAgent() {
    // Given
    TestFramework framework = running("PARTITION_AWARE");
    String agent = agent();
    cluster.faults().agents().lose(agent);
    assertThat(framework.update().path("state").asText()).isEqualTo("TASK_UNREACHABLE");

    // When
    framework.call(
        "KILL",
        "{'task_id': {'value': 'task'}, 'agent_id': {'value': '%s'}}".formatted(otherThan(agent)));

    // Then
    assertThat(nextStatus(framework).path("state").asText()).isEqualTo("TASK_GONE");
  }

  @Test
  void anEndedTaskIsTakenForUnreachableUntilItsEndIsAcknowledged() {
    // Given
    TestFramework framework = TestFramework.subscribe(cluster, "PARTITION_AWARE");
    framework.launch("task", "echo");
    assertThat(framework.acknowledged()).isEqualTo("TASK_STARTING");
    assertThat(framework.acknowledged()).isEqualTo("TASK_RUNNING");
    JsonNode finished = framework.update();
    String agent = SimJson.idIn(finished, "agent_id");

    // When
    cluster.faults().agents().lose(agent);

    // Then
    assertThat(nextStatus(framework).path("state").asText()).isEqualTo("TASK_UNREACHABLE");
    cluster.faults().agents().bringBack(agent);
    JsonNode back = nextStatus(framework);
    assertThat(back.path("state").asText()).isEqualTo("TASK_FINISHED");
    assertThat(back.path("reason").asText()).isEqualTo("REASON_AGENT_REREGISTERED");
    assertThat(nextStatus(framework).path("uuid")).isEqualTo(finished.path("uuid"));
  }

  @Test
  void aTaskIsBackInItsLatestStateWhateverIsAcknowledged() {
    // Given
    TestFramework framework = TestFramework.subscribe(cluster, "PARTITION_AWARE");
    framework.launch("task", "sleep infinity");
    JsonNode starting = framework.update();
    cluster.faults().agents().lose(SimJson.idIn(starting, "agent_id"));
    assertThat(framework.update().path("state").asText()).isEqualTo("TASK_UNREACHABLE");

    // When
    cluster.faults().agents().bringBack(SimJson.idIn(starting, "agent_id"));

    // Then
    JsonNode back = nextStatus(framework);
    assertThat(back.path("reason").asText()).isEqualTo("REASON_AGENT_REREGISTERED");
    assertThat(back.path("state").asText()).isEqualTo("TASK_RUNNING");
    assertThat(nextStatus(framework).path("uuid")).isEqualTo(starting.path("uuid"));
  }

  private long failures() {
    return cluster.ledger().events().stream().filter(e -> e.type().equals("FAILURE")).count();
  }

  @Test
  void anAgentIsLostOnce() {
    // Given
    TestFramework framework = running("PARTITION_AWARE");
    String agent = agent();
    cluster.faults().agents().lose(agent);

    // When
    cluster.faults().agents().lose(agent);
    cluster.faults().agents().disconnect(agent);

    // Then
    assertThat(failures()).isEqualTo(1);
    assertThat(cluster.state()).contains("\"UNREACHABLE\"").doesNotContain("\"DISCONNECTED\"");
    assertThat(framework.events().isOpen()).isTrue();
  }

  @Test
  void aKillThatWaitsForAnAgentIsForgottenWithIt() {
    // Given
    TestFramework framework = running("PARTITION_AWARE");
    String agent = agent();
    cluster.faults().agents().disconnect(agent);
    framework.call("KILL", "{'task_id': {'value': 'task'}}");
    cluster.faults().agents().lose(agent);

    // When
    cluster.faults().agents().bringBack(agent);

    // Then
    Duration soon = cluster.time().plusSeconds(30);
    cluster.passTimeUntil(() -> cluster.time().compareTo(soon) > 0);
    assertThat(cluster.ledger().liveTasks()).hasSize(1);
  }

  @Test
  void aGoneAgentDoesNotComeBack() {
    // Given
    String agent = cluster.agentIds().get(0);
    cluster.faults().agents().markGone(agent);

    // When
    cluster.faults().agents().lose(agent);
    cluster.faults().agents().bringBack(agent);

    // Then
    assertThat(cluster.state()).contains("\"status\":\"GONE\"");
  }

  @Test
  void anUnreachableAgentThatIsGoneIsNoFurtherFailure() {
    // Given
    TestFramework framework = running("PARTITION_AWARE");
    String agent = agent();
    cluster.faults().agents().lose(agent);
    assertThat(framework.update().path("state").asText()).isEqualTo("TASK_UNREACHABLE");

    // When
    cluster.faults().agents().markGone(agent);

    // Then
    JsonNode status = nextStatus(framework);
    assertThat(status.path("state").asText()).isEqualTo("TASK_GONE_BY_OPERATOR");
    assertThat(status.has("unreachable_time")).isFalse();
    assertThat(failures()).isEqualTo(1);
  }

  @Test
  void whoKnowsNoPartitionsIsToldOfAGoneAgentAsOfAnyOther() {
    // Given
    TestFramework framework = running();

    // When
    cluster.faults().agents().markGone(agent());

    // Then
    JsonNode status = framework.update();
    assertThat(status.path("state").asText()).isEqualTo("TASK_LOST");
    assertThat(status.path("reason").asText()).isEqualTo("REASON_AGENT_REMOVED");
  }

  @Test
  void aTaskOfAGoneAgentIsReconciledAsGone() {
    // Given
    TestFramework framework = running("PARTITION_AWARE");
    String agent = agent();
    cluster.faults().agents().markGone(agent);
    assertThat(framework.update().path("state").asText()).isEqualTo("TASK_GONE_BY_OPERATOR");

    // When
    framework.call(
        "RECONCILE",
        "{'tasks': [{'task_id': {'value': 'task'}, 'agent_id': {'value': '%s'}}]}"
            .formatted(agent));

    // Then
    JsonNode status = nextStatus(framework);
    assertThat(status.path("state").asText()).isEqualTo("TASK_GONE_BY_OPERATOR");
    assertThat(status.path("message").asText()).isEqualTo("Reconciliation: Task is gone");
  }
}
