package io.mesosbridge.core.task;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.StateJson;
import io.mesosbridge.core.offer.TaskGroups;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** There may be very many rows: what they have in common is there once. */
class SharedRowsTest {

  private static final String ROW =
      """
      {"task_id":"%s","state":"TASK_RUNNING","agent_id":"8e971cf8-S0","executor_id":"%s",
      "group":"web","hostname":"host-1","role":"web","resources":"cpus:0.1;mem:32",
      "attributes":{"rack":"r1"}}
      """;

  private static LiveTask read(String taskId, String executorId) throws IOException {
    return StateJson.read(ROW.formatted(taskId, executorId).getBytes(UTF_8), LiveTask.class);
  }

  @Test
  void rowsOfOneAgentAndGroupShareAllButIdsAndTimes() throws IOException {
    // Given
    TaskGroups groups = new TaskGroups();
    LiveTask first = read("web-1", "web-1").among(groups);

    // When
    LiveTask second = read("web-2", "web-2").among(groups);

    // Then
    assertThat(second.state()).isSameAs(first.state());
    assertThat(second.agentId()).isSameAs(first.agentId());
    assertThat(second.group()).isSameAs(first.group());
    assertThat(second.hostname()).isSameAs(first.hostname());
    assertThat(second.resources()).isSameAs(first.resources());
    assertThat(second.attributes()).isSameAs(first.attributes());
    assertThat(second.executorId()).isSameAs(second.taskId());
  }

  @Test
  void whatARowHasOfItsOwnStays() throws IOException {
    // Given
    TaskGroups groups = new TaskGroups();
    read("web-1", "web-1").among(groups);
    LiveTask other = read("web-2", "an-executor");

    // When
    LiveTask row = other.among(groups);

    // Then
    assertThat(row).isEqualTo(other);
  }
}
