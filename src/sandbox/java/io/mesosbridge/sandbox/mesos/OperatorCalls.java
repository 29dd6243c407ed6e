package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** {@code POST /api/v1}: the calls of the operator API that are about agents. */
final class OperatorCalls {

  private interface Handler {
    Answer handle(Agent agent, JsonNode payload);
  }

  private static final String CALL = "OperatorCall";
  private static final Answer DONE = new Answer(200, "");

  private final Cluster cluster;
  private final Map<String, Handler> handlers = new TreeMap<>();

  OperatorCalls(Cluster cluster) {
    this.cluster = cluster;
    handlers.put("DRAIN_AGENT", this::drain);
    handlers.put("DEACTIVATE_AGENT", this::deactivate);
    handlers.put("REACTIVATE_AGENT", this::reactivate);
    handlers.put("MARK_AGENT_GONE", this::gone);
  }

  Answer answer(String contentType, String body) {
    if (contentType == null) {
      return Answer.badRequest("Expecting 'Content-Type' to be present");
    }
    if (!contentType.equals("application/json")) {
      return new Answer(
          415, "Expecting 'Content-Type' of application/json; this master is a simulated one");
    }
    try {
      return answer(CallSchema.normalised(CALL, SimJson.MAPPER.readTree(body)));
    } catch (JsonProcessingException e) {
      return Answer.badRequest("Failed to parse body into JSON: " + e.getOriginalMessage());
    }
  }

  private Answer answer(JsonNode call) {
    String broken = CallSchema.broken(CALL, call, cluster.version().minor());
    if (broken != null) {
      return Answer.badRequest("Failed to convert JSON into Call protobuf: " + broken);
    }
    String type = call.path("type").asText();
    if (type.isEmpty()) {
      return invalid("Expecting 'type' to be present");
    }
    Handler handler = handlers.get(type);
    if (handler == null) {
      return new Answer(
          501,
          "The call %s of the operator API is not simulated; of those of /api/v1 there are %s"
              .formatted(type, handlers.keySet()));
    }
    String field = type.toLowerCase(Locale.ROOT);
    JsonNode payload = call.path(field);
    if (!payload.isObject()) {
      return invalid("Expecting '" + field + "' to be present");
    }
    Agent agent = cluster.agent(SimJson.idIn(payload, "agent_id"));
    return agent == null || agent.status() == AgentStatus.GONE
        ? Answer.badRequest("Unknown agent")
        : handler.handle(agent, payload);
  }

  private static Answer invalid(String why) {
    return Answer.badRequest("Failed to validate master::Call: " + why);
  }

  private Answer drain(Agent agent, JsonNode payload) {
    JsonNode grace = payload.path("max_grace_period").path("nanoseconds");
    double longest = grace.isMissingNode() ? Double.POSITIVE_INFINITY : grace.asDouble() / 1e9;
    if (longest < 0) {
      return invalid("Expecting 'max_grace_period' to be non-negative");
    }
    boolean markGone = payload.path("mark_gone").asBoolean();
    cluster.connections().drain(agent, new Agent.Drain(longest, markGone));
    return DONE;
  }

  private Answer deactivate(Agent agent, JsonNode payload) {
    cluster.connections().deactivated(agent);
    return DONE;
  }

  private Answer reactivate(Agent agent, JsonNode payload) {
    if (!agent.isDeactivated()) {
      return Answer.badRequest("Agent is not deactivated");
    }
    if (agent.drain() != null && !agent.isDrained()) {
      return Answer.badRequest("Agent is still in the DRAINING state");
    }
    cluster.connections().reactivated(agent);
    return DONE;
  }

  private Answer gone(Agent agent, JsonNode payload) {
    cluster.connections().gone(agent);
    return DONE;
  }
}
