package io.mesosbridge.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Volumes that a launch names by their ids, as large as the offer has them. */
class VolumesOfOffersTest {

  private static final String LAUNCH =
      """
      {"type": "LAUNCH", "launch": {"task_infos": [{"task_id": "a", "command": {"value": "x"},
       "resources": [{"name": "disk", "type": "SCALAR", "disk": {"persistence": {"id": "db"}}},
        {"name": "cpus", "type": "SCALAR", "scalar": {"value": 1}}]}]}}
      """;

  @ParameterizedTest
  @CsvSource({
    "most-per-task: cpus:4, allowed",
    "most-in-all: cpus:4, allowed",
    "most-per-task: cpus:0.5, /launch/task_infos/0/resources by db",
    "most-in-all: cpus:0.5, /launch by db",
    "most-per-task: disk:4, /launch/task_infos/0/resources/0 by db",
    "most-in-all: disk:4, /launch/task_infos/0/resources/0 by db"
  })
  void oneOfUnknownSizeIsRefusedOnlyWhereThatIsLimited(String limit, String verdict) {
    // Given
    String yaml = "{rules: [{name: db, %s}]}".formatted(limit);

    // When
    String said = Judged.verdict(yaml, LAUNCH);

    // Then
    assertThat(said).isEqualTo(verdict);
  }
}
