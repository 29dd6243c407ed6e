package io.mesosbridge.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Journal;
import io.mesosbridge.core.Journal.Notices;
import io.mesosbridge.core.Known;
import io.mesosbridge.core.Memory;
import io.mesosbridge.core.Now;
import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.RecordingOutside;
import io.mesosbridge.core.RecordingOutside.Write;
import io.mesosbridge.testkit.JsonTree;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReconciliationTest {

  private final RecordingOutside outside = new RecordingOutside();
  private final Journal journal = new Journal(outside, "instance-1", 7, null, at(Duration.ZERO));
  private final Reconciliation reconciliation =
      new Reconciliation(
          new Memory(1, -1), journal, outside, new Notices(journal), new Questions());

  private static Now at(Duration elapsed) {
    return new Now(1 + elapsed.toNanos(), elapsed.toMillis());
  }

  private void begin(int tasks) {
    reconciliation.begin(
        "framework-1",
        IntStream.range(0, tasks)
            .mapToObj(i -> Known.row("t-" + i, "TASK_RUNNING", "agent-1", null, null, null))
            .toList());
  }

  private void pass(Duration elapsed) {
    journal.at(at(elapsed));
    reconciliation.tick(List.of());
  }

  private List<Integer> asked() {
    return outside.calls("RECONCILE").stream()
        .map(call -> JsonTree.read(call.call().toString()).at("/reconcile/tasks").size())
        .toList();
  }

  @Test
  void allLiveTasksAreAskedForInBatchesOfWhichEachTurnSendsOne() {
    // When
    begin(10_000);

    // Then
    for (int batches = 1; batches <= 10; batches++) {
      assertThat(asked()).hasSize(batches);
      assertThat(reconciliation.deadline() <= at(Duration.ZERO).nanos()).isEqualTo(batches < 10);
      pass(Duration.ZERO);
    }
    assertThat(asked()).hasSize(10).containsOnly(1_000);
    assertThat(
            outside.calls("RECONCILE").stream()
                .flatMap(
                    call ->
                        JsonTree.read(call.call().toString()).findValuesAsText("value").stream()
                            .filter(id -> id.startsWith("t-"))))
        .doesNotHaveDuplicates()
        .hasSize(10_000);
  }

  @Test
  void whatIsAskedForMeanwhileWaitsForItsTurnToo() {
    // Given
    begin(2_000);

    // When
    reconciliation.ask(Map.of("doubt-1", "agent-1"));
    reconciliation.ask(Map.of("doubt-2", "agent-1"));

    // Then
    assertThat(asked()).containsExactly(1_000);
    pass(Duration.ZERO);
    pass(Duration.ZERO);
    assertThat(asked()).containsExactly(1_000, 1_000, 2);
  }

  @Test
  void whatIsToldBeforeItsBatchLeavesIsNotAskedForAndAnEndedSubscriptionAsksForNothingMore() {
    // Given
    begin(3_000);

    // When
    reconciliation.answered("t-1500", false);
    pass(Duration.ZERO);

    // Then
    assertThat(reconciliation.hasAsked("t-1499")).isTrue();
    assertThat(reconciliation.hasAsked("t-1500")).isFalse();
    reconciliation.stop();
    pass(Duration.ZERO);
    assertThat(asked()).containsExactly(1_000, 1_000);
    assertThat(reconciliation.deadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void whatASubscriptionThatStandsForYearsHasAskedForIsForgottenOneDay() {
    // When
    begin(Reconciliation.MOST_NAMED + 1_000);
    for (int batches = 0; batches <= Reconciliation.MOST_NAMED / 1_000; batches++) {
      pass(Duration.ZERO);
    }

    // Then
    assertThat(reconciliation.hasAsked("t-999")).isFalse();
    assertThat(reconciliation.hasAsked("t-1000")).isTrue();
    assertThat(reconciliation.hasAsked("t-" + (Reconciliation.MOST_NAMED + 999))).isTrue();
  }

  @Test
  void theLastBatchHasWhatIsLeft() {
    // When
    begin(2_500);
    pass(Duration.ZERO);
    pass(Duration.ZERO);

    // Then
    assertThat(asked()).containsExactly(1_000, 1_000, 500);
    assertThat(outside.sent("RECONCILE", "/reconcile/tasks/0/agent_id/value"))
        .containsOnly("agent-1");
    assertThat(outside.sent("RECONCILE", "/framework_id/value")).containsOnly("framework-1");
  }

  @Test
  void onlyTasksThatHaveNotAnsweredAreAskedForAgainAndEachTimeLater() {
    // Given
    begin(2);
    reconciliation.answered("t-0", false);
    pass(Duration.ofMillis(1_999));
    assertThat(asked()).containsExactly(2);

    // When
    pass(Duration.ofSeconds(2));
    pass(Duration.ofSeconds(5));
    pass(Duration.ofSeconds(6));

    // Then
    assertThat(asked()).containsExactly(2, 1, 1);
    assertThat(outside.calls("RECONCILE").get(1).at("/reconcile/tasks/0/task_id/value"))
        .isEqualTo("t-1");
  }

  @Test
  void whateverMesosKnowsIsAskedForAMinuteAfterASubscriptionAndEveryQuarterOfAnHour() {
    // Given
    begin(1);
    assertThat(asked()).containsExactly(1);
    reconciliation.answered("t-0", false);
    pass(Duration.ofMinutes(1));
    assertThat(asked()).containsExactly(1, 0);

    // When
    pass(Duration.ofMinutes(16));

    // Then
    assertThat(asked()).containsExactly(1, 0, 0);
    assertThat(reconciliation.deadline()).isEqualTo(at(Duration.ofMinutes(31)).nanos());
  }

  @Test
  void theEndOfARunIsToldWithWhatDiffered() {
    // Given
    begin(3);

    // When
    reconciliation.answered("t-0", false);
    reconciliation.answered("t-1", true);
    reconciliation.answered("t-1", true);
    reconciliation.answered("stranger", true);
    reconciliation.answered("t-2", false);

    // Then
    assertThat(reconciliation.unanswered()).isZero();
    List<Write> notices = outside.written(Topic.EVENTS);
    assertThat(notices).hasSize(1);
    assertThat(notices.get(0).at("/tasks")).isEqualTo("3");
    assertThat(JsonTree.read(notices.get(0).text()).path("differed"))
        .isEqualTo(JsonTree.read("[\"t-1\"]"));
  }

  @Test
  void nothingIsAskedWithoutASubscription() {
    // When
    reconciliation.ask(Map.of("t-0", "agent-1"));

    // Then
    assertThat(asked()).isEmpty();
    assertThat(reconciliation.unanswered()).isZero();
    assertThat(reconciliation.deadline()).isEqualTo(Long.MAX_VALUE);
  }
}
