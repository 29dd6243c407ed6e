package io.mesosbridge.core.preparation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.core.language.ExactJson;
import io.mesosbridge.core.language.Refusal;
import io.mesosbridge.core.mesos.Call;
import io.mesosbridge.core.offer.Demand;
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
  }

  /** A launch is to wait for an offer that has the demand. */
  record ToPlace(Demand demand) implements Prepared {}

  /** A new framework is to be registered. */
  record ToRegister() implements Prepared {}

  /** Nothing is to be done. */
  record Refused(Refusal refusal) implements Prepared {}
}
