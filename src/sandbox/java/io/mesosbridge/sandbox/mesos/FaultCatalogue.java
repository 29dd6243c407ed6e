package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The faults by the names that {@code POST /sandbox/faults/<name>} knows them by. */
final class FaultCatalogue {

  /**
   * A fault with what it needs.
   *
   * @param fields the JSON fields it reads; those that end in a question mark may be left out
   */
  private record Entry(String meaning, List<String> fields, Consumer<JsonNode> fault) {}

  private final Map<String, Entry> entries = new LinkedHashMap<>();

  FaultCatalogue(Cluster cluster) {
    Faults faults = new Faults(cluster);
    streams(faults);
    calls(faults);
    agents(faults.agents(), cluster);
    masters(faults.masters(), cluster);
    frameworks(faults);
    new LoadFaults(faults.updates()).addTo(this);
  }

  /** Adds a fault; its fields are given as {@code name} or {@code name?}, separated by blanks. */
  void add(String name, String fields, String meaning, Consumer<JsonNode> fault) {
    List<String> names = fields.isEmpty() ? List.of() : List.of(fields.split(" ", -1));
    entries.put(name, new Entry(meaning, names, fault));
  }

  private void streams(Faults faults) {
    add("cut-streams", "", "breaks all event streams", json -> faults.cutStreams());
    add(
        "cut-streams-inside-a-record",
        "",
        "breaks all event streams in the middle of a record",
        json -> faults.cutStreamsInsideARecord());
    add("freeze-streams", "", "holds all events back", json -> faults.freezeStreams());
    add("thaw-streams", "", "lets events flow again", json -> faults.thawStreams());
    add("stop-heartbeats", "", "sends no more heartbeats", json -> faults.stopHeartbeats());
    add("resume-heartbeats", "", "sends heartbeats again", json -> faults.resumeHeartbeats());
    add(
        "chunks",
        "size hold_ms?",
        "sends events in chunks of that many bytes; 0 for a chunk per record",
        json -> faults.chunks(json.path("size").asInt(), millis(json, "hold_ms")));
    add("unknown-event", "", "sends an event of no known type", json -> faults.sendUnknownEvent());
    add(
        "record-of-size",
        "bytes",
        "sends one event of that many bytes",
        json -> faults.sendRecordOfSize(json.path("bytes").asInt()));
    add(
        "garbage",
        "text",
        "sends that text where a record's length is expected",
        json -> faults.sendRaw(SimJson.utf8(json.path("text").asText())));
    add("clear", "", "ends all faults of streams and calls", json -> faults.clear());
  }

  private void calls(Faults faults) {
    add(
        "delay-calls",
        "ms",
        "has every call wait; 0 for no more",
        json -> faults.delayCalls(millis(json, "ms")));
    add(
        "answer-next-calls",
        "status count? type? text?",
        "answers the next calls like this instead of carrying them out",
        json ->
            faults.answerNextCalls(
                json.path("count").asInt(1),
                json.path("type").asText(null),
                json.path("status").asInt(),
                json.path("text").asText()));
    add(
        "drop-next-calls",
        "carried_out count? type?",
        "drops the connection of the next calls without an answer",
        json ->
            faults.dropNextCalls(
                json.path("count").asInt(1),
                json.path("type").asText(null),
                json.path("carried_out").asBoolean()));
  }

