package io.mesosbridge.app;

import static io.mesosbridge.app.BridgeLab.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.sandbox.mesos.Ledger;
import io.mesosbridge.sandbox.mesos.SimulatedCluster;
import java.time.Duration;
import java.time.Instant;
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
        {"task_id": "big", "command": {"value": "sleep 600"}, "resources": "cpus:BIG"},
        {"task_id": "other", "command": {"value": "sleep 600"}, "resources": "cpus:0.1"}]}}
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
    cluster = SimulatedCluster.builder().allocationInterval(Duration.ofMillis(50)).start();
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
  void followsALaunchThatOtherTasksAreOf() {
    // Given
    cluster.agentIds().forEach(cluster.faults().agents()::lose);
    eventually(() -> assertThat(bridge.snapshot().outstandingOffers()).isZero());
    lab.commands.add(LAUNCH_OF_TWO.replace("BIG", "0.1"));
    eventually(() -> assertThat(bridge.snapshot().launchesWaiting()).isEqualTo(1));

    // When
    lab.commands.add(KILL);
    lab.commands.add("{\"id\":\"next\",\"type\":\"REVIVE\"}");

    // Then
    assertThat(lab.result("next").path("outcome").asText()).isEqualTo("ACCEPTED");
    assertThat(lab.results.values("kill")).isEmpty();
    cluster.agentIds().forEach(cluster.faults().agents()::bringBack);
    assertThat(lab.result("launch").path("outcome").asText()).isEqualTo("ACCEPTED");
    assertThat(lab.result("kill").path("outcome").asText()).isEqualTo("ACCEPTED");
    eventually(
        () ->
            assertThat(cluster.ledger().liveTasks())
                .extracting(Ledger.LiveTask::taskId)
                .containsExactly("other"));
  }

  @Test
  void doesNotWaitForALaunchThatIsGivenUp() {
    // Given
    lab.commands.add(
        LAUNCH_OF_TWO
            .replace("BIG", "4000")
            .replace("\"LAUNCH\",", "\"LAUNCH\", \"deadline\": \"PT1S\","));

    // When
    lab.commands.add(KILL);

    // Then
    assertThat(lab.result("launch").at("/error/code").asText()).isEqualTo("NO_FIT");
    assertThat(lab.result("kill").path("outcome").asText()).isEqualTo("ACCEPTED");
  }

  @Test
  void followsALaunchThatHasToBeginAnew() {
    // Given
    cluster.agentIds().forEach(cluster.faults().agents()::lose);
    eventually(() -> assertThat(bridge.snapshot().outstandingOffers()).isZero());
    cluster.faults().answerNextCalls(1, "ACCEPT", 400, "one of them is bad");
    lab.commands.add(LAUNCH_OF_TWO.replace("BIG", "0.1"));
    lab.commands.add(
        LAUNCH
            .replace("4000", "0.1")
            .replace("\"big\"", "\"third\"")
            .replace("\"launch\",", "\"third\","));
    lab.commands.add(KILL);
    eventually(() -> assertThat(bridge.snapshot().launchesWaiting()).isEqualTo(2));

    // When
    cluster.agentIds().forEach(cluster.faults().agents()::bringBack);

    // Then
    assertThat(lab.result("launch").path("outcome").asText()).isEqualTo("ACCEPTED");
    assertThat(lab.result("kill").path("outcome").asText()).isEqualTo("ACCEPTED");
    eventually(
        () ->
            assertThat(cluster.ledger().liveTasks())
                .extracting(Ledger.LiveTask::taskId)
                .containsExactlyInAnyOrder("other", "third"));
  }

  @Test
  void saidAgainAndAgainHoldsNobodyUp() {
    // Given
    lab.commands.add(LAUNCH_OF_TWO.replace("BIG", "4000"));
    eventually(() -> assertThat(bridge.snapshot().launchesWaiting()).isEqualTo(1));

    // When
    for (int i = 0; i < 300; i++) {
      lab.commands.add(KILL.replace("\"kill\",", "\"kill-" + i + "\","));
    }

    // Then
    assertThat(lab.carryOut("other", "{\"type\": \"REVIVE\"}").path("outcome").asText())
        .isEqualTo("ACCEPTED");
    assertThat(lab.results.values("kill-0")).isEmpty();
  }

  @Test
  void lapsesWhileItFollows() {
    // Given
    lab.commands.add(LAUNCH_OF_TWO.replace("BIG", "4000"));
    eventually(() -> assertThat(bridge.snapshot().launchesWaiting()).isEqualTo(1));

    // When
    String expiry = Instant.now().plusSeconds(1).toString();
    lab.commands.add(KILL.replace("\"KILL\",", "\"KILL\", \"expires_at\": \"" + expiry + "\","));

    // Then
    assertThat(lab.result("kill").at("/error/code").asText()).isEqualTo("EXPIRED");
    assertThat(bridge.snapshot().launchesWaiting()).isEqualTo(1);
  }

  @Test
  void harmsNothingWhenItIsRefusedItself() {
    // Given
    lab.commands.add(LAUNCH);
    eventually(() -> assertThat(bridge.snapshot().launchesWaiting()).isEqualTo(1));

    // When
    lab.commands.add(KILL.replace("\"KILL\",", "\"KILL\", \"framework_id\": \"other\","));

    // Then
    assertThat(lab.result("kill").at("/error/code").asText()).isEqualTo("FRAMEWORK_MISMATCH");
    assertThat(bridge.snapshot().launchesWaiting()).isEqualTo(1);
  }
}
