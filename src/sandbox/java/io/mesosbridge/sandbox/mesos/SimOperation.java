package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A finished operation with an id, whose status its agent repeats until it is acknowledged. */
final class SimOperation {

  private final String id;
  private final Agent agent;
  private final String uuid;
  private final SimRetry retry;

  SimOperation(String id, SimFramework.Info framework, Agent agent, Cluster cluster) {
    this.id = id;
    this.agent = agent;
    this.uuid = Ids.uuid(cluster.loop());
    this.retry =
        new SimRetry(
            cluster.loop(),
            cluster.config().updateRetry(),
            () -> cluster.forward(agent, framework.id(), finished()));
  }

  void start() {
    retry.start();
  }

  void stop() {
    retry.stop();
  }

  String id() {
    return id;
  }

  Agent agent() {
    return agent;
  }

  String uuid() {
    return uuid;
  }

  private ObjectNode finished() {
    ObjectNode status = status(id, "OPERATION_FINISHED", null);
    status.putObject("uuid").put("value", uuid);
    status.set("agent_id", SimJson.id(agent.id()));
    return event(status);
  }

  /**
   * A status that the master makes up itself, without uuid.
   *
   * @param message null for none
   * @param agentId null for none
   */
  static ObjectNode byMaster(String id, String state, String message, String agentId) {
    ObjectNode status = status(id, state, message);
    if (agentId != null) {
      status.set("agent_id", SimJson.id(agentId));
    }
    return event(status);
  }

  private static ObjectNode status(String id, String state, String message) {
    ObjectNode status = SimJson.object();
    status.set("operation_id", SimJson.id(id));
    status.put("state", state);
    if (message != null) {
      status.put("message", message);
    }
    return status;
  }

  private static ObjectNode event(ObjectNode status) {
    ObjectNode update = SimJson.object();
    update.set("status", status);
    return SimJson.event("UPDATE_OPERATION_STATUS", "update_operation_status", update);
  }
}
