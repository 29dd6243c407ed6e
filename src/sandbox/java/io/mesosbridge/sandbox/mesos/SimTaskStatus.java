package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * A task's status as an event tells it; small, because thousands wait for their acknowledgement.
 *
 * @param message what the field of this name says, as for every reference below: null for unset
 * @param timestamp microseconds since the epoch
 * @param uuid base64; set exactly for what an agent sends until it is acknowledged
 * @param unreachableNanos since the epoch
 */
record SimTaskStatus(
    String taskId,
    SimTaskState state,
    String message,
    Source source,
    String reason,
    String agentId,
    String executorId,
    long timestamp,
    String uuid,
    Health health,
    JsonNode containerStatus,
    Long unreachableNanos) {

  enum Source {
    MASTER,
    AGENT,
    EXECUTOR
  }

  /**
   * @param healthy null before the first health check
   * @param checkStatus null for a task without a check
   */
  record Health(Boolean healthy, JsonNode checkStatus) {
    static final Health UNCHECKED = new Health(null, null);
  }

  /** A status that the master makes up itself: without uuid, never to be acknowledged. */
  static SimTaskStatus byMaster(
      Instant at,
      String taskId,
      String agentId,
      SimTaskState state,
      String reason,
      String message) {
    return new SimTaskStatus(
        taskId,
        state,
        message,
        Source.MASTER,
        reason,
        agentId,
        null,
        SimJson.micros(at),
        null,
        Health.UNCHECKED,
        null,
        null);
  }

  /** The same of a task that the master knows, with its executor unless that is Mesos' own. */
  static SimTaskStatus byMaster(
      Instant at, Task task, SimTaskState state, String reason, String message) {
    return new SimTaskStatus(
        task.id(),
        state,
        message,
        Source.MASTER,
        reason,
        task.agent().id(),
        task.executor().isCommand() ? null : task.executor().id(),
        SimJson.micros(at),
        null,
        Health.UNCHECKED,
        null,
        null);
  }

  /** The same status of an agent that could not be reached from then on; null for never. */
  SimTaskStatus unreachableSince(Long nanos) {
    return new SimTaskStatus(
        taskId,
        state,
        message,
        source,
        reason,
        agentId,
        executorId,
        timestamp,
        uuid,
        health,
        containerStatus,
        nanos);
  }

  /** With what the task's executor last told, as the master repeats it. */
  SimTaskStatus repeating(Task task) {
    SimTaskStatus last = task.reported();
    return new SimTaskStatus(
        taskId,
        state,
        message,
        source,
        reason,
        agentId,
        executorId,
        timestamp,
        uuid,
        last == null ? Health.UNCHECKED : last.health,
        last == null ? null : last.containerStatus,
        unreachableNanos);
  }

  ObjectNode toEvent() {
    ObjectNode status = SimJson.object();
    status.putObject("task_id").put("value", taskId);
    status.put("state", state.text());
    if (message != null) {
      status.put("message", message);
    }
    status.put("source", "SOURCE_" + source);
    if (reason != null) {
      status.put("reason", reason);
    }
    if (agentId != null) {
      status.putObject("agent_id").put("value", agentId);
    }
    if (executorId != null) {
      status.putObject("executor_id").put("value", executorId);
    }
    status.set("timestamp", SimJson.seconds(timestamp));
    if (uuid != null) {
      status.put("uuid", uuid);
    }
    if (health.healthy() != null) {
      status.put("healthy", health.healthy());
    }
    if (health.checkStatus() != null) {
      status.set("check_status", health.checkStatus());
    }
    if (containerStatus != null) {
      status.set("container_status", containerStatus);
    }
    if (unreachableNanos != null) {
      status.putObject("unreachable_time").put("nanoseconds", unreachableNanos);
    }
    ObjectNode update = SimJson.object();
    update.set("status", status);
    return SimJson.event("UPDATE", "update", update);
  }
}
