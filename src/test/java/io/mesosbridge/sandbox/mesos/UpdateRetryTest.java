package io.mesosbridge.sandbox.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UpdateRetryTest {

  private final SimulatedCluster cluster =
      SimulatedCluster.builder()
          .allocationInterval(Duration.ofMillis(20))
          .updateRetry(Duration.ofMillis(60))
          .start();
  private final TestFramework framework = TestFramework.subscribe(cluster);

  @AfterEach
  void stop() {
    cluster.close();
  }

  private List<Instant> updates() {
    return cluster.ledger().events().stream()
        .filter(event -> event.type().equals("UPDATE"))
        .map(Ledger.SentEvent::at)
        .toList();
  }

  @Test
  void theIntervalsDouble() {
    // Given
    framework.launch("ignored", "sleep 1000");

    // When
    await().until(() -> updates().size() == 4);

    // Then
    List<Long> intervals = new ArrayList<>();
    for (int i = 1; i < 4; i++) {
      intervals.add(Duration.between(updates().get(i - 1), updates().get(i)).toMillis());
    }
    assertThat(intervals.get(0)).isGreaterThanOrEqualTo(55);
    assertThat(intervals.get(1)).isGreaterThanOrEqualTo(115);
    assertThat(intervals.get(2)).isGreaterThanOrEqualTo(235);
    assertThat(cluster.ledger().updates().get(0).timesSent()).isEqualTo(4);
  }

  @Test
  void anUnacknowledgedUpdateIsRepeatedAndHoldsTheNextOneBack() {
    // Given
    framework.launch("patient", "sleep 1000");
    var first = framework.update();

    // When
    var repeated = framework.update();

    // Then
    assertThat(repeated).isEqualTo(first);
    assertThat(repeated.path("state").asText()).isEqualTo("TASK_STARTING");
  }

  @Test
  void anAcknowledgementOfAnotherUpdateChangesNothing() {
    // Given
    framework.launch("careful", "sleep 1000");
    var starting = framework.update();
    framework.call(
        "ACKNOWLEDGE",
        "{'agent_id': {'value': '%s'}, 'task_id': {'value': 'careful'}, 'uuid': '%s'}"
            .formatted(Json.idIn(starting, "agent_id"), Ids.uuid()));

    // When
    var next = framework.update();

    // Then
    assertThat(next).isEqualTo(starting);
    assertThat(cluster.ledger().updates()).noneMatch(Ledger.Update::acknowledged);
  }

  @Test
  void anOperationIsRepeatedUntilItIsAcknowledged() {
    // Given
    var offer = framework.events().offers().path("offers").path("offers").get(0);
    framework.call(
        "ACCEPT",
        """
        {'offer_ids': [{'value': '%s'}], 'operations': [{'type': 'RESERVE',
          'id': {'value': 'reserve'}, 'reserve': {'resources': [{'name': 'disk',
          'type': 'SCALAR', 'scalar': {'value': 64}, 'role': 'test',
          'reservation': {'principal': 'ops'}}]}}]}
        """
            .formatted(Json.idIn(offer, "id")));
    var first = framework.events().next();

    // When
    var repeated = framework.events().next();

    // Then
    assertThat(repeated).isEqualTo(first);
    var status = first.path("update_operation_status").path("status");
    framework.call(
        "ACKNOWLEDGE_OPERATION_STATUS",
        "{'agent_id': {'value': '%s'}, 'operation_id': {'value': 'reserve'}, 'uuid': '%s'}"
            .formatted(Json.idIn(status, "agent_id"), Json.idIn(status, "uuid")));
    framework.call("RECONCILE_OPERATIONS", "{'operations': []}");
    assertThat(cluster.state()).contains("disk(reservations: [(DYNAMIC,test,ops)]):64");
  }
}
