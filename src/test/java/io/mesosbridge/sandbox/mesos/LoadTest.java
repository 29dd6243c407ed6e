package io.mesosbridge.sandbox.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoadTest {

  private static final int TASKS = 30_000;

  private final SimulatedCluster cluster =
      SimulatedCluster.builder()
          .agents(10)
          .ledgerCapacity(1_000)
          .updateRetry(Duration.ofHours(1)) // nothing is repeated, however long the rest takes
          .start();
  private final TestFramework framework = TestFramework.subscribe(cluster);

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void thirtyThousandTasksAreReconciled() {
    // Given
    cluster.faults().updates().addTasks(framework.id(), "many", TASKS, false);
    long before = cluster.ledger().eventCount();

    // When
    framework.call("RECONCILE", "{'tasks': []}");

    // Then
    await().until(() -> cluster.ledger().eventCount() - before >= TASKS);
    assertThat(framework.update().path("reason").asText()).isEqualTo("REASON_RECONCILIATION");
  }

  @Test
  void updatesComeAtTheRateThatIsAskedFor() {
    // Given
    cluster.faults().updates().addTasks(framework.id(), "busy", 20_000, false);

    // When
    try (SimLoad load = cluster.faults().updates().load(5_000)) {
      await().until(() -> load.made() >= 10_000);
    }

    // Then
    assertThat(cluster.ledger().updates()).hasSizeGreaterThanOrEqualTo(10_000);
    assertThat(cluster.ledger().updates().get(0).timesSent()).isEqualTo(1);
  }

  @Test
  void aTasksUpdatesWaitForTheFirstToBeAcknowledged() {
    // Given
    cluster.faults().updates().addTasks(framework.id(), "single", 1, true);
    assertThat(framework.acknowledged()).isEqualTo("TASK_RUNNING");

    // When
    try (SimLoad load = cluster.faults().updates().load(1_000)) {
      await().until(() -> load.made() >= 10);
    }

    // Then
    var first = framework.update();
    assertThat(framework.events().unread()).isNull();
    framework.acknowledge(first);
    assertThat(framework.update().path("uuid").asText())
        .isEqualTo(cluster.ledger().updates().get(2).uuid());
  }
}
