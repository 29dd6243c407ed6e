package io.mesosbridge.core.mesos;

/**
 * What routing needs of a task's status.
 *
 * @param taskId the task's id
 * @param state the state's name in Mesos, e.g. {@code TASK_RUNNING}
 * @param agentId the agent, or null: updates by the master may lack it
 * @param executorId the executor, or null
 * @param uuid the update's uuid in base64, or null; only an update with one is acknowledged
 * @param reason the reason's name in Mesos, or null
 * @param timestamp seconds since the epoch, or 0 when absent
 * @param json the {@code TaskStatus} object, verbatim
 */
public record TaskStatus(
    String taskId,
    String state,
    String agentId,
    String executorId,
    String uuid,
    String reason,
    double timestamp,
    Slice json) {}
