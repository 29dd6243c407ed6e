package io.mesosbridge.core.preparation;

import io.mesosbridge.core.Known;
import io.mesosbridge.core.task.LiveTask;
import io.mesosbridge.core.task.LiveTask.TaskLookup;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The live tasks of a test. */
record KnownTasks(List<LiveTask> tasks) implements TaskLookup {

  /** A task of executor db, and two on different agents whose executors share an id. */
  static KnownTasks standard() {
    return new KnownTasks(
        List.of(
            task("db-1", "TASK_RUNNING", "agent-1", "db"),
            task("near-1", "TASK_RUNNING", "agent-1", "twin"),
            task("far-1", "TASK_UNREACHABLE", "agent-2", "twin"),
            task("adrift-1", "TASK_UNKNOWN", null, null)));
  }

  static LiveTask task(String id, String state, String agentId, String executorId) {
    return Known.row(id, state, agentId, executorId, null, null);
  }

  @Override
  public Optional<LiveTask> find(String taskId) {
    return tasks.stream().filter(task -> task.taskId().equals(taskId)).findFirst();
  }

  @Override
  public Stream<LiveTask> findByExecutor(String executorId) {
    return tasks.stream().filter(task -> executorId.equals(task.executorId()));
  }
}
