package io.mesosbridge.sandbox.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LaunchRulesTest {

  private final SimulatedCluster cluster =
      SimulatedCluster.builder().allocationInterval(Duration.ofMillis(20)).start();
  private final TestFramework framework = TestFramework.subscribe(cluster);

  @AfterEach
  void stop() {
    cluster.close();
  }

  private JsonNode offer() {
    return framework.events().offers().path("offers").path("offers").get(0);
  }

  @Test
  void aGroupWhoseExecutorNamesNoFrameworkFailsAsAWhole() {
    // Given
    JsonNode offer = offer();
    String task =
        """
        {'name': 'N', 'task_id': {'value': 'N'}, 'agent_id': {'value': '%s'},
         'command': {'value': 'sleep 1'},
         'resources': [{'name': 'cpus', 'type': 'SCALAR', 'scalar': {'value': 0.1}}]}
        """
            .formatted(SimJson.idIn(offer, "agent_id"));

    // When
    framework.call(
        "ACCEPT",
        """
        {'offer_ids': [{'value': '%s'}], 'operations': [{'type': 'LAUNCH_GROUP',
          'launch_group': {'executor': {'type': 'DEFAULT', 'executor_id': {'value': 'pod'}},
            'task_group': {'tasks': [%s, %s]}}}]}
        """
            .formatted(SimJson.idIn(offer, "id"), task.replace("N", "a"), task.replace("N", "b")));

    // Then
    for (String id : new String[] {"a", "b"}) {
      JsonNode status = framework.update();
      assertThat(SimJson.idIn(status, "task_id")).isEqualTo(id);
      assertThat(status.path("reason").asText()).isEqualTo("REASON_TASK_GROUP_INVALID");
      assertThat(status.path("message").asText())
          .isEqualTo("'ExecutorInfo.framework_id' must be set");
    }
  }

  @Test
  void anOfferListThatNamesOneTwiceIsInvalid() {
    // Given
    JsonNode offer = offer();
    String id = SimJson.idIn(offer, "id");
    String accept = TestFramework.accept(offer, "doubled", "sleep 1");

    // When
    framework.call(
        "ACCEPT",
        accept.replace(
            "[{'value': '" + id + "'}]", "[{'value': '%1$s'}, {'value': '%1$s'}]".formatted(id)));

    // Then
    assertThat(framework.update().path("message").asText())
        .isEqualTo("Task launched with invalid offers: Duplicate offer " + id + " in offer list");
    assertThat(cluster.ledger().launches()).isEmpty();
  }

  @Test
  void aRepeatedAcceptIsNotedAsAFalseAlarmAboutTheRunningTask() {
    // Given
    String accept = TestFramework.accept(offer(), "twice", "sleep 1000");
    framework.call("ACCEPT", accept);
    framework.acknowledged();
    framework.acknowledged();

    // When
    framework.call("ACCEPT", accept);

    // Then
    assertThat(framework.update().path("state").asText()).isEqualTo("TASK_LOST");
    assertThat(cluster.ledger().falseAlarms())
        .extracting(Ledger.FalseAlarm::taskId)
        .containsExactly("twice");
    assertThat(cluster.ledger().launchesPerTask()).containsEntry("twice", 1);
  }

  @Test
  void anAcceptOfAnotherFrameworksOfferVoidsIt() {
    // Given
    JsonNode offer = offer();
    TestFramework second = TestFramework.subscribe(cluster);

    // When
    second.call("ACCEPT", TestFramework.accept(offer, "task", "sleep infinity"));

    // Then
    String id = SimJson.idIn(offer, "id");
    assertThat(second.update().path("message").asText())
        .startsWith("Task launched with invalid offers: Offer " + id + " has invalid framework");
    assertThat(cluster.ledger().outstandingOffers().get(framework.id())).doesNotContain(id);
  }

  @Test
  void aSecondFrameworkGetsWhatTheFirstOneLeaves() {
    // Given
    JsonNode offer = offer();
    TestFramework second = TestFramework.subscribe(cluster);

    // When
    framework.call(
        "DECLINE",
        "{'offer_ids': [{'value': '%s'}], 'filters': {'refuse_seconds': 60}}"
            .formatted(SimJson.idIn(offer, "id")));

    // Then
    assertThat(second.events().offers().toString()).contains(second.id());
    assertThat(cluster.ledger().outstandingOffers().get(framework.id())).isEmpty();
    assertThat(cluster.ledger().outstandingOffers().get(second.id())).hasSize(1);
  }

  @Test
  void suppressedRolesGetNoOffersUntilTheyAreRevived() {
    // Given
    JsonNode offer = offer();
    framework.call("SUPPRESS", "{}");
    framework.call(
        "DECLINE",
        "{'offer_ids': [{'value': '%s'}], 'filters': {'refuse_seconds': 0}}"
            .formatted(SimJson.idIn(offer, "id")));

    // When
    framework.call("REVIVE", "{'roles': ['nonsense']}");

    // Then
    assertThat(cluster.ledger().outstandingOffers().get(framework.id())).isEmpty();
    framework.call("REVIVE", "{}");
    assertThat(cluster.ledger().outstandingOffers().get(framework.id())).hasSize(1);
  }
}
