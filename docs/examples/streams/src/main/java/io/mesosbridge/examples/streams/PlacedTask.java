package io.mesosbridge.examples.streams;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Where a task is.
 *
 * @param agentId {@link #WAITING} while it waits for an offer, {@link #UNKNOWN} where nobody knows
 * @param hostname of the agent; null where that is not known
 * @param says the state of a live task; of one that waits, what it lacks
 */
record PlacedTask(String taskId, String agentId, String hostname, String says) {

  static final String WAITING = "waiting";
  static final String UNKNOWN = "unknown";

  /** Of a row of mesos.tasks. */
  static PlacedTask live(JsonNode row) {
    return new PlacedTask(
        row.path("task_id").asText(),
        row.path("agent_id").asText(UNKNOWN),
        row.path("hostname").asText(null),
        row.path("state").asText());
  }

  static PlacedTask waiting(String taskId, String lacks) {
    return new PlacedTask(taskId, WAITING, null, lacks);
  }
}
