package io.mesosbridge.sandbox.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskLifeTest {

  private final SimulatedCluster cluster =
      SimulatedCluster.builder().allocationInterval(Duration.ofMillis(20)).speed(50).start();

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void aTaskRunsForAsLongAsItSleepsAndIsLaunchedOnce() {
    // Given
    TestFramework framework = TestFramework.subscribe(cluster);

    // When
    framework.launch("hello", "echo hello; sleep 1");

    // Then
    assertThat(framework.acknowledged()).isEqualTo("TASK_STARTING");
    assertThat(framework.acknowledged()).isEqualTo("TASK_RUNNING");
    assertThat(framework.acknowledged()).isEqualTo("TASK_FINISHED");
    assertThat(cluster.ledger().launchesPerTask()).containsEntry("hello", 1);
    assertThat(cluster.ledger().updates()).hasSize(3).allMatch(Ledger.Update::acknowledged);
  }

  @Test
  void aTaskFailsWithItsExitStatus() {
    // Given
    TestFramework framework = TestFramework.subscribe(cluster);
    framework.launch("failing", "exit 3");
    framework.acknowledged();
    framework.acknowledged();

    // When
    var status = framework.update();

    // Then
    assertThat(status.path("state").asText()).isEqualTo("TASK_FAILED");
    assertThat(status.path("message").asText()).isEqualTo("Command exited with status 3");
  }

  @Test
  void aNewSubscriptionBringsUnacknowledgedUpdatesAtOnce() {
    // Given
    TestFramework framework = TestFramework.subscribe(cluster);
    framework.launch("pending", "sleep 1000");
    var first = framework.update();

    // When
    TestFramework again = framework.resubscribe();

    // Then
    assertThat(again.update()).isEqualTo(first);
    assertThat(framework.events().endsProperly()).isTrue();
  }

  @Test
  void aKilledTaskSaysSoFirstToFrameworksThatWantToKnow() {
    // Given
    TestFramework framework = TestFramework.subscribe(cluster, "TASK_KILLING_STATE");
    framework.launch("victim", "python3 -m http.server 9000");
    framework.acknowledged();
    framework.acknowledged();

    // When
    framework.call("KILL", "{'task_id': {'value': 'victim'}}");

    // Then
    assertThat(framework.acknowledged()).isEqualTo("TASK_KILLING");
    assertThat(framework.acknowledged()).isEqualTo("TASK_KILLED");
    assertThat(cluster.ledger().liveTasks()).isEmpty();
  }
}
