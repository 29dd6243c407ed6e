package io.mesosbridge.core.preparation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.core.language.CommandError.Refusal;
import io.mesosbridge.core.language.ExactJson;
import io.mesosbridge.core.mesos.Call;
import io.mesosbridge.core.offer.Offers.Demand;
import java.util.ArrayList;
import java.util.List;

/** What is to be done about a command. */
public sealed interface Prepared {

  /**
   * The call is to be sent.
   *
   * @param json the whole call, not to be changed
   * @param taskIds the tasks that it launches or kills
   * @param agentId the agent that it concerns, or null when there is no one agent
   * @param offerIds the offers that it uses up
   */
  record Ready(ObjectNode json, List<String> taskIds, String agentId, List<String> offerIds)
      implements Prepared {

    /** The call as it is sent. */
    public Call call() {
      return new Call(json.get("type").textValue(), ExactJson.bytes(json));
    }

    /**
     * One ACCEPT of several, since an offer can be accepted only once: the operations of all, one
     * after the other.
     *
     * @param accepts ACCEPT calls of the same offers with the same filters; at least one
     */
    public static Ready together(List<Ready> accepts) {
      ObjectNode shared = ExactJson.NODES.objectNode();
      ArrayNode operations = ExactJson.NODES.arrayNode();
      List<String> taskIds = new ArrayList<>();
      for (Ready accept : accepts) {
        shared.setAll(accept.json());
        accept.json().path("accept").path("operations").forEach(operations::add);
        taskIds.addAll(accept.taskIds());
      }
      Ready first = accepts.get(0);
      ObjectNode payload = shared.putObject("accept");
      payload.setAll((ObjectNode) first.json().get("accept"));
      payload.set("operations", operations);
      return new Ready(shared, taskIds, first.agentId(), first.offerIds());
    }
  }

  /** A launch is to wait for an offer that has the demand. */
  record ToPlace(Demand demand) implements Prepared {}

  /** A new framework is to be registered. */
  record ToRegister() implements Prepared {}

  /** Nothing is to be done. */
  record Refused(Refusal refusal) implements Prepared {}
}
