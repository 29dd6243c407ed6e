package io.mesosbridge.mesos.call;

import io.mesosbridge.mesos.event.OperationStatus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;

/** The calls that the bridge makes by itself, for one framework. */
public final class OwnCalls {

  private final JsonObject frameworkId;

  /** Calls of that framework. */
  public OwnCalls(String frameworkId) {
    this.frameworkId = id(frameworkId);
  }

  /** Acknowledges a task's update. */
  public Call acknowledge(String taskId, String agentId, String uuid) {
    return call(
        "ACKNOWLEDGE",
        "acknowledge",
        new JsonObject().put("agent_id", id(agentId)).put("task_id", id(taskId)).put("uuid", uuid));
  }

  /** Acknowledges an operation's update, which must have an agent, an operation id and a uuid. */
  public Call acknowledge(OperationStatus status) {
    JsonObject acknowledge =
        new JsonObject()
            .put("agent_id", id(status.agentId()))
            .put("operation_id", id(status.operationId()))
            .put("uuid", status.uuid());
    if (status.resourceProviderId() != null) {
      acknowledge.put("resource_provider_id", id(status.resourceProviderId()));
    }
    return call("ACKNOWLEDGE_OPERATION_STATUS", "acknowledge_operation_status", acknowledge);
  }

  /** Declines offers; their resources are not offered again for a while. */
  public Call decline(Collection<String> offerIds, Duration refuse) {
    JsonArray ids = new JsonArray();
    offerIds.forEach(offerId -> ids.add(id(offerId)));
    return call(
        "DECLINE",
        "decline",
        new JsonObject()
            .put("offer_ids", ids)
            .put("filters", new JsonObject().put("refuse_seconds", refuse.toMillis() / 1000.0)));
  }

  /**
   * Asks for the state of tasks; of all tasks when none is named.
   *
   * @param agents each task's agent, by task id; null where it is not known
   */
  public Call reconcile(Map<String, String> agents) {
    JsonArray tasks = new JsonArray();
    agents.forEach(
        (taskId, agentId) -> {
          JsonObject task = new JsonObject().put("task_id", id(taskId));
          tasks.add(agentId == null ? task : task.put("agent_id", id(agentId)));
        });
    return call("RECONCILE", "reconcile", new JsonObject().put("tasks", tasks));
  }

  private Call call(String type, String field, JsonObject payload) {
    JsonObject call =
        new JsonObject().put("framework_id", frameworkId).put("type", type).put(field, payload);
    return new Call(type, call.toBuffer());
  }

  private static JsonObject id(String value) {
    return new JsonObject().put("value", value);
  }
}
