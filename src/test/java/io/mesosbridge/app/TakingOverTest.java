package io.mesosbridge.app;

import static io.mesosbridge.app.BridgeLab.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.sandbox.mesos.SimulatedCluster;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Between owning the command partition and leading. */
class TakingOverTest {

  private final SimulatedCluster cluster = SimulatedCluster.builder().start();
  private final BridgeLab lab = new BridgeLab(cluster, Map.of());

  @AfterEach
  void stop() {
    lab.close();
    cluster.close();
  }

  @Test
  void whoseClaimKafkaDoesNotTakeIsNoHappyStandby() {
    // Given
    TestBridge bridge = lab.bridge(BridgeLab.QUICK);
    bridge.clients.dieAt(Fate.withoutState(lab.topics));

    // When
    bridge.lead();

    // Then
    eventually(() -> assertThat(bridge.snapshot().kafkaWaitMillis()).isGreaterThan(200));
    assertThat(bridge.snapshot().state()).isEqualTo("STANDBY");
    assertThat(bridge.snapshot().leader()).isFalse();
    assertThat(bridge.snapshot().why()).contains("waits for Kafka before it leads");
    assertThat(cluster.ledger().calls("SUBSCRIBE")).isEmpty();
  }

  @Test
  void whoOwnsNothingWaitsForNothing() {
    // When
    TestBridge bridge = lab.bridge(BridgeLab.QUICK);

    // Then
    eventually(() -> assertThat(bridge.loop.isReady()).isTrue());
    assertThat(bridge.snapshot().kafkaWaitMillis()).isZero();
    assertThat(bridge.snapshot().why()).isNull();
  }
}
