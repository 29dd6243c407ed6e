package io.mesosbridge.app;

import static io.mesosbridge.app.BridgeLab.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.sandbox.mesos.SimulatedCluster;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A bridge that leads while the masters are older than its defaults. */
class OlderMesosTest {

  private final SimulatedCluster cluster =
      SimulatedCluster.builder().version("1.1.0").allocationInterval(Duration.ofMillis(50)).start();
  private BridgeLab lab;

  @AfterEach
  void stop() {
    lab.close();
    cluster.close();
  }

  @Test
  void severalRolesStopTheSubscriptionAndAreNeverDropped() {
    // Given
    lab = new BridgeLab(cluster, Map.of("bridge.framework.roles", "web,batch"));

    // When
    TestBridge bridge = lab.bridge(BridgeLab.QUICK).lead();

    // Then
    eventually(() -> assertThat(bridge.snapshot().state()).isEqualTo("STOPPED"));
    assertThat(bridge.snapshot().why())
        .isEqualTo(
            "refused: the framework has 2 roles, but capability MULTI_ROLE came with Mesos 1.2.0,"
                + " but the master is 1.1.0; set bridge.framework.roles to one");
    assertThat(cluster.ledger().calls()).isEmpty();
  }

  @Test
  void oneRoleIsSaidAsRoleAndStatusTellsWhatWasLeftAway() {
    // Given
    lab = new BridgeLab(cluster, Map.of());

    // When
    TestBridge bridge = lab.leader(BridgeLab.QUICK);

    // Then
    Snapshot.Master master = bridge.snapshot().master();
    assertThat(master.version()).isEqualTo("1.1.0");
    assertThat(master.leftAway())
        .containsExactly(
            "capability MULTI_ROLE",
            "capability RESERVATION_REFINEMENT",
            "roles, the only one of which is said as role");
    JsonNode subscribe = BridgeLab.json(cluster.ledger().calls().get(0).body());
    assertThat(subscribe.at("/subscribe/framework_info/role").asText()).isEqualTo("web");
  }
}
