package io.mesosbridge.app;

import static io.mesosbridge.app.BridgeLab.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.sandbox.mesos.SimulatedCluster;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A command's id that is used again, in another record. */
class RepeatedCommandTest {

  private static final String REVIVE = "{\"id\":\"once\",\"type\":\"REVIVE\"}";

  private SimulatedCluster cluster;
  private BridgeLab lab;
  private TestBridge bridge;

  @BeforeEach
  void carryOutTheFirst() {
    cluster = SimulatedCluster.builder().start();
    lab = new BridgeLab(cluster, Map.of("bridge.commands.max-in-hand-bytes", "512K"));
    bridge = lab.leader(BridgeLab.QUICK);
    lab.commands.add(REVIVE);
    lab.result("once");
    lab.commands.commit();
  }

  @AfterEach
  void stop() throws Exception {
    lab.close();
    cluster.close();
  }

  @Test
  void getsTheFirstResultOnceMore() {
    // When
    lab.commands.add(REVIVE);

    // Then
    eventually(() -> assertThat(lab.results.values("once")).hasSize(2));
    assertThat(lab.result("once").at("/command/offset").asLong()).isZero();
    assertThat(cluster.ledger().calls("REVIVE")).hasSize(1);
  }

  @Test
  void getsTheFirstResultOnceMoreAfterARestart() {
    // Given
    bridge.kill();
    lab.leader(BridgeLab.QUICK);

    // When
    lab.commands.add(REVIVE);

    // Then
    eventually(() -> assertThat(lab.results.values("once")).hasSize(2));
    assertThat(lab.result("once").at("/command/offset").asLong()).isZero();
    assertThat(cluster.ledger().calls("REVIVE")).hasSize(1);
  }

  @Test
  void doesNotPileUpWhileTheFirstIsUnderWay() {
    // Given
    String launch =
        """
        {"id":"patient","type":"LAUNCH","deadline":"PT1H","launch":{"task_infos":[
          {"task_id":"big","resources":"cpus:4000"}]}}
        """;

    // When
    for (int i = 0; i < 2_000; i++) {
      lab.commands.add(launch);
    }

    // Then
    eventually(() -> assertThat(lab.commands.handedOut()).isGreaterThan(400));
    assertThat(bridge.snapshot().launchesWaiting()).isOne();
    assertThat(lab.commands.handedOut()).isLessThan(500);
  }

  @Test
  void isCarriedOutWhenTheFirstResultIsKeptNoLonger() throws Exception {
    // Given
    deleteResults();

    // When
    long offset = lab.commands.add(REVIVE);

    // Then
    eventually(() -> assertThat(cluster.ledger().calls("REVIVE")).hasSize(2));
    eventually(() -> assertThat(lab.commands.isSettled(offset)).isTrue());
    assertThat(lab.results.values("once")).hasSize(2);
  }

  @Test
  void isNotCarriedOutAgainInTheSameRecordWhenItsResultIsKeptNoLonger() throws Exception {
    // Given
    long offset = lab.commands.add("{\"id\":\"settled\",\"type\":\"REVIVE\"}");
    eventually(() -> assertThat(lab.commands.isSettled(offset)).isTrue());
    lab.result("settled");
    eventually(() -> assertThat(lab.state.values("commands")).last().asString().contains(":2,"));
    deleteResults();
    bridge.kill();

    // When
    lab.leader(BridgeLab.QUICK);

    // Then
    eventually(() -> assertThat(lab.results.values("settled")).hasSize(2));
    assertThat(lab.results.values("settled").get(1)).contains("UNCERTAIN", "TOO_OLD");
    assertThat(cluster.ledger().calls("REVIVE")).hasSize(2);
  }

  private void deleteResults() throws Exception {
    var results = new TopicPartition(lab.topics.commandResults.name(), 0);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", SharedBroker.bootstrapServers()))) {
      admin.deleteRecords(Map.of(results, RecordsToDelete.beforeOffset(-1))).all().get();
    }
  }
}
