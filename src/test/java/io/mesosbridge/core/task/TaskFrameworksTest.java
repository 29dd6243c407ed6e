package io.mesosbridge.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Fact;
import io.mesosbridge.core.Known;
import io.mesosbridge.core.Memory;
import org.junit.jupiter.api.Test;

class TaskFrameworksTest {

  private final Memory memory = new Memory(10, -1);
  private final TaskFrameworks frameworks = new TaskFrameworks();

  private LiveTask row(String taskId, String frameworkId) {
    LiveTask row = ((Fact.TaskRow) Known.running(taskId, "u", "c")).task();
    memory.apply(new Fact.TaskRow(row, frameworkId));
    frameworks.put(taskId, frameworkId);
    return row;
  }

  @Test
  void aRowThatNamesNoneBeforeAnyOtherDoesStillNamesNone() {
    // Given
    LiveTask nobodys = row("nobodys", null);

    // When
    LiveTask others = row("others", "F-1");

    // Then
    assertThat(frameworks.of(nobodys)).isNull();
    assertThat(frameworks.of(others)).isEqualTo("F-1");
    assertThat(frameworks.of(memory.tasks().values())).containsExactly("F-1");
  }

  @Test
  void eachRowNamesWhatItNamedLast() {
    // Given
    LiveTask first = row("first", "F-1");
    LiveTask second = row("second", "F-2");

    // When
    row("second", "F-1");
    row("first", "F-2");

    // Then
    assertThat(frameworks.of(first)).isEqualTo("F-2");
    assertThat(frameworks.of(second)).isEqualTo("F-1");
  }
}
