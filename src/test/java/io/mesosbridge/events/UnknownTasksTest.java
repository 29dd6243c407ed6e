package io.mesosbridge.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.mesos.Slice;
import io.mesosbridge.core.mesos.TaskStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a master says of tasks that it does not know, as after a KILL of one that never was. */
class UnknownTasksTest {

  private final UpdatesFixture fixture = new UpdatesFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TASK_UNKNOWN", "TASK_UNREACHABLE"})
  void aTaskOutOfSightDoesNotEnterTheTable(String state) {
    // Given
    fixture.updates().askedFor("never-was");

    // When
    fixture.updates().publish(reconciled("never-was", state));

    // Then
    fixture.awaitPublished("mesos.task-updates", "never-was");
    assertThat(fixture.tasks().find("never-was")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TASK_UNKNOWN", "TASK_GONE", "TASK_LOST"})
  void theAnswerToOurOwnQuestionThatATaskNeverWasTellsNothingNew(String state) {
    // When
    boolean nothingNew = fixture.updates().tellsNothingNew(reconciled("never-was", state), true);

    // Then
    assertThat(nothingNew).isTrue();
  }

  @Test
  void theSameAnswerIsNewsWhenTheBridgeDidNotAsk() {
    // When
    boolean nothingNew =
        fixture.updates().tellsNothingNew(reconciled("never-was", "TASK_LOST"), false);

    // Then
    assertThat(nothingNew).isFalse();
  }

  @Test
  void theSameAnswerTellsSomethingToWhoeverAsked() {
    // Given
    fixture.updates().askedFor("never-was");

    // When
    boolean nothingNew =
        fixture.updates().tellsNothingNew(reconciled("never-was", "TASK_GONE"), true);

    // Then
    assertThat(nothingNew).isFalse();
  }

  private static TaskStatus reconciled(String taskId, String state) {
    return new TaskStatus(
        taskId,
        state,
        null,
        null,
        null,
        "REASON_RECONCILIATION",
        0,
        Slice.of("{}".getBytes(UTF_8)));
  }
}
