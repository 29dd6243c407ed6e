package io.mesosbridge.app;

import static io.mesosbridge.app.BridgeLab.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.sandbox.mesos.Ledger;
import io.mesosbridge.sandbox.mesos.SimulatedCluster;
import io.mesosbridge.testkit.LogLines;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bridge that leads while the masters are older than its defaults. */
class OlderMesosTest {

  private final SimulatedCluster cluster =
      SimulatedCluster.builder()
          .version("1.1.0")
          .agentResources("cpus:4;mem:32;mem(web):1024")
          .allocationInterval(Duration.ofMillis(50))
          .start();
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

  @Test
  void aLaunchIsPlacedOnResourcesThatHaveARoleInsteadOfReservations() {
    // Given
    lab = new BridgeLab(cluster, Map.of());
    lab.leader(BridgeLab.QUICK);
    String launch =
        """
        {"type": "LAUNCH", "launch": {"task_infos": [{"task_id": "t",
          "command": {"value": "sleep 600"}, "resources": "cpus:1;mem(web):512"}]}}
        """;

    // When
    JsonNode result = lab.carryOut("launch", launch);

    // Then
    assertThat(result.path("outcome").asText()).isEqualTo("ACCEPTED");
    eventually(
        () ->
            assertThat(cluster.ledger().liveTasks())
                .extracting(task -> task.state().text())
                .containsExactly("TASK_RUNNING"));
  }

  @Test
  void aQuestionAboutOperationsIsNeverSentAndRefusedWithBothVersions() {
    // Given
    lab = new BridgeLab(cluster, Map.of());
    lab.leader(BridgeLab.QUICK);

    // When
    JsonNode result =
        lab.carryOut("ask", "{\"type\":\"RECONCILE_OPERATIONS\",\"reconcile_operations\":{}}");

    // Then
    assertThat(result.at("/error/code").asText()).isEqualTo("INVALID");
    assertThat(result.at("/error/message").asText()).contains("Mesos 1.5.0", "1.1.0");
    assertThat(cluster.ledger().calls())
        .noneMatch(call -> call.body().contains("RECONCILE_OPERATIONS"));
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 404})
  void aMasterThatKeepsItsVersionToItselfIsSubscribedToWithoutWhatItDoesNotFind(int silence) {
    // Given
    cluster.faults().masters().changeVersion("1.0.0");
    try (ReservedProxy proxy = new ReservedProxy(cluster.url(), silence);
        LogLines log = new LogLines("io.mesosbridge.core.Registration")) {
      lab = new BridgeLab(cluster, Map.of("bridge.mesos.masters", proxy.url()));

      // When
      TestBridge bridge = lab.leader(BridgeLab.QUICK);

      // Then
      List<Ledger.Call> calls = cluster.ledger().calls("SUBSCRIBE");
      Ledger.Call taken = calls.get(calls.size() - 1);
      assertThat(calls.get(0).status()).isEqualTo(400);
      assertThat(calls.get(0).text()).contains("Failed to find enum for");
      assertThat(calls.get(0).body()).contains("MULTI_ROLE", "PARTITION_AWARE");
      assertThat(taken.status()).isEqualTo(200);
      assertThat(taken.body())
          .contains("\"role\":\"web\"")
          .doesNotContain("MULTI_ROLE", "PARTITION_AWARE", "RESERVATION_REFINEMENT");
      assertThat(bridge.snapshot().master().leftAway())
          .containsExactly(
              "capability MULTI_ROLE",
              "capability PARTITION_AWARE",
              "capability RESERVATION_REFINEMENT",
              "roles, the only one of which is said as role");
      assertThat(log.all())
          .anyMatch(line -> line.startsWith("WARN Not known to Mesos 1.0.0 (assumed"));
      bridge.close(); // while it can still be reached through the proxy
    }
  }
}
