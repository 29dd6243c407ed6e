package io.mesosbridge.state;

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
 */
public record LiveTask(
    String taskId,
    String state,
    String agentId,
    String executorId,
    String uuid,
    String updatedAt,
    String commandId) {}
