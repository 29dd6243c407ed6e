package io.mesosbridge.core.language;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.language.Command.Source;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A launch's tasks are those that Mesos launches, whatever else is written beside them. */
class LaunchOperationTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{\"tasks\": []}",
        "{\"tasks\": [{\"task_id\": \"shown\", \"command\": {\"value\": \"x\"}}]}"
      })
  void theTasksOfALaunchAreItsTaskInfos(String taskGroup) {
    // Given
    String json =
        """
        {"type": "LAUNCH", "launch": {"offer_ids": ["o-1"], "task_group": %s,
         "task_infos": [{"task_id": "run", "command": {"value": "x"}}]}}
        """
            .formatted(taskGroup);

    // When
    Command command = read(json);

    // Then
    assertThat(command.taskIds()).containsExactly("run");
  }

  private static Command read(String json) {
    return (Command)
        new CommandReader(Optional.empty(), 100)
            .read(json.getBytes(UTF_8), new Source("mesos.commands", 0, 1, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ", \"launch\": 7", ", \"launch\": {\"task_infos\": [7]}"})
  void anotherCallLaunchesNothingWhateverStandsThere(String payload) {
    // Given
    String json =
        """
        {"type": "KILL", "kill": {"task_id": "run"},
         "accept": {"operations": [{"type": "LAUNCH"%s}]}}
        """
            .formatted(payload);

    // When
    Command command = read(json);

    // Then
    assertThat(command.taskIds()).isEmpty();
  }
}
