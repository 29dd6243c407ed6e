package io.mesosbridge.app;

import static io.mesosbridge.app.BridgeLab.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.sandbox.mesos.Ledger;
import io.mesosbridge.sandbox.mesos.SimLoad;
import io.mesosbridge.sandbox.mesos.SimulatedCluster;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Kafka is away while Mesos goes on talking. */
class KafkaAwayTest {

  private static final int MOST_IN_FLIGHT = 64 * 1024;

  private SimulatedCluster cluster;
  private BridgeLab lab;
  private TestBridge bridge;

  @BeforeEach
  void start() {
    cluster =
        SimulatedCluster.builder()
            .allocationInterval(Duration.ofMillis(50))
            .heartbeatInterval(Duration.ofMillis(50))
            .start();
    lab =
        new BridgeLab(
            cluster,
            Map.of(
                "bridge.publish.max-in-flight-bytes",
                "" + MOST_IN_FLIGHT,
                "bridge.offers.refuse",
                "10ms"));
    bridge = lab.leader(BridgeLab.QUICK);
    cluster.faults().updates().addTasks(bridge.snapshot().frameworkId(), "task", 200, true);
    eventually(() -> assertThat(bridge.snapshot().liveTasks()).isEqualTo(200));
  }

  @AfterEach
  void stop() throws Exception {
    SharedBroker.comeBack();
    lab.close();
    cluster.close();
  }

  @Test
  void shedsWhatMesosWillSendAgainAndGetsItOnceKafkaIsBack() {
    // Given
    SharedBroker.goAway();
    double updatesBefore = shed("updates-with-uuid");
    double heartbeatsBefore = shed("heartbeats");
    SimLoad load = cluster.faults().updates().load(500);
    eventually(() -> assertThat(shed("updates-with-uuid") - updatesBefore).isGreaterThan(100));
    eventually(() -> assertThat(shed("heartbeats") - heartbeatsBefore).isGreaterThan(10));
    load.close();
    assertThat(bridge.snapshot().shedding()).isTrue();
    assertThat(bridge.snapshot().shed()).containsKeys("heartbeats", "updates-with-uuid");
    assertThat(bridge.snapshot().inFlightBytes()).isLessThan(2 * MOST_IN_FLIGHT);
    assertThat(bridge.snapshot().state()).isEqualTo("SUBSCRIBED");

    // When
    SharedBroker.comeBack();

    // Then
    eventually(() -> assertThat(lab.events.ofType("shedding-stopped")).isNotEmpty());
    assertThat(lab.events.ofType("shedding-started")).isNotEmpty();
    eventually(
        () -> assertThat(bridge.count("bridge.reconnects", "cause", "requested")).isPositive());
    eventually(() -> assertThat(cluster.ledger().updates()).allMatch(Ledger.Update::acknowledged));
    // what Mesos sends again all at once may be more than may be in flight
    eventually(() -> assertThat(bridge.snapshot().shedding()).isFalse());
    eventually(() -> assertThat(bridge.snapshot().shed()).isEmpty());
    TopicTail updates = lab.tail(lab.topics.taskUpdates.name());
    assertThat(updates.records())
        .extracting(record -> TopicTail.header(record, "ce_id"))
        .containsAll(cluster.ledger().updates().stream().map(Ledger.Update::uuid).toList());
  }

  private double shed(String what) {
    return bridge.count("bridge.shed", "what", what);
  }
}
