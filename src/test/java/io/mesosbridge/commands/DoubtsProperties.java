package io.mesosbridge.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.commands.Doubts.Verdict;
import io.mesosbridge.core.mesos.CallOutcome;
import io.mesosbridge.core.mesos.Slice;
import io.mesosbridge.core.mesos.TaskStatus;
import io.mesosbridge.events.Launches;
import io.mesosbridge.events.Notices;
import io.mesosbridge.events.Reconciliation;
import io.mesosbridge.kafka.Topics;
import io.mesosbridge.state.Intent;
import io.mesosbridge.state.Memories;
import io.mesosbridge.state.Tasks;
import io.mesosbridge.testkit.Configs;
import io.mesosbridge.testkit.InMemoryKafka;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever Mesos answers, in whatever order and how often: one verdict, and the right one. */
class DoubtsProperties {

  private static final List<String> TASKS = List.of("a", "b", "c");
  private static final List<String> STATES =
      List.of(
          "TASK_RUNNING",
          "TASK_FAILED",
          "TASK_LOST",
          "TASK_DROPPED",
          "TASK_GONE",
          "TASK_UNKNOWN",
          "TASK_UNREACHABLE");
  private static final Set<String> NO_TASK =
      Set.of("TASK_LOST", "TASK_DROPPED", "TASK_GONE", "TASK_UNKNOWN");

  private static final SimpleMeterRegistry METERS = new SimpleMeterRegistry();
  private static InMemoryKafka kafka;

  @BeforeContainer
  static void open() {
    kafka = new InMemoryKafka(METERS);
  }

  @AfterContainer
  static void close() {
    kafka.close();
  }

  record Answer(String taskId, String state, boolean byAgent) {
    boolean saysNothingHappened() {
      return !byAgent && NO_TASK.contains(state);
    }

    boolean isUnclear() {
      return !byAgent && state.equals("TASK_UNREACHABLE");
    }

    TaskStatus status() {
      Slice json = Slice.of(new byte[0]);
      return new TaskStatus(taskId, state, "agent-1", null, byAgent ? "u" : null, null, 0, json);
    }
  }

  @Provide
  Arbitrary<List<Answer>> answers() {
    return Combinators.combine(
            Arbitraries.of(TASKS), Arbitraries.of(STATES), Arbitraries.of(true, false))
        .as(Answer::new)
        .list()
        .ofMaxSize(12);
  }

  @Property(tries = 300)
  void aLaunchInDoubtGetsAtMostOneVerdictAndTheRightOne(@ForAll("answers") List<Answer> answers) {
    // Given
    List<Verdict> verdicts = new ArrayList<>();
    Doubts doubts = kafka.ask(() -> doubts(verdicts));
    kafka.run(
        () -> {
          doubts.add(launch(), null);
          doubts.subscribed("framework-1");
        });

    // When
    kafka.run(() -> answers.forEach(answer -> doubts.settles(answer.status())));

    // Then
    assertThat(verdicts).isEqualTo(expected(answers));
  }

  private static List<Verdict> expected(List<Answer> answers) {
    Set<String> unanswered = new HashSet<>(TASKS);
    for (Answer answer : answers) {
      if (!answer.saysNothingHappened()) {
        return List.of(answer.isUnclear() ? Verdict.NOBODY_KNOWS : Verdict.TOOK_EFFECT);
      }
      unanswered.remove(answer.taskId());
      if (unanswered.isEmpty()) {
        return List.of(Verdict.NOTHING_HAPPENED);
      }
    }
    return List.of();
  }

  private static Intent launch() {
    return new Intent(
        "deploy",
        "LAUNCH",
        "BY_TASKS",
        "framework-1",
        TASKS,
        "agent-1",
        List.of("offer-1"),
        false,
        "2030-01-31T12:00:00Z",
        new Intent.Position("mesos.commands", 0, 7),
        null);
  }

  private static Doubts doubts(List<Verdict> verdicts) {
    Topics topics = new Topics(Configs.of(Map.of()).topics());
    Tasks tasks = new Tasks(kafka.journal(), topics, Memories.none(topics));
    Reconciliation reconciliation =
        new Reconciliation(
            kafka.vertx(),
            call -> Future.succeededFuture(new CallOutcome.Accepted(202)),
            tasks,
            new Notices(kafka.journal(), topics),
            METERS);
    return new Doubts(
        tasks, new Launches(), reconciliation, (intent, work, verdict) -> verdicts.add(verdict));
  }
}
