package io.mesosbridge.app;

import static io.mesosbridge.app.BridgeLab.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.sandbox.mesos.SimulatedCluster;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A process that was paused for longer than its lease does nothing before it asked the group. */
class PausedProcessTest {

  private static final Duration LONGER_THAN_THE_LEASE = Duration.ofMillis(5_500);

  private SimulatedCluster cluster;
  private BridgeLab lab;

  @BeforeEach
  void start() {
    cluster = SimulatedCluster.builder().allocationInterval(Duration.ofMillis(20)).start();
    lab = new BridgeLab(cluster, Map.of());
  }

  @AfterEach
  void stop() throws Exception {
    lab.close();
    cluster.close();
  }

  @Test
  void leadsAgainWhenTheGroupConfirmsIt() {
    // Given
    TestBridge bridge = lab.leader(BridgeLab.QUICK);
    bridge.pause(LONGER_THAN_THE_LEASE);

    // When
    var result = lab.carryOut("meanwhile", "{\"type\":\"REVIVE\"}");

    // Then
    assertThat(result.path("outcome").asText()).isEqualTo("ACCEPTED");
    assertThat(lab.events.ofType("leader-resigned")).singleElement().asString().contains("paused");
    assertThat(lab.events.ofType("leader-elected")).hasSize(2);
    assertThat(cluster.ledger().calls("REVIVE")).hasSize(1);
    assertThat(bridge.uncaught()).isEmpty();
  }

  @Test
  void standsByWhenItWasReplaced() {
    // Given
    TestBridge bridge = lab.bridge(BridgeLab.QUICK).leadOnce();
    eventually(() -> assertThat(bridge.snapshot().state()).isEqualTo("SUBSCRIBED"));

    // When
    bridge.pause(LONGER_THAN_THE_LEASE);
    TestBridge other = lab.leader(BridgeLab.QUICK);

    // Then
    eventually(() -> assertThat(bridge.snapshot().state()).isEqualTo("STANDBY"));
    assertThat(lab.carryOut("after", "{\"type\":\"REVIVE\"}").path("outcome").asText())
        .isEqualTo("ACCEPTED");
    assertThat(lab.events.ofType("connected")).hasSize(2);
    assertThat(other.snapshot().state()).isEqualTo("SUBSCRIBED");
  }
}
