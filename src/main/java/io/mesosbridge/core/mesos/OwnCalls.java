package io.mesosbridge.core.mesos;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.core.PlainJson;
import io.mesosbridge.core.mesos.Call.NamedOperation;
import io.mesosbridge.core.mesos.Event.OperationStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;

/** The calls that the bridge makes by itself, for one framework. */
public final class OwnCalls {

  private static final String ACKNOWLEDGE = "ACKNOWLEDGE";

  private final String frameworkId;

  /** Calls of that framework. */
  public OwnCalls(String frameworkId) {
    this.frameworkId = frameworkId;
  }

  /** Acknowledges a task's update; as text where that is the same, since there are so many. */
  public Call acknowledge(String taskId, String agentId, String uuid) {
    if (PlainJson.isPlain(frameworkId)
        && PlainJson.isPlain(taskId)
        && PlainJson.isPlain(agentId)
        && PlainJson.isPlain(uuid)) {
      return new Call(
          ACKNOWLEDGE,
          PlainJson.join(
              "{\"framework_id\":{\"value\":\"",
              frameworkId,
              "\"},\"type\":\"ACKNOWLEDGE\",\"acknowledge\":{\"agent_id\":{\"value\":\"",
              agentId,
              "\"},\"task_id\":{\"value\":\"",
              taskId,
              "\"},\"uuid\":\"",
              uuid,
              "\"}}"));
    }
    return call(
        ACKNOWLEDGE,
        "acknowledge",
        JsonNodeFactory.instance
            .objectNode()
            .<ObjectNode>set("agent_id", id(agentId))
            .<ObjectNode>set("task_id", id(taskId))
            .put("uuid", uuid));
  }

  /** Acknowledges an operation's update, which must have an agent, an operation id and a uuid. */
  public Call acknowledge(OperationStatus status) {
    ObjectNode acknowledge =
        JsonNodeFactory.instance
            .objectNode()
            .<ObjectNode>set("agent_id", id(status.agentId()))
            .<ObjectNode>set("operation_id", id(status.operationId()))
            .put("uuid", status.uuid());
    if (status.resourceProviderId() != null) {
      acknowledge.<ObjectNode>set("resource_provider_id", id(status.resourceProviderId()));
    }
    return call("ACKNOWLEDGE_OPERATION_STATUS", "acknowledge_operation_status", acknowledge);
  }

  /** Declines offers; their resources are not offered again for a while. */
  public Call decline(Collection<String> offerIds, Duration refuse) {
    ArrayNode ids = JsonNodeFactory.instance.arrayNode();
    offerIds.forEach(offerId -> ids.add(id(offerId)));
    return call(
        "DECLINE",
        "decline",
        JsonNodeFactory.instance
            .objectNode()
            .<ObjectNode>set("offer_ids", ids)
            .set(
                "filters",
                JsonNodeFactory.instance
                    .objectNode()
                    .put("refuse_seconds", refuse.toMillis() / 1000.0)));
  }

  /** Accepts or declines to leave agents; the same is not asked again for a while. */
  public Call answerInverse(boolean accept, Collection<String> inverseOfferIds, Duration refuse) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode ids = answer.putArray("inverse_offer_ids");
    inverseOfferIds.forEach(inverseOfferId -> ids.add(id(inverseOfferId)));
    answer.putObject("filters").put("refuse_seconds", refuse.toMillis() / 1000.0);
    return accept
        ? call("ACCEPT_INVERSE_OFFERS", "accept_inverse_offers", answer)
        : call("DECLINE_INVERSE_OFFERS", "decline_inverse_offers", answer);
  }

  /** Ends a task. */
  public Call kill(String taskId, String agentId) {
    return call(
        "KILL",
        "kill",
        JsonNodeFactory.instance
            .objectNode()
            .<ObjectNode>set("task_id", id(taskId))
            .set("agent_id", id(agentId)));
  }

  /** Suppresses offers for a role, which masters from 1.0 to 1.3 name in three ways. */
  public Call suppress(String role) {
    return call("SUPPRESS", "suppress", named(role));
  }

  /** Asks for offers for a role again, and ends all filters of declined ones; named likewise. */
  public Call revive(String role) {
    return call("REVIVE", "revive", named(role));
  }

  private static ObjectNode named(String role) {
    ObjectNode named = JsonNodeFactory.instance.objectNode().put("role", role);
    named.putArray("roles").add(role);
    return named;
  }

  /**
   * Asks for the state of tasks; of all tasks when none is named.
   *
   * @param agents each task's agent, by task id; null where it is not known
   */
  public Call reconcile(Map<String, String> agents) {
    ArrayNode tasks = JsonNodeFactory.instance.arrayNode();
    agents.forEach(
        (taskId, agentId) -> {
          ObjectNode task =
              JsonNodeFactory.instance.objectNode().<ObjectNode>set("task_id", id(taskId));
          tasks.add(agentId == null ? task : task.<ObjectNode>set("agent_id", id(agentId)));
        });
    return call(
        "RECONCILE", "reconcile", JsonNodeFactory.instance.objectNode().set("tasks", tasks));
  }

  /** Asks for the state of operations; at least one, since none would stand for all. */
  public Call reconcile(Collection<NamedOperation> operations) {
    ArrayNode asked = JsonNodeFactory.instance.arrayNode();
    for (NamedOperation each : operations) {
      ObjectNode operation = asked.addObject().set("operation_id", id(each.operationId()));
      if (each.agentId() != null) {
        operation.set("agent_id", id(each.agentId()));
      }
      if (each.resourceProviderId() != null) {
        operation.set("resource_provider_id", id(each.resourceProviderId()));
      }
    }
    return call(
        "RECONCILE_OPERATIONS",
        "reconcile_operations",
        JsonNodeFactory.instance.objectNode().set("operations", asked));
  }

  private Call call(String type, String field, ObjectNode payload) {
    ObjectNode call =
        JsonNodeFactory.instance
            .objectNode()
            .<ObjectNode>set("framework_id", id(frameworkId))
            .put("type", type)
            .set(field, payload);
    return new Call(type, call.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static ObjectNode id(String value) {
    return JsonNodeFactory.instance.objectNode().put("value", value);
  }
}
