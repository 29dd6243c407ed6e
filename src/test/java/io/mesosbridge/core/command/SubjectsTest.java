package io.mesosbridge.core.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.CommandReader;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a command is about. */
class SubjectsTest {

  /** To hold each of them against all others takes more than a minute. */
  private static final int MANY = 100_000;

  private static Command read(String json) {
    byte[] value = json.getBytes(UTF_8);
    return (Command)
        new CommandReader(Optional.empty(), 2 * MANY)
            .read(value, new Command.Source("mesos.commands", 0, 0, null));
  }

  @Test
  void aLaunchOfVeryManyTasksOfOneExecutorIsAboutEachOfThemOnce() {
    // Given
    String tasks =
        IntStream.range(0, MANY)
            .mapToObj(i -> "{\"task_id\":\"%d\",\"executor\":{\"executor_id\":\"e\"}}".formatted(i))
            .collect(Collectors.joining(","));
    Command launch =
        read(
            "{\"type\":\"LAUNCH\",\"launch\":{\"offer_ids\":[\"o\"],\"task_infos\":[%s]}}"
                .formatted(tasks));

    // When
    List<String> subjects = Subjects.of(launch);

    // Then
    assertThat(subjects).hasSize(MANY + 1).startsWith("task/0", "task/1").endsWith("executor/e");
  }
}
