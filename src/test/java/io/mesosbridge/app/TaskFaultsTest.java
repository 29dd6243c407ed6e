package io.mesosbridge.app;

import static io.mesosbridge.app.BridgeLab.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.sandbox.mesos.Ledger;
import io.mesosbridge.sandbox.mesos.SimulatedCluster;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What befalls tasks, their agents and their updates. */
class TaskFaultsTest {

  private SimulatedCluster cluster;
  private BridgeLab lab;
  private TopicTail updates;
  private TopicTail tasks;
  private TestBridge bridge;
  private String agentId;

  @BeforeEach
  void runATask() {
    cluster = BridgeLab.quickCluster();
    lab = new BridgeLab(cluster, Map.of());
    updates = lab.tail(lab.topics.taskUpdates.name());
    tasks = lab.tail(lab.topics.tasks.name());
    bridge = lab.leader(BridgeLab.QUICK);
    agentId = cluster.agentIds().get(0);
    cluster.faults().updates().addTasks(bridge.snapshot().frameworkId(), "task", 1, true);
    eventually(() -> assertThat(states()).containsExactly("TASK_RUNNING"));
    eventually(() -> assertThat(cluster.ledger().updates()).allMatch(Ledger.Update::acknowledged));
  }

  @AfterEach
  void stop() throws Exception {
    lab.close();
    cluster.close();
  }

  @Test
  void aRepeatedUpdateIsAcknowledgedAgainAndNotPublishedAgain() {
    // Given
    int acknowledged = cluster.ledger().calls("ACKNOWLEDGE").size();

    // When
    cluster.faults().updates().repeat("task-0");

    // Then
    eventually(() -> assertThat(cluster.ledger().calls("ACKNOWLEDGE")).hasSize(acknowledged + 1));
    assertThat(states()).containsExactly("TASK_RUNNING");
    assertThat(bridge.count("bridge.updates", "what", "repeated")).isOne();
  }

  @Test
  void aRepeatedUpdateIsRecognisedAfterARestartAndPublishedOnceMoreUnderItsId() {
    // Given
    int rows = tasks.values("task-0").size();
    bridge.kill();
    TestBridge successor = lab.leader(BridgeLab.QUICK);

    // When
    cluster.faults().updates().repeat("task-0");

    // Then
    eventually(() -> assertThat(successor.count("bridge.updates", "what", "repeated")).isOne());
    eventually(() -> assertThat(states()).containsExactly("TASK_RUNNING", "TASK_RUNNING"));
    assertThat(updates.records())
        .extracting(record -> TopicTail.header(record, "ce_id"))
        .containsOnly(cluster.ledger().updates().get(0).uuid());
    assertThat(tasks.values("task-0")).hasSize(rows);
  }

  @Test
  void anUpdateThatNobodyCanHandleEndsTheTerm() {
    // Given
    bridge.meters.breakOnce(
        "bridge.updates",
        () -> {
          throw new IllegalStateException("nobody foresaw this");
        });

    // When
    cluster.faults().updates().repeat("task-0");

    // Then
    eventually(() -> assertThat(lab.events.ofType("leader-elected")).hasSize(2));
    assertThat(lab.events.ofType("leader-resigned"))
        .singleElement()
        .asString()
        .contains("nobody foresaw this");
    eventually(() -> assertThat(bridge.snapshot().liveTasks()).isOne());
    assertThat(bridge.uncaught()).isEmpty();
  }

  @Test
  void anUpdateThatNamesNoAgentIsAcknowledgedToTheTasksAgent() {
    // Given
    int before = cluster.ledger().calls("ACKNOWLEDGE").size();

    // When
    cluster
        .faults()
        .sendRecord(
            """
            {"type":"UPDATE","update":{"status":{"task_id":{"value":"task-0"},
              "state":"TASK_RUNNING","uuid":"X5raTHkJRj6ffUAZuz0d3w=="}}}
            """);

    // Then
    eventually(() -> assertThat(cluster.ledger().calls("ACKNOWLEDGE")).hasSize(before + 1));
    assertThat(cluster.ledger().calls("ACKNOWLEDGE").get(before).body()).contains(agentId);
    assertThat(states()).containsExactly("TASK_RUNNING", "TASK_RUNNING");
  }

  @Test
  void anUpdateThatCannotBeAcknowledgedIsPublishedAndCounted() {
    // When
    cluster
        .faults()
        .sendRecord(
            """
            {"type":"UPDATE","update":{"status":{"task_id":{"value":"stray"},
              "state":"TASK_RUNNING","uuid":"X5raTHkJRj6ffUAZuz0d3w=="}}}
            """);

    // Then
    eventually(() -> assertThat(bridge.count("bridge.acknowledgements.impossible")).isOne());
    assertThat(updates.values("stray")).hasSize(1);
  }

  @Test
  void aTaskWhoseAgentIsLostStaysInTheTableAndComesBack() {
    // When
    cluster.faults().agents().lose(agentId);
    eventually(() -> assertThat(row()).contains("TASK_UNREACHABLE"));
    cluster.faults().agents().bringBack(agentId);

    // Then
    eventually(() -> assertThat(row()).contains("TASK_RUNNING"));
    eventually(
        () ->
            assertThat(states())
                .containsExactly("TASK_RUNNING", "TASK_UNREACHABLE", "TASK_RUNNING"));
    assertThat(bridge.snapshot().liveTasks()).isOne();
  }

  @Test
  void aTaskThatWasLostWhileTheBridgeWasDownIsAnnounced() {
    // Given
    bridge.kill();
    cluster.faults().agents().markGone(agentId);

    // When
    bridge = lab.leader(BridgeLab.QUICK);

    // Then
    eventually(() -> assertThat(states()).hasSize(2));
    assertThat(states().get(1)).isEqualTo("TASK_GONE_BY_OPERATOR");
    eventually(() -> assertThat(tasks.values("task-0")).last().isNull());
    eventually(
        () ->
            assertThat(lab.events.ofType("reconciled"))
                .anySatisfy(notice -> assertThat(notice).contains("task-0")));
  }

  private String row() {
    List<String> rows = tasks.values("task-0");
    return rows.get(rows.size() - 1);
  }

  private List<String> states() {
    return updates.values("task-0").stream()
        .map(BridgeLab::json)
        .map((JsonNode status) -> status.path("state").asText())
        .toList();
  }
}
