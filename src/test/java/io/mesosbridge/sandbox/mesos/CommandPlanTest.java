package io.mesosbridge.sandbox.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandPlanTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sleep 2.5 | 2.5 | 0",
        "sleep 1; exit 3 | 1 | 3",
        "sleep 1 && sleep 2 | 3 | 0",
        "exit 4; sleep 9 | 0 | 4",
        "echo hello; sleep 1 | 1 | 0",
        "false | 0 | 1",
        "python3 -m http.server | 7 | 0",
        "/bin/sh -c 'sleep 5' | 5 | 0",
        "sleep infinity | Infinity | 0"
      })
  void aCommandRunsForAsLongAsItSays(String command, double seconds, int exitStatus) {
    // Given
    var commandInfo = SimJson.object().put("value", command);

    // When
    CommandPlan plan = CommandPlan.of(commandInfo, 7);

    // Then
    assertThat(plan.seconds()).isEqualTo(seconds);
    assertThat(plan.exitStatus()).isEqualTo(exitStatus);
  }
}
