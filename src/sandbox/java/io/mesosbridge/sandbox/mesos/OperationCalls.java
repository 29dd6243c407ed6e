package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** ACKNOWLEDGE_OPERATION_STATUS and RECONCILE_OPERATIONS. */
final class OperationCalls {

  private static final String UNKNOWN = "OPERATION_UNKNOWN";

  private final Cluster cluster;

  OperationCalls(Cluster cluster) {
    this.cluster = cluster;
  }

  Answer acknowledge(SimFramework framework, JsonNode payload) {
    String id = SimJson.idIn(payload, "operation_id");
    SimOperation operation = cluster.operation(framework.id(), id);
    if (operation != null
        && operation.agent().isRegistered()
        && operation.agent().id().equals(SimJson.idIn(payload, "agent_id"))
        && operation.uuid().equals(payload.path("uuid").asText())) {
      operation.stop();
      operation.agent().operations().remove(List.of(framework.id(), id));
    }
    return Answer.ACCEPTED;
  }

  /** By events, but before 1.9 in the answer itself. */
  Answer reconcile(SimFramework framework, JsonNode payload) {
    List<ObjectNode> events = statuses(framework, payload);
    if (!cluster.version().isBefore(9)) {
      events.forEach(framework::send);
      return Answer.ACCEPTED;
    }
    ObjectNode answer = SimJson.object().put("type", "RECONCILE_OPERATIONS");
    ArrayNode statuses = answer.putObject("reconcile_operations").putArray("operation_statuses");
    events.forEach(event -> statuses.add(event.at("/update_operation_status/status")));
    return Answer.json(answer.toString());
  }

  private List<ObjectNode> statuses(SimFramework framework, JsonNode payload) {
    List<ObjectNode> statuses = new ArrayList<>();
    if (payload.path("operations").isEmpty()) {
      cluster.operations(framework.id()).forEach(known -> statuses.add(latest(known)));
    } else {
      for (JsonNode asked : payload.path("operations")) {
        SimOperation known = cluster.operation(framework.id(), SimJson.idIn(asked, "operation_id"));
        boolean isTold = known != null && stateOn(known.agent()).equals(UNKNOWN);
        statuses.add(isTold ? latest(known) : unknown(asked));
      }
    }
    return statuses;
  }

  /** As its agent told it, but without uuid. */
  private static ObjectNode latest(SimOperation known) {
    return SimOperation.byMaster(known.id(), "OPERATION_FINISHED", null, known.agent().id());
  }

  private ObjectNode unknown(JsonNode asked) {
    String id = SimJson.idIn(asked, "operation_id");
    String agentId = asked.path("agent_id").path("value").asText(null);
    if (agentId == null) {
      return SimOperation.byMaster(
          id, UNKNOWN, "Reconciliation: Operation is unknown and no 'agent_id' was provided", null);
    }
    Agent agent = cluster.agent(agentId);
    if (agent == null) {
      return SimOperation.byMaster(
          id, UNKNOWN, "Reconciliation: Both operation and agent are unknown", agentId);
    }
    String message =
        switch (agent.status()) {
          case RECOVERED -> "Agent is recovered but has not re-registered";
          case UNREACHABLE -> "Agent is unreachable";
          case GONE -> "Agent marked gone by operator";
          default -> "Operation is unknown";
        };
    return SimOperation.byMaster(id, stateOn(agent), "Reconciliation: " + message, agentId);
  }

  private static String stateOn(Agent agent) {
    return switch (agent.status()) {
      case RECOVERED -> "OPERATION_RECOVERING";
      case UNREACHABLE -> "OPERATION_UNREACHABLE";
      case GONE -> "OPERATION_GONE_BY_OPERATOR";
      default -> UNKNOWN;
    };
  }
}
