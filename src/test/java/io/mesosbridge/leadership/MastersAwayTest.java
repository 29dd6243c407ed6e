package io.mesosbridge.leadership;

import static io.mesosbridge.leadership.BridgeLab.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.mesos.subscription.Timing;
import io.mesosbridge.sandbox.mesos.SimulatedCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What befalls masters and the stream, and how a bridge comes back with all that it had. */
class MastersAwayTest {

  /** A call that met the master before the stream was cut was answered 503. */
  private static final String A_CALL_WAS_SOONER = "not-leading";

  private static final Duration HEARTBEAT = Duration.ofMillis(200);
  private static final Timing IMPATIENT =
      new Timing(
          HEARTBEAT,
          5,
          Duration.ofSeconds(5),
          Duration.ofMillis(500),
          Duration.ofMillis(50),
          Duration.ofMillis(200));

  private SimulatedCluster cluster;
  private BridgeLab lab;
  private TestBridge bridge;
  private String frameworkId;

  @BeforeEach
  void runATask() {
    cluster =
        SimulatedCluster.builder()
            .masters(3)
            .heartbeatInterval(HEARTBEAT)
            .allocationInterval(Duration.ofMillis(20))
            .leaderDetection(Duration.ofMillis(700))
            .start();
    lab = new BridgeLab(cluster, Map.of());
    bridge = lab.leader(IMPATIENT);
    frameworkId = bridge.snapshot().frameworkId();
    cluster.faults().updates().addTasks(frameworkId, "task", 1, true);
    eventually(() -> assertThat(bridge.snapshot().liveTasks()).isOne());
    eventually(() -> assertThat(bridge.snapshot().outstandingOffers()).isPositive());
  }

  @AfterEach
  void stop() throws Exception {
    lab.close();
    cluster.close();
  }

  @Test
  void followsALeaderThatStepsDown() {
    // Given
    String before = bridge.snapshot().master().url();

    // When
    cluster.faults().masters().changeLeader();

    // Then
    comesBack("end-of-stream", "connection-lost");
    assertThat(bridge.snapshot().master().url()).isNotEqualTo(before);
  }

  @Test
  void isRedirectedToADeadLeaderUntilTheMastersNotice() {
    // When
    cluster.faults().masters().killLeader();

    // Then
    comesBack("end-of-stream", "connection-lost", "call-in-doubt");
    assertThat(bridge.count("bridge.reconnects", "cause", "connection-lost")).isPositive();
  }

  @Test
  void waitsWhileAMasterRecovers() {
    // When
    cluster.faults().masters().recoverFor(Duration.ofMillis(600));
    cluster.faults().cutStreams();

    // Then
    comesBack("connection-lost", "end-of-stream", A_CALL_WAS_SOONER);
    assertThat(bridge.count("bridge.reconnects", "cause", "not-leading")).isPositive();
  }

  @Test
  void waitsWhileNobodyLeads() {
    // When
    cluster.faults().masters().leaderAway();
    cluster.faults().cutStreams();
    eventually(
        () ->
            assertThat(bridge.count("bridge.reconnects", "cause", "not-leading")).isGreaterThan(3));
    cluster.faults().masters().elect(2);

    // Then
    comesBack("connection-lost", "end-of-stream", A_CALL_WAS_SOONER);
  }

  @Test
  void subscribesAgainWhenTheStreamIsCutInsideARecord() {
    // When
    cluster.faults().cutStreamsInsideARecord();

    // Then
    comesBack("connection-lost", "end-of-stream");
  }

  @Test
  void givesUpAStreamThatIsFrozen() {
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
    cluster.faults().stopHeartbeats();

    // When
    eventually(() -> assertThat(lab.events.ofType("disconnected")).isNotEmpty());
    cluster.faults().resumeHeartbeats();

    // Then
    comesBack("heartbeat-missed");
  }

  private void comesBack(String... causes) {
    eventually(() -> assertThat(lab.events.ofType("disconnected")).isNotEmpty());
    eventually(() -> assertThat(lab.events.ofType("connected")).hasSizeGreaterThan(1));
    eventually(() -> assertThat(bridge.snapshot().state()).isEqualTo("SUBSCRIBED"));
    assertThat(bridge.snapshot().frameworkId()).isEqualTo(frameworkId);
    String cause = BridgeLab.json(lab.events.ofType("disconnected").get(0)).path("cause").asText();
    assertThat(cause).isIn(List.of(causes));
    assertThat(bridge.count("bridge.reconnects", "cause", cause)).isPositive();
    assertThat(bridge.count("bridge.offers.ended", "end", "disconnected")).isPositive();
    eventually(() -> assertThat(bridge.snapshot().unreconciledTasks()).isZero());
    assertThat(bridge.snapshot().liveTasks()).isOne();
    eventually(() -> assertThat(lab.events.ofType("reconciled")).hasSizeGreaterThan(0));
    assertThat(lab.carryOut("after", "{\"type\":\"REVIVE\"}").path("outcome").asText())
        .isEqualTo("ACCEPTED");
  }
}
