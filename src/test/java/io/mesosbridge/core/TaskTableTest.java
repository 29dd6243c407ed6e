package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.Outside.Counted;
import io.mesosbridge.core.RecordingOutside.Write;
import io.mesosbridge.core.task.LiveTask;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of the live-task table. */
class TaskTableTest {

  private static final LiveTask ROW =
      Known.row("web", "TASK_STARTING", "agent-1", null, "u-1", "c-1");

  private final TermFixture bridge = TermFixture.subscribed(new Fact.TaskRow(ROW, Known.FRAMEWORK));

  private List<Write> rows() {
    return bridge.seen().written(Topic.TASKS);
  }

  private Write last() {
    return rows().get(rows().size() - 1);
  }

  @Test
  void aTaskThatEndsLeavesATombstoneThatSaysWhoLaunchedIt() {
    // When
    bridge.update("web", "TASK_FINISHED", "u-2");

    // Then
    assertThat(bridge.live("web")).isEqualTo("none");
    assertThat(last().record().value()).isNull();
    assertThat(last().record().id()).isEqualTo("u-2");
    assertThat(last().record().extras().commandId()).isEqualTo("c-1");
    Memory memory = bridge.kafka().memory();
    assertThat(memory.ended().endedBy("web", "u-2")).isTrue();
    assertThat(memory.ended().launchedBy("web", "c-1")).isTrue();
  }

  @Test
  void aTaskThatLivesAgainHasNotEnded() {
    // Given
    bridge.update("web", "TASK_FINISHED", "u-2");

    // When
    bridge.update("web", "TASK_RUNNING", "u-3");

    // Then
    Memory memory = bridge.kafka().memory();
    assertThat(memory.ended().contains("web")).isFalse();
    assertThat(memory.ended().launchedBy("web", "c-1")).isFalse();
    assertThat(bridge.live("web")).isEqualTo("TASK_RUNNING");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatAFormerLeaderWroteOverIsWrittenAgain(boolean ended) {
    // Given
    bridge.update("web", ended ? "TASK_FINISHED" : "TASK_RUNNING", "u-2");

    // When
    bridge.term().readback().rewrite(Topic.TASKS, "web");

    // Then
    assertThat(rows()).hasSize(2);
    assertThat(last().text()).isEqualTo(rows().get(0).text());
    assertThat(last().record().id()).isEqualTo("u-2");
    assertThat(last().record().extras()).isEqualTo(rows().get(0).record().extras());
  }

  @Test
  void aRowOfAFormerFrameworkEndsNoTaskOfThisOne() {
    // Given
    bridge.hold(Topic.TASKS);
    bridge.update("web", "TASK_FINISHED", "u-2");
    bridge.term().tasks().removeAll();
    bridge.hold(Topic.TASK_UPDATES, Topic.TASKS);
    bridge.update("web", "TASK_FINISHED", "u-3");

    // When
    bridge.hold(Topic.TASK_UPDATES);

    // Then
    assertThat(bridge.term().tasks().isUndecided("web")).isTrue();
    assertThat(bridge.seen().acknowledged()).isEmpty();
  }

  @Test
  void theFrameworksEndTakesAllRowsOut() {
    // When
    bridge.term().removed("Framework has been removed", bridge.now());

    // Then
    assertThat(bridge.term().tasks().all()).isEmpty();
    assertThat(last().record().value()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TASK_UNKNOWN", "TASK_UNREACHABLE"})
  void aTaskOutOfSightDoesNotEnterTheTableButStaysThere(String state) {
    // When
    bridge.masters("never-was", state, "REASON_AGENT_REMOVED");
    bridge.masters("web", state, "REASON_AGENT_REMOVED");

    // Then
    assertThat(bridge.seen().published("never-was")).containsExactly(state);
    assertThat(bridge.live("never-was")).isEqualTo("none");
    assertThat(bridge.live("web")).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({
    "TASK_UNKNOWN, true",
    "TASK_GONE, true",
    "TASK_LOST, true",
    "TASK_LOST, false",
  })
  void whoKillsATaskThatNobodyKnowsHearsOfIt(String state, boolean killed) {
    // Given
    if (killed) {
      bridge.kill("never-was");
    }

    // When
    bridge.reconciled("never-was", state);

    // Then
    assertThat(bridge.seen().published("never-was")).containsExactly(state);
    assertThat(bridge.live("never-was")).isEqualTo("none");
  }

  @Test
  void theAnswerToOurOwnQuestionThatATaskNeverWasTellsNothingNew() {
    // Given
    bridge.masters("web", "TASK_LOST", "REASON_AGENT_REMOVED");

    // When
    bridge.reconciled("web", "TASK_LOST");

    // Then
    assertThat(bridge.seen().published("web")).containsExactly("TASK_LOST");
    assertThat(bridge.seen().countOf(Counted.UPDATE_NOTHING_NEW)).isOne();
  }
}
