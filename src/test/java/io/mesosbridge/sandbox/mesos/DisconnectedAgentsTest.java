package io.mesosbridge.sandbox.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What outlives an agent's process, and what does not. */
class DisconnectedAgentsTest {

  private final SimulatedCluster cluster =
      SimulatedCluster.builder()
          .allocationInterval(Duration.ofMillis(20))
          .timeStandsStill()
          .start();

  private final String agent = cluster.agentIds().get(0);

  @AfterEach
  void stop() {
    cluster.close();
  }

  private TestFramework running(boolean checkpoint) {
    ObjectNode info = TestFramework.info("PARTITION_AWARE");
    info.remove("checkpoint");
    TestFramework framework =
        TestFramework.of(cluster, checkpoint ? info.put("checkpoint", true) : info);
    framework.launch("task", "sleep infinity");
    assertThat(framework.acknowledged()).isEqualTo("TASK_STARTING");
    assertThat(framework.acknowledged()).isEqualTo("TASK_RUNNING");
    return framework;
  }

  @Test
  void tasksOfAFrameworkThatDoesNotCheckpointAreLost() {
    // Given
    TestFramework framework = running(false);

    // When
    cluster.faults().agents().disconnect(agent);

    // Then
    JsonNode status = framework.events().next("UPDATE").at("/update/status");
    assertThat(status.path("state").asText()).isEqualTo("TASK_LOST");
    assertThat(status.path("reason").asText()).isEqualTo("REASON_AGENT_DISCONNECTED");
    assertThat(status.path("message").asText()).isEqualTo("Agent 127.0.0.1 disconnected");
    assertThat(status.has("uuid")).isFalse();
    assertThat(cluster.ledger().liveTasks()).isEmpty();
  }

  @Test
  void tasksOfAFrameworkThatCheckpointsGoOn() {
    // Given
    TestFramework framework = running(true);

    // When
    cluster.faults().agents().disconnect(agent);
    cluster.faults().agents().bringBack(agent);

    // Then
    assertThat(cluster.ledger().liveTasks()).hasSize(1);
    framework.call("KILL", "{'task_id': {'value': 'task'}}");
    assertThat(framework.acknowledgedNext()).isEqualTo("TASK_KILLED");
  }

  @Test
  void anAgentThatDoesNotComeBackIsGivenUp() {
    // Given
    TestFramework framework = running(true);

    // When
    cluster.faults().agents().disconnect(agent);

    // Then
    Duration disconnected = cluster.time();
    JsonNode status = framework.events().next("UPDATE").at("/update/status");
    assertThat(status.path("state").asText()).isEqualTo("TASK_UNREACHABLE");
    assertThat(cluster.time().minus(disconnected)).isEqualTo(Duration.ofSeconds(75));
  }

  @Test
  void aNewLeaderDoesNotWaitForEverForAnAgent() {
    // Given
    TestFramework framework = running(true);
    cluster.faults().agents().disconnect(agent);
    cluster.faults().masters().elect(0);

    // When
    TestFramework again = framework.resubscribe("PARTITION_AWARE");

    // Then
    Duration elected = cluster.time();
    JsonNode failure = again.events().next("FAILURE").path("failure");
    assertThat(SimJson.idIn(failure, "agent_id")).isEqualTo(agent);
    assertThat(cluster.time().minus(elected)).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void anAgentThatIsBackIsNotGivenUp() {
    // Given
    TestFramework framework = running(true);
    cluster.faults().agents().disconnect(agent);

    // When
    cluster.faults().agents().bringBack(agent);

    // Then
    Duration later = cluster.time().plusMinutes(15);
    cluster.passTimeUntil(() -> cluster.time().compareTo(later) > 0);
    assertThat(cluster.state()).contains("\"REGISTERED\"");
    assertThat(framework.events().isOpen()).isTrue();
  }
}
