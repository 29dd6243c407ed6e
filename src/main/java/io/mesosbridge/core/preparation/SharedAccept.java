package io.mesosbridge.core.preparation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.core.language.ExactJson;
import java.util.ArrayList;
import java.util.List;

/** Makes one ACCEPT of several: an offer can be accepted only once. */
public final class SharedAccept {

  private SharedAccept() {}

  /**
   * The operations of all, one after the other.
   *
   * @param accepts ACCEPT calls of the same offers with the same filters; at least one
   */
  public static Prepared.Ready of(List<Prepared.Ready> accepts) {
    ObjectNode shared = ExactJson.NODES.objectNode();
    ArrayNode operations = ExactJson.NODES.arrayNode();
    List<String> taskIds = new ArrayList<>();
    for (Prepared.Ready accept : accepts) {
      shared.setAll(accept.json());
      accept.json().path("accept").path("operations").forEach(operations::add);
      taskIds.addAll(accept.taskIds());
    }
    Prepared.Ready first = accepts.get(0);
    ObjectNode payload = shared.putObject("accept");
    payload.setAll((ObjectNode) first.json().get("accept"));
    payload.set("operations", operations);
    return new Prepared.Ready(shared, taskIds, first.agentId(), first.offerIds());
  }
}
