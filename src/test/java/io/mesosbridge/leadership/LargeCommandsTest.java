package io.mesosbridge.leadership;

import static io.mesosbridge.leadership.BridgeLab.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.sandbox.mesos.SimulatedCluster;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands of megabytes, more of them than fit into memory. */
class LargeCommandsTest {

  private static final int NUMBER = 20;
  private static final String PADDING = "x".repeat(2 << 20);

  private SimulatedCluster cluster;
  private BridgeLab lab;
  private TestBridge bridge;

  @BeforeEach
  void lead() {
    cluster =
        SimulatedCluster.builder()
            .allocationInterval(Duration.ofMillis(20))
            .leaderDetection(Duration.ofMillis(100))
            .start();
    lab = new BridgeLab(cluster, Map.of());
    bridge = lab.leader(BridgeLab.QUICK);
  }

  @AfterEach
  void stop() {
    lab.close();
    cluster.close();
  }

  @Test
  void stayInKafkaWhileThoseBeforeThemWaitForASubscription() {
    // Given
    cluster.faults().masters().leaderAway();
    eventually(() -> assertThat(bridge.snapshot().state()).isNotEqualTo("SUBSCRIBED"));

    // When
    for (int i = 0; i < NUMBER; i++) {
      lab.commands.add(
          "{\"id\":\"c-%d\",\"type\":\"REVIVE\",\"padding\":\"%s\"}".formatted(i, PADDING));
    }

    // Then
    eventually(() -> assertThat(bridge.snapshot().commandsWaiting()).isGreaterThanOrEqualTo(8));
    assertThat(bridge.snapshot().commandsWaiting()).isLessThanOrEqualTo(12);
    cluster.faults().masters().elect(0);
    for (int i = 0; i < NUMBER; i++) {
      assertThat(lab.result("c-" + i).path("outcome").asText()).isEqualTo("ACCEPTED");
    }
  }
}
