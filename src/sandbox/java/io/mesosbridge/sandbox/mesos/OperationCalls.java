package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** ACKNOWLEDGE_OPERATION_STATUS and RECONCILE_OPERATIONS. */
final class OperationCalls {

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

  Answer reconcile(SimFramework framework, JsonNode payload) {
    if (payload.path("operations").isEmpty()) {
      cluster.operations(framework.id()).forEach(known -> framework.send(latest(known)));
    } else {
      for (JsonNode asked : payload.path("operations")) {
        SimOperation known = cluster.operation(framework.id(), SimJson.idIn(asked, "operation_id"));
        framework.send(known == null ? unknown(asked) : latest(known));
      }
    }
    return Answer.ACCEPTED;
  }

  private static ObjectNode latest(SimOperation known) {
    return SimOperation.byMaster(
        known.id(),
        "OPERATION_FINISHED",
        "Reconciliation: Latest operation status",
        known.agent().id());
  }

  private ObjectNode unknown(JsonNode asked) {
    String id = SimJson.idIn(asked, "operation_id");
    String agentId = asked.path("agent_id").path("value").asText(null);
    if (agentId == null) {
      return SimOperation.byMaster(
          id,
          "OPERATION_UNKNOWN",
          "Reconciliation: Operation is unknown and no 'agent_id' was provided",
          null);
    }
    Agent agent = cluster.agent(agentId);
    String state = agent == null ? "OPERATION_UNKNOWN" : stateOn(agent);
    return SimOperation.byMaster(id, state, "Reconciliation: Operation is unknown", agentId);
  }

  private static String stateOn(Agent agent) {
    return switch (agent.status()) {
      case RECOVERED -> "OPERATION_RECOVERING";
      case UNREACHABLE -> "OPERATION_UNREACHABLE";
      case GONE -> "OPERATION_GONE_BY_OPERATOR";
      default -> "OPERATION_UNKNOWN";
    };
  }
}
