package io.mesosbridge.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record of {@code mesos.task-updates}; the uuid is null for what came from the master.
 *
 * @param placedAgain whether it says that the task never ran and gets another offer
 */
record ConsumedUpdate(
    String taskId, String state, String uuid, String reason, boolean placedAgain) {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Set<String> ENDS =
      Set.of(
          "TASK_FINISHED",
          "TASK_FAILED",
          "TASK_KILLED",
          "TASK_ERROR",
          "TASK_LOST",
          "TASK_DROPPED",
          "TASK_GONE",
          "TASK_GONE_BY_OPERATOR");

  private static final Set<String> OF_AGENTS =
      Set.of("TASK_FINISHED", "TASK_FAILED", "TASK_KILLED");

  static List<ConsumedUpdate> all(List<ConsumerRecord<String, String>> records) {
    return records.stream().map(ConsumedUpdate::of).toList();
  }

  private static ConsumedUpdate of(ConsumerRecord<String, String> record) {
    JsonNode json = parse(record.value());
    return new ConsumedUpdate(
        json.at("/task_id/value").asText(),
        json.path("state").asText(),
        json.path("uuid").asText(null),
        json.path("reason").asText(""),
        record.headers().lastHeader("mesos-placed-again") != null);
  }

  /** Masters make up other ends than these; an unacknowledged one of these they repeat if asked. */
  boolean isOfAgent() {
    return uuid != null || OF_AGENTS.contains(state);
  }

  boolean isTerminal() {
    return ENDS.contains(state);
  }

  static String stateOf(String row) {
    return parse(row).path("state").asText();
  }

  static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON: " + json, e);
    }
  }
}
