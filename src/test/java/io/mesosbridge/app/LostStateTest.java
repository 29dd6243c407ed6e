package io.mesosbridge.app;

import static io.mesosbridge.app.BridgeLab.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.sandbox.mesos.SimulatedCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of framework and tasks when something befalls bridge-state while nobody leads. */
class LostStateTest {

  private final SimulatedCluster cluster =
      SimulatedCluster.builder().allocationInterval(Duration.ofMillis(50)).start();
  private final BridgeLab lab = new BridgeLab(cluster, Map.of());
  private final Admin admin =
      Admin.create(Map.of("bootstrap.servers", SharedBroker.bootstrapServers()));

  @AfterEach
  void stop() {
    admin.close();
    lab.close();
    cluster.close();
  }

  /** A leader whose framework runs a task; returns the framework's id once it is dead. */
  private String leadAndDie() {
    TestBridge bridge = lab.leader(BridgeLab.QUICK);
    String frameworkId = bridge.snapshot().frameworkId();
    cluster.faults().updates().addTasks(frameworkId, "task", 1, true);
    TopicTail rows = lab.tail(lab.topics.tasks.name());
    eventually(() -> assertThat(rows.values("task-0")).isNotEmpty());
    bridge.kill();
    return frameworkId;
  }

  @Test
  void aTaskAndItsFrameworkSurviveWithoutState() throws Exception {
    // Given
    String frameworkId = leadAndDie();
    String state = lab.topics.state.name();
    admin.deleteTopics(List.of(state)).all().get();
    eventually(
        () ->
            admin
                .createTopics(
                    List.of(
                        new NewTopic(state, 1, (short) 1)
                            .configs(Map.of("cleanup.policy", "compact"))))
                .all()
                .get());

    // When
    TestBridge successor = lab.leader(BridgeLab.QUICK);

    // Then
    assertThat(successor.snapshot().frameworkId()).isEqualTo(frameworkId);
    eventually(() -> assertThat(successor.snapshot().liveTasks()).isOne());
    assertThat(
            lab.carryOut(
                    "again",
                    "{\"type\":\"LAUNCH\",\"launch\":{\"task_infos\":[{\"task_id\":\"task-0\","
                        + "\"command\":{\"value\":\"sleep 60\"},\"resources\":\"cpus:0.1;mem:32\"}]}}")
                .at("/error/code")
                .asText())
        .isEqualTo("DUPLICATE_TASK");
    assertThat(cluster.ledger().falseAlarms()).isEmpty();
  }

  @Test
  void furtherPartitionsOfStateChangeNothing() throws Exception {
    // Given
    String frameworkId = leadAndDie();
    admin
        .createPartitions(Map.of(lab.topics.state.name(), NewPartitions.increaseTo(3)))
        .all()
        .get();

    // When
    TestBridge successor = lab.leader(BridgeLab.QUICK);

    // Then
    assertThat(successor.snapshot().frameworkId()).isEqualTo(frameworkId);
    eventually(() -> assertThat(successor.snapshot().liveTasks()).isOne());
    assertThat(lab.carryOut("end", "{\"type\":\"TEARDOWN\"}").path("outcome").asText())
        .isEqualTo("ACCEPTED");
    assertThat(lab.carryOut("begin", "{\"type\":\"SUBSCRIBE\"}").path("outcome").asText())
        .isEqualTo("ACCEPTED");
  }
}
