package io.mesosbridge.sandbox.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UpdateRetryTest {

  private final SimulatedCluster cluster =
      SimulatedCluster.builder()
          .allocationInterval(Duration.ofMillis(20))
          .updateRetry(Duration.ofMillis(60))
          .timeStandsStill()
          .start();
  private final TestFramework framework = TestFramework.subscribe(cluster);

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void theIntervalsDouble() {
    // Given
    framework.launch("ignored", "sleep 1000");

    // When
    List<Duration> times = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      framework.update();
      times.add(cluster.time().minus(i == 0 ? Duration.ZERO : times.get(0)));
    }

    // Then
    assertThat(times.subList(1, 4)).extracting(Duration::toMillis).containsExactly(60L, 180L, 420L);
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
            .formatted(SimJson.idIn(starting, "agent_id"), "AAAAAAAAAAAAAAAAAAAAAA=="));

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
            .formatted(SimJson.idIn(offer, "id")));
    var first = framework.events().next();

    // When
    var repeated = framework.events().next();

    // Then
    assertThat(repeated).isEqualTo(first);
    var status = first.path("update_operation_status").path("status");
    framework.call(
        "ACKNOWLEDGE_OPERATION_STATUS",
        "{'agent_id': {'value': '%s'}, 'operation_id': {'value': 'reserve'}, 'uuid': '%s'}"
            .formatted(SimJson.idIn(status, "agent_id"), SimJson.idIn(status, "uuid")));
    framework.call("RECONCILE_OPERATIONS", "{'operations': []}");
    assertThat(cluster.state()).contains("disk(reservations: [(DYNAMIC,test,ops)]):64");
  }
}
