package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever Mesos answers, in whatever order and how often: one verdict, and the right one. */
class LaunchDoubtProperties {

  private static final List<String> TASKS = List.of("a", "b", "c");
  private static final Set<String> NO_TASK =
      Set.of("TASK_LOST", "TASK_DROPPED", "TASK_GONE", "TASK_UNKNOWN");
  private static final Set<String> NO_AGENT = Set.of("TASK_UNREACHABLE", "TASK_GONE_BY_OPERATOR");
  private static final List<String> STATES =
      List.of(
          "TASK_RUNNING",
          "TASK_FAILED",
          "TASK_LOST",
          "TASK_DROPPED",
          "TASK_GONE",
          "TASK_UNKNOWN",
          "TASK_UNREACHABLE",
          "TASK_GONE_BY_OPERATOR");
  private static final String LAUNCH =
      """
      {"id":"deploy","type":"LAUNCH","launch":{"offer_ids":["o-1"],"task_infos":[
      {"task_id":"a","command":{"value":"serve"},"resources":"cpus:0.1;mem:32"},
      {"task_id":"b","command":{"value":"serve"},"resources":"cpus:0.1;mem:32"},
      {"task_id":"c","command":{"value":"serve"},"resources":"cpus:0.1;mem:32"}]}}
      """;

  record Answer(String taskId, String state, boolean byAgent) {
    boolean proves() {
      return byAgent || !(NO_TASK.contains(state) || NO_AGENT.contains(state));
    }

    boolean denies() {
      return !byAgent && NO_TASK.contains(state);
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
    TermFixture bridge = TermFixture.subscribed();
    bridge.offer("o-1");
    bridge.command(LAUNCH);
    bridge.answer("ACCEPT", TermFixture.LOST);

    // When
    int uuids = 0;
    for (Answer answer : answers) {
      if (answer.byAgent()) {
        bridge.update(answer.taskId(), answer.state(), "u-" + ++uuids);
      } else {
        bridge.reconciled(answer.taskId(), answer.state());
      }
    }

    // Then
    assertThat(bridge.result("deploy")).isEqualTo(expected(answers));
    assertThat(bridge.seen().countedResults().size()).isLessThanOrEqualTo(1);
  }

  private static String expected(List<Answer> answers) {
    Set<String> unanswered = new HashSet<>(TASKS);
    for (Answer answer : answers) {
      if (answer.proves()) {
        return "ACCEPTED";
      }
      if (answer.denies()) {
        unanswered.remove(answer.taskId());
      }
      if (unanswered.isEmpty()) {
        return "REJECTED OFFER_GONE";
      }
    }
    return "none";
  }
}
