package io.mesosbridge.core.task;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.mesosbridge.core.mesos.Event.TaskStatus;

/**
 * A row of the live-task table.
 *
 * @param taskId the task's id
 * @param state the last known state's name in Mesos, e.g. {@code TASK_RUNNING}
 * @param agentId the agent it runs on, or null when no update named it
 * @param executorId its executor, or null
 * @param uuid the last published update's uuid in base64, or null
 * @param updatedAt ISO-8601 instant of the last change
 * @param commandId the command that launched it, or null
 * @param traceparent that command's W3C trace context, or null; kept in the row's headers
 */
public record LiveTask(
    String taskId,
    String state,
    String agentId,
    String executorId,
    String uuid,
    String updatedAt,
    String commandId,
    @JsonIgnore String traceparent) {

  /** Refuses a row that names no task or no state. */
  public LiveTask {
    requireNonNull(taskId, "task_id");
    requireNonNull(state, "state");
  }

  /** The same row with the trace context that its headers hold. */
  public LiveTask tracedBy(String newTraceparent) {
    return new LiveTask(
        taskId, state, agentId, executorId, uuid, updatedAt, commandId, newTraceparent);
  }

  /**
   * The row after a status, which may leave out what the one before said.
   *
   * @param before the row before, or null
   * @param at ISO-8601 instant of the change
   */
  static LiveTask after(TaskStatus status, LiveTask before, Launch launch, String at) {
    return new LiveTask(
        status.taskId(),
        status.state(),
        newest(status.agentId(), before == null ? null : before.agentId()),
        newest(status.executorId(), before == null ? null : before.executorId()),
        newest(status.uuid(), before == null ? null : before.uuid()),
        at,
        launch.commandId(),
        launch.traceparent());
  }

  private static String newest(String now, String before) {
    return now == null ? before : now;
  }

  /** The row of a task of which nothing is known yet but that its launch was taken. */
  static LiveTask launched(String taskId, String agentId, String at, Launch launch) {
    return new LiveTask(
        taskId,
        TaskState.STAGING,
        agentId,
        null,
        null,
        at,
        launch.commandId(),
        launch.traceparent());
  }
}
