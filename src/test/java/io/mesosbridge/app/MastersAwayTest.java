package io.mesosbridge.app;

import static io.mesosbridge.app.BridgeLab.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.mesos.Timing;
import io.mesosbridge.sandbox.mesos.Ledger;
import io.mesosbridge.sandbox.mesos.SimulatedCluster;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What befalls masters and the stream, and how a bridge comes back with all that it had. */
class MastersAwayTest {

  private static final Duration HEARTBEAT = Duration.ofMillis(200);
  private static final Timing IMPATIENT =
      new Timing(
          Duration.ofSeconds(1), // the least that a master's own is taken for
          4,
          BridgeLab.QUICK.versionTimeout(),
          BridgeLab.QUICK.connectTimeout(),
          BridgeLab.QUICK.callTimeout(),
          BridgeLab.QUICK.firstBackOff(),
          BridgeLab.QUICK.lastBackOff());

  private SimulatedCluster cluster;
  private BridgeLab lab;
  private TestBridge bridge;
  private String frameworkId;

  @BeforeEach
  void start() {
    cluster =
        SimulatedCluster.builder()
            .masters(3)
            .heartbeatInterval(HEARTBEAT)
            .allocationInterval(Duration.ofMillis(20))
            .leaderDetection(Duration.ofHours(1)) // the test says when the masters notice
            .start();
    lab = new BridgeLab(cluster, Map.of());
  }

  @AfterEach
  void stop() throws Exception {
    lab.close();
    cluster.close();
  }

  /** Runs a task, and waits until nothing is under way that could be what notices a fault first. */
  private void runATask(Timing timing) {
    bridge = lab.leader(timing);
    frameworkId = bridge.snapshot().frameworkId();
    cluster.faults().updates().addTasks(frameworkId, "task", 1, true);
    eventually(() -> assertThat(bridge.snapshot().liveTasks()).isOne());
    eventually(() -> assertThat(bridge.snapshot().outstandingOffers()).isPositive());
    eventually(() -> assertThat(cluster.ledger().updates()).allMatch(Ledger.Update::acknowledged));
    eventually(() -> assertThat(bridge.pendingCalls()).isZero());
  }

  private void runATask() {
    runATask(BridgeLab.QUICK);
  }

  @Test
  void followsALeaderThatStepsDown() {
    // Given
    runATask();
    String before = bridge.snapshot().master().url();

    // When
    cluster.faults().masters().changeLeader();
    cluster.faults().masters().elect(1);

    // Then
    comesBack("connection-lost");
    assertThat(bridge.snapshot().master().url()).isNotEqualTo(before);
  }

  @Test
  void isRedirectedToADeadLeaderUntilTheMastersNotice() {
    // Given
    runATask();

    // When
    cluster.faults().masters().killLeader();
    eventually(
        () ->
            assertThat(bridge.count("bridge.reconnects", "cause", "connection-lost"))
                .isGreaterThan(1));
    cluster.faults().masters().elect(1);

    // Then
    comesBack("connection-lost");
  }

  @Test
  void waitsWhileAMasterRecovers() {
    // Given
    runATask();

    // When
    cluster.faults().masters().recoverFor(Duration.ofHours(1));
    cluster.faults().cutStreams();
    awaitRefusals();
    cluster.faults().masters().recoverFor(Duration.ZERO);

    // Then
    comesBack("connection-lost");
  }

  @Test
  void waitsWhileNobodyLeads() {
    // Given
    runATask();

    // When
    cluster.faults().masters().leaderAway();
    awaitRefusals();
    cluster.faults().masters().elect(2);

    // Then
    comesBack("connection-lost");
  }

  @Test
  void subscribesAgainWhenTheStreamIsCutInsideARecord() {
    // Given
    runATask();

    // When
    cluster.faults().cutStreamsInsideARecord();

    // Then
    comesBack("connection-lost");
  }

  @Test
  void givesUpAStreamThatIsFrozen() {
    // Given
    runATask(IMPATIENT);

    // When
    cluster.faults().freezeStreams();
    eventually(() -> assertThat(lab.events.ofType("disconnected")).isNotEmpty());
    cluster.faults().thawStreams();

    // Then
    comesBack("heartbeat-missed");
  }

  @Test
  void givesUpAMasterWhoseHeartbeatsStop() {
    // Given
    runATask(IMPATIENT);

    // When
    cluster.faults().stopHeartbeats();
    eventually(() -> assertThat(lab.events.ofType("disconnected")).isNotEmpty());
    cluster.faults().resumeHeartbeats();

    // Then
    comesBack("heartbeat-missed");
  }

  private void awaitRefusals() {
    eventually(
        () ->
            assertThat(bridge.count("bridge.reconnects", "cause", "not-leading")).isGreaterThan(3));
  }

  private void comesBack(String cause) {
    eventually(() -> assertThat(lab.events.ofType("disconnected")).isNotEmpty());
    eventually(() -> assertThat(lab.events.ofType("connected")).hasSizeGreaterThan(1));
    eventually(() -> assertThat(bridge.snapshot().state()).isEqualTo("SUBSCRIBED"));
    assertThat(bridge.snapshot().frameworkId()).isEqualTo(frameworkId);
    String first = BridgeLab.json(lab.events.ofType("disconnected").get(0)).path("cause").asText();
    assertThat(first).isEqualTo(cause);
    assertThat(bridge.count("bridge.reconnects", "cause", cause)).isPositive();
    assertThat(bridge.count("bridge.offers.ended", "end", "disconnected")).isPositive();
    eventually(() -> assertThat(bridge.snapshot().unreconciledTasks()).isZero());
    assertThat(bridge.snapshot().liveTasks()).isOne();
    eventually(() -> assertThat(lab.events.ofType("reconciled")).hasSizeGreaterThan(0));
    assertThat(lab.carryOut("after", "{\"type\":\"REVIVE\"}").path("outcome").asText())
        .isEqualTo("ACCEPTED");
  }
}