  private void agents(AgentFaults faults, Cluster cluster) {
    add(
        "disconnect-agent",
        "agent_id",
        "stops an agent's process; tasks go on if their framework checkpoints",
        json -> faults.disconnect(json.path("agent_id").asText()));
    add(
        "lose-agent",
        "agent_id",
        "makes an agent unreachable",
        json -> faults.lose(json.path("agent_id").asText()));
    add(
        "bring-agent-back",
        "agent_id",
        "lets a lost or disconnected agent register again",
        json -> faults.bringBack(json.path("agent_id").asText()));
    add(
        "mark-agent-gone",
        "agent_id",
        "declares an agent gone for good",
        json -> faults.markGone(json.path("agent_id").asText()));
    add(
        "drain-agent",
        "agent_id mark_gone?",
        "has an agent left: its offers end, its tasks are killed",
        json -> faults.drain(json.path("agent_id").asText(), json.path("mark_gone").asBoolean()));
    add(
        "deactivate-agent",
        "agent_id",
        "offers nothing more of an agent",
        json -> faults.deactivate(json.path("agent_id").asText()));
    add(
        "reactivate-agent",
        "agent_id",
        "offers an agent again that was drained or deactivated",
        json -> faults.reactivate(json.path("agent_id").asText()));
    add(
        "kill-executor",
        "task_id",
        "kills the executor of a task",
        json -> faults.killExecutorOf(json.path("task_id").asText()));
    add(
        "drop-launches",
        "count",
        "has agents drop so many tasks that are launched next",
        json -> faults.dropLaunches(json.path("count").asInt()));
    add(
        "plan-maintenance",
        "agent_id start_in_ms duration_ms",
        "sends inverse offers to those who use the agent",
        json ->
            faults.planMaintenance(
                json.path("agent_id").asText(),
                cluster.loop().now().plus(millis(json, "start_in_ms")),
                millis(json, "duration_ms")));
    add(
        "cancel-maintenance",
        "agent_id",
        "rescinds those inverse offers",
        json -> faults.cancelMaintenance(json.path("agent_id").asText()));
  }

  private void masters(MasterFaults faults, Cluster cluster) {
    add("change-leader", "", "the leader steps down", json -> faults.changeLeader());
    add("kill-leader", "", "the leader's process dies", json -> faults.killLeader());
    add("leader-away", "", "nobody leads", json -> faults.leaderAway());
    add("elect", "master", "that master leads", json -> faults.elect(master(json, cluster)));
    add(
        "restart-master",
        "master",
        "a killed master is there again",
        json ->
            cluster.election().restart(cluster.election().servers().get(master(json, cluster))));
    add(
        "change-version",
        "version",
        "all masters are replaced by those of that version",
        json -> faults.changeVersion(json.path("version").asText()));
    add(
        "recover-for",
        "ms",
        "the leader answers 503 for that long",
        json -> faults.recoverFor(millis(json, "ms")));
  }

  private static int master(JsonNode json, Cluster cluster) {
    int number = json.path("master").asInt(-1);
    int masters = cluster.election().servers().size();
    if (number < 0 || number >= masters) {
      throw new IllegalArgumentException(
          "'master' must be a number from 0 to " + (masters - 1) + ", not " + json.path("master"));
    }
    return number;
  }

  private void frameworks(Faults faults) {
    add(
        "remove-framework",
        "framework_id",
        "removes a framework as its failover time-out does",
        json -> faults.removeFramework(json.path("framework_id").asText()));
    add(
        "forget-framework",
        "framework_id",
        "forgets a framework as if it had never been",
        json -> faults.forgetFramework(json.path("framework_id").asText()));
  }

  private static Duration millis(JsonNode json, String field) {
    return Duration.ofMillis(json.path(field).asLong());
  }

  /** All faults with what they mean and the fields they read. */
  ArrayNode describe() {
    ArrayNode list = SimJson.array();
    entries.forEach(
        (name, entry) -> {
          ObjectNode json = list.addObject().put("name", name).put("meaning", entry.meaning());
          entry.fields().forEach(json.withArray("fields")::add);
        });
    return list;
  }

  Answer strike(String name, JsonNode json) {
    Entry entry = entries.get(name);
    if (entry == null) {
      return new Answer(
          404, "There is no fault '" + name + "'; GET /sandbox/faults lists those there are");
    }
    String wrong = FaultFields.wrong(name, entry.fields(), json);
    if (wrong != null) {
      return Answer.badRequest(wrong);
    }
    try {
      entry.fault().accept(json);
      return Answer.json("{}");
    } catch (IllegalArgumentException e) {
      return Answer.badRequest(e.getMessage());
    }
  }
}
