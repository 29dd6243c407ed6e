package io.mesosbridge.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Fact;
import io.mesosbridge.core.Known;
import io.mesosbridge.core.Memory;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TasksOfExecutorsTest {

  private final Memory memory = new Memory(1, -1);

  private void row(String taskId, String executorId) {
    memory.apply(
        new Fact.TaskRow(
            Known.row(taskId, "TASK_RUNNING", "agent-1", executorId, null, null), "framework-1"));
  }

  @Test
  void anExecutorsTasksAreFoundWithoutLookingAtAHundredThousandOthers() {
    // When
    for (int i = 0; i < 100_000; i++) {
      row("t-" + i, i % 2 == 0 ? "t-" + i : "e-" + i);
    }

    // Then
    assertThat(memory.tasksOf("e-7").spliterator().estimateSize()).isEqualTo(1);
    assertThat(memory.tasksOf("t-8").spliterator().estimateSize()).isEqualTo(1);
    assertThat(memory.tasksOf("none").spliterator().estimateSize()).isZero();
    assertThat(memory.tasksOf("e-7")).extracting(LiveTask::taskId).containsExactly("t-7");
    assertThat(memory.tasksOf("t-8")).extracting(LiveTask::taskId).containsExactly("t-8");
  }

  @Test
  void theyAreThoseThatTheTableNames() {
    // Given
    Map<String, String> table = new HashMap<>();
    SplittableRandom random = new SplittableRandom(1);

    // When
    for (int i = 0; i < 20_000; i++) {
      String taskId = "t-" + random.nextInt(30);
      if (random.nextInt(3) == 0) {
        memory.apply(new Fact.TaskEnded(taskId, null, null, false));
        table.remove(taskId);
      } else {
        int executor = random.nextInt(12);
        String executorId = executor == 0 ? null : "t-" + executor; // some are tasks' ids as well
        row(taskId, executorId);
        table.put(taskId, executorId);
      }

      // Then
      String of = "t-" + random.nextInt(12);
      assertThat(memory.tasksOf(of))
          .extracting(LiveTask::taskId)
          .containsExactlyInAnyOrder(
              table.keySet().stream()
                  .filter(id -> of.equals(table.get(id)))
                  .toArray(String[]::new));
    }
  }
}
