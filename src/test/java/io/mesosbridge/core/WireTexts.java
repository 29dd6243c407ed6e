package io.mesosbridge.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mesosbridge.core.command.CommandRecord;
import io.mesosbridge.core.command.CommandRecord.Position;
import java.util.Map;

/** The JSON of events and commands that tests need often. */
final class WireTexts {

  static final String FRAMEWORK_INFO =
      """
      {"user":"root","name":"bridge","roles":["web","batch"],"checkpoint":true}
      """;

  private WireTexts() {}

  /** A command as it stands in its topic. */
  static CommandRecord record(String json, String topic, long offset, Now at) {
    byte[] value = json.getBytes(UTF_8);
    Position position = Position.of(topic, 0, offset, at.millis(), value);
    return new CommandRecord(position, at.instant(), null, null, value, Map.of());
  }

  /** An offer of one cpu and 1 GB, alone in its event. */
  static String offer(String offerId, String agentId) {
    return """
    {"type":"OFFERS","offers":{"offers":[{"id":{"value":"%s"},"agent_id":{"value":"%s"},
    "hostname":"host","allocation_info":{"role":"web"},"resources":[
    {"name":"cpus","type":"SCALAR","scalar":{"value":1},"allocation_info":{"role":"web"}},
    {"name":"mem","type":"SCALAR","scalar":{"value":1024},"allocation_info":{"role":"web"}}
    ]}]}}
    """
        .formatted(offerId, agentId);
  }

  /** An update; field and its value are what it has besides. */
  static String update(String taskId, String state, String agentId, String field, String value) {
    return """
    {"type":"UPDATE","update":{"status":{"task_id":{"value":"%s"},"state":"%s",
    "agent_id":{"value":"%s"},"%s":"%s"}}}
    """
        .formatted(taskId, state, agentId, field, value);
  }

  /** A launch that waits for an offer. */
  static String launch(String commandId, String taskId) {
    return """
    {"id":"%s","type":"LAUNCH","launch":{"task_infos":[
    {"task_id":"%s","command":{"value":"serve"},"resources":"cpus:0.1"}]}}
    """
        .formatted(commandId, taskId);
  }

  static String kill(String commandId, String taskId) {
    return "{\"id\":\"%s\",\"type\":\"KILL\",\"kill\":{\"task_id\":\"%s\"}}"
        .formatted(commandId, taskId);
  }
}
