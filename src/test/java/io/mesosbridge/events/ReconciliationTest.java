package io.mesosbridge.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.core.mesos.CallOutcome;
import io.mesosbridge.core.task.LiveTask;
import io.mesosbridge.kafka.Topics;
import io.mesosbridge.state.Memories;
import io.mesosbridge.state.Tasks;
import io.mesosbridge.testkit.Configs;
import io.mesosbridge.testkit.InMemoryKafka;
import io.mesosbridge.testkit.Json;
import io.mesosbridge.testkit.KafkaRecord;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReconciliationTest {

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final InMemoryKafka kafka = new InMemoryKafka(meters);
  private final Topics topics = new Topics(Configs.of(Map.of()).topics());
  private final Tasks tasks = new Tasks(kafka.journal(), topics, Memories.none(topics));
  private final List<JsonNode> calls = new CopyOnWriteArrayList<>();
  private final Reconciliation reconciliation =
      new Reconciliation(
          kafka.vertx(),
          call -> {
            calls.add(Json.read(call.toString()));
            return Future.succeededFuture(new CallOutcome.Accepted(202));
          },
          tasks,
          new Notices(kafka.journal(), topics),
          meters);

  @AfterEach
  void close() {
    kafka.run(reconciliation::stop);
    kafka.close();
  }

  private void live(int count) {
    kafka.run(
        () -> {
          for (int i = 0; i < count; i++) {
            LiveTask task =
                new LiveTask("t-" + i, "TASK_RUNNING", "agent-1", null, null, "", null, null);
            tasks.put(task, "id", () -> {});
          }
        });
  }

  private int asked(int call) {
    return calls.get(call).at("/reconcile/tasks").size();
  }

  @Test
  void allLiveTasksAreAskedForInBatches() {
    // Given
    live(2_500);

    // When
    kafka.run(() -> reconciliation.begin("framework-1"));

    // Then
    assertThat(calls).hasSize(3);
    assertThat(List.of(asked(0), asked(1), asked(2))).containsExactly(1_000, 1_000, 500);
    assertThat(calls.get(0).at("/reconcile/tasks/0/agent_id/value").asText()).isEqualTo("agent-1");
    assertThat(calls.get(0).at("/framework_id/value").asText()).isEqualTo("framework-1");
  }

  @Test
  void onlyTasksThatHaveNotAnsweredAreAskedForAgain() {
    // Given
    live(2);
    kafka.run(() -> reconciliation.begin("framework-1"));

    // When
    kafka.run(() -> reconciliation.answered("t-0", false));

    // Then
    await().until(() -> calls.size() == 2);
    assertThat(asked(1)).isEqualTo(1);
    assertThat(calls.get(1).at("/reconcile/tasks/0/task_id/value").asText()).isEqualTo("t-1");
  }

  @Test
  void theEndOfARunIsToldWithWhatDiffered() {
    // Given
    live(3);
    kafka.run(() -> reconciliation.begin("framework-1"));

    // When
    kafka.run(
        () -> {
          reconciliation.answered("t-0", false);
          reconciliation.answered("t-1", true);
          reconciliation.answered("t-1", true);
          reconciliation.answered("stranger", true);
          reconciliation.answered("t-2", false);
        });

    // Then
    assertThat(kafka.ask(reconciliation::unanswered)).isZero();
    List<KafkaRecord> notices = kafka.written("mesos.events");
    assertThat(notices).hasSize(1);
    assertThat(notices.get(0).json().path("tasks").asInt()).isEqualTo(3);
    assertThat(notices.get(0).json().path("differed")).isEqualTo(Json.read("[\"t-1\"]"));
  }

  @Test
  void nothingIsAskedWithoutASubscription() {
    // Given
    live(1);

    // When
    kafka.run(() -> reconciliation.ask(Map.of("t-0", "agent-1")));

    // Then
    assertThat(calls).isEmpty();
    assertThat(kafka.ask(reconciliation::unanswered)).isZero();
  }
}
