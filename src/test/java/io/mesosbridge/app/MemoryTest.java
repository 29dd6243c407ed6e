package io.mesosbridge.app;

import static io.mesosbridge.app.BridgeLab.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.sandbox.mesos.Ledger;
import io.mesosbridge.sandbox.mesos.SimulatedCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What commands changed of the framework is subscribed with ever after. */
class MemoryTest {

  private SimulatedCluster cluster;
  private BridgeLab lab;
  private TestBridge bridge;

  @BeforeEach
  void changeTheFramework() {
    cluster = SimulatedCluster.builder().allocationInterval(Duration.ofMillis(20)).start();
    lab = new BridgeLab(cluster, Map.of("bridge.framework.roles", "web,batch"));
    bridge = lab.leader(BridgeLab.QUICK);
    lab.carryOut(
        "update",
        """
        {"type":"UPDATE_FRAMEWORK","update_framework":{"framework_info":{"user":"root",
          "name":"renamed","roles":["web","batch","night"],"failover_timeout":604800.0,
          "checkpoint":true,"capabilities":[{"type":"MULTI_ROLE"}]}}}
        """);
    lab.carryOut(
        "suppress", "{\"type\":\"SUPPRESS\",\"suppress\":{\"roles\":[\"batch\",\"web\"]}}");
    lab.carryOut("revive", "{\"type\":\"REVIVE\",\"revive\":{\"roles\":[\"web\"]}}");
  }

  @AfterEach
  void stop() throws Exception {
    lab.close();
    cluster.close();
  }

  @Test
  void isKeptThroughAResubscription() {
    // When
    cluster.faults().cutStreams();

    // Then
    subscribesAsChanged();
  }

  @Test
  void isKeptThroughARestart() {
    // Given
    bridge.kill();

    // When
    lab.leader(BridgeLab.QUICK);

    // Then
    subscribesAsChanged();
  }

  private void subscribesAsChanged() {
    eventually(() -> assertThat(cluster.ledger().calls("SUBSCRIBE")).hasSize(2));
    List<Ledger.Call> calls = cluster.ledger().calls("SUBSCRIBE");
    JsonNode subscribe = BridgeLab.json(calls.get(1).body()).path("subscribe");
    assertThat(subscribe.at("/framework_info/name").asText()).isEqualTo("renamed");
    assertThat(subscribe.at("/framework_info/roles")).hasSize(3);
    assertThat(subscribe.at("/framework_info/id/value").asText())
        .isEqualTo(calls.get(1).frameworkId())
        .isNotEmpty();
    assertThat(subscribe.path("suppressed_roles")).hasToString("[\"batch\"]");
  }
}
