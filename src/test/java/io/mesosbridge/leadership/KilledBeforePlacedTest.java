package io.mesosbridge.leadership;

import static io.mesosbridge.leadership.BridgeLab.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.sandbox.mesos.SimulatedCluster;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A KILL that comes while the launch of its task still waits for an offer. */
class KilledBeforePlacedTest {

  private static final String LAUNCH =
      """
      {"id": "launch", "type": "LAUNCH", "launch": {"task_infos": [
        {"task_id": "big", "command": {"value": "sleep 600"}, "resources": "cpus:4000"}]}}
      """;
  private static final String LAUNCH_OF_TWO =
      """
      {"id": "launch", "type": "LAUNCH", "launch": {"task_infos": [
        {"task_id": "big", "command": {"value": "sleep 600"}, "resources": "cpus:4000"},
        {"task_id": "other", "command": {"value": "sleep 600"}, "resources": "cpus:1"}]}}
      """;
  private static final String KILL =
      """
      {"id": "kill", "type": "KILL", "kill": {"task_id": "big"}}
      """;

  private SimulatedCluster cluster;
  private BridgeLab lab;
  private TestBridge bridge;

  @BeforeEach
  void lead() {
    cluster = SimulatedCluster.builder().start();
    lab = new BridgeLab(cluster, Map.of());
    bridge = lab.leader(BridgeLab.QUICK);
  }

  @AfterEach
  void stop() {
    lab.close();
    cluster.close();
  }

  @Test
  void takesTheLaunchBack() {
    // Given
    lab.commands.add(LAUNCH);
    eventually(() -> assertThat(bridge.snapshot().launchesWaiting()).isEqualTo(1));

    // When
    lab.commands.add(KILL);

    // Then
    assertThat(lab.result("launch").path("outcome").asText()).isEqualTo("REJECTED");
    assertThat(lab.result("launch").at("/error/message").asText()).contains("kill", "big");
    assertThat(lab.result("kill").path("outcome").asText()).isEqualTo("ACCEPTED");
    assertThat(bridge.snapshot().launchesWaiting()).isZero();
  }

  @Test
  void leavesALaunchThatOtherTasksAreOf() {
    // Given
    lab.commands.add(LAUNCH_OF_TWO);
    eventually(() -> assertThat(bridge.snapshot().launchesWaiting()).isEqualTo(1));

    // When
    lab.commands.add(KILL);

    // Then
    assertThat(lab.result("kill").path("outcome").asText()).isEqualTo("ACCEPTED");
    assertThat(bridge.snapshot().launchesWaiting()).isEqualTo(1);
  }
}
