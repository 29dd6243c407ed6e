package io.mesosbridge.sandbox.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AgentsTest {

  private final SimulatedCluster cluster =
      SimulatedCluster.builder()
          .agents(2)
          .allocationInterval(Duration.ofMillis(20))
          .speed(20)
          .timeStandsStill()
          .start();

  @AfterEach
  void stop() {
    cluster.close();
  }

  private static String agentOf(JsonNode status) {
    return SimJson.idIn(status, "agent_id");
  }

  @Test
  void aLostAgentKeepsItsUpdatesUntilItIsBack() {
    // Given
    TestFramework framework = TestFramework.subscribe(cluster, "PARTITION_AWARE");
    framework.launch("stranded", "sleep 4");
    JsonNode starting = framework.update();
    cluster.faults().agents().lose(agentOf(starting));
    assertThat(framework.update().path("state").asText()).isEqualTo("TASK_UNREACHABLE");

    // When
    cluster.faults().agents().bringBack(agentOf(starting));

    // Then
    JsonNode event = framework.events().next("UPDATE");
    assertThat(event.path("update").path("status").path("reason").asText())
        .isEqualTo("REASON_AGENT_REREGISTERED");
    assertThat(framework.acknowledged()).isEqualTo("TASK_STARTING");
    assertThat(framework.acknowledged()).isEqualTo("TASK_RUNNING");
    assertThat(framework.acknowledged()).isEqualTo("TASK_FINISHED");
  }

  @Test
  void aKillReachesADisconnectedAgentWhenItIsBack() {
    // Given
    TestFramework framework = TestFramework.subscribe(cluster);
    framework.launch("victim", "sleep 1000");
    String agent = agentOf(framework.update());
    cluster.faults().agents().disconnect(agent);
    framework.call("KILL", "{'task_id': {'value': 'victim'}}");

    // When
    cluster.faults().agents().bringBack(agent);

    // Then
    assertThat(framework.acknowledgedNext()).isEqualTo("TASK_STARTING");
    assertThat(framework.acknowledgedNext()).isEqualTo("TASK_RUNNING");
    assertThat(framework.acknowledgedNext()).isEqualTo("TASK_KILLED");
    assertThat(cluster.ledger().liveTasks()).isEmpty();
  }

  @Test
  void tasksOfAGoneAgentAreOver() {
    // Given
    TestFramework framework = TestFramework.subscribe(cluster, "PARTITION_AWARE");
    framework.launch("doomed", "sleep 1000");
    String agent = agentOf(framework.update());

    // When
    cluster.faults().agents().markGone(agent);

    // Then
    assertThat(framework.update().path("state").asText()).isEqualTo("TASK_GONE_BY_OPERATOR");
    assertThat(cluster.ledger().liveTasks()).isEmpty();
  }

  @Test
  void maintenanceThatIsPlannedWhileNobodyLeadsStandsInTheOffersOfTheNextLeader() {
    // Given
    cluster.faults().masters().leaderAway();

    // When
    String agent = cluster.agentIds().get(0);
    cluster.faults().agents().planMaintenance(agent, Instant.now(), Duration.ofHours(1));

    // Then
    cluster.faults().masters().elect(0);
    TestFramework framework = TestFramework.subscribe(cluster);
    assertThat(framework.events().offers().findValues("unavailability")).hasSize(1);
  }

  @Test
  void maintenanceOfOneAgentIsAskedForAndTakenBack() {
    // Given
    TestFramework framework = TestFramework.subscribe(cluster);
    framework.launch("maintained", "sleep 1000");
    String agent = agentOf(framework.update());
    cluster.faults().agents().planMaintenance(agent, Instant.now(), Duration.ofHours(1));

    // When
    cluster.faults().agents().cancelMaintenance(agent);

    // Then
    String offered =
        SimJson.idIn(
            framework
                .events()
                .next("INVERSE_OFFERS")
                .path("inverse_offers")
                .path("inverse_offers")
                .get(0),
            "id");
    JsonNode rescinded = framework.events().next("RESCIND_INVERSE_OFFER");
    assertThat(SimJson.idIn(rescinded.path("rescind_inverse_offer"), "inverse_offer_id"))
        .isEqualTo(offered);
  }

  @Test
  void anUnknownAgentIsRefused() {
    // Given
    AgentFaults faults = cluster.faults().agents();

    // When
    ThrowingCallable lost = () -> faults.lose("nobody");

    // Then
    assertThatThrownBy(lost)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("No agent 'nobody' is part of the cluster");
  }
}
