package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.sandbox.mesos.resources.SimResources;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** ACCEPT: checks the offers, carries out the operations in order and returns what is left. */
final class Accepting {

  private final SimMaster master;
  private final Cluster cluster;

  Accepting(SimMaster master, Cluster cluster) {
    this.master = master;
    this.cluster = cluster;
  }

  Answer accept(SimFramework framework, JsonNode payload) {
    List<String> ids = SimJson.ids(payload.path("offer_ids"));
    String invalid = invalid(framework, ids);
    SimResources offered = SimResources.NONE;
    Agent agent = null;
    String role = null;
    for (String id : new LinkedHashSet<>(ids)) {
      SimOffer offer = master.offer(id); // even one of another framework
      if (offer != null) {
        master.discard(offer);
        offered = offered.plus(offer.resources());
        agent = offer.agent();
        role = offer.role();
      }
    }
    if (invalid != null) {
      cluster.ledger().launchesNothing();
      payload.path("operations").forEach(operation -> refuse(framework, operation, invalid));
      return Answer.ACCEPTED;
    }
    Acceptance acceptance = new Acceptance(framework, agent, role, offered, cluster);
    try {
      payload.path("operations").forEach(acceptance::carryOut);
    } catch (RuntimeException | StackOverflowError e) {
      ids.forEach(id -> framework.send(SimOffer.rescind(id))); // they are gone, and nobody says so
      throw e;
    }
    master
        .allocator()
        .refuse(framework, agent, role, acceptance.untouched(), payload.path("filters"));
    return Answer.ACCEPTED;
  }

  private String invalid(SimFramework framework, List<String> ids) {
    if (ids.isEmpty()) {
      return "No offers specified";
    }
    Set<String> seen = new HashSet<>();
    for (String id : ids) {
      if (!seen.add(id)) {
        return "Duplicate offer " + id + " in offer list";
      }
    }
    for (String id : ids) {
      if (master.offer(id) == null) {
        return "Offer " + id + " is no longer valid";
      }
    }
    SimOffer first = master.offer(ids.get(0));
    for (String id : ids) {
      SimOffer offer = master.offer(id);
      if (offer.framework() != framework) {
        return "Offer %s has invalid framework %s while framework %s is expected"
            .formatted(id, offer.framework().id(), framework.id());
      }
      if (!offer.role().equals(first.role())) {
        return "Aggregated offers must be allocated to the same role. Offer "
            + "%s uses role '%s' but another is using role '%s'"
                .formatted(id, offer.role(), first.role());
      }
      if (offer.agent() != first.agent()) {
        return "Aggregated offers must belong to one single agent. "
            + "Offer %s uses agent %s and agent %s"
                .formatted(id, offer.agent().id(), first.agent().id());
      }
    }
    return null;
  }

  private void refuse(SimFramework framework, JsonNode operation, String why) {
    for (JsonNode task : Acceptance.tasks(operation)) {
      String agentId = SimJson.idIn(task, "agent_id");
      SimTaskStatus status =
          SimTaskStatus.byMaster(
              cluster.loop().now(),
              SimJson.idIn(task, "task_id"),
              agentId,
              framework.ifPartitionAware(SimTaskState.DROPPED, SimTaskState.LOST),
              "REASON_INVALID_OFFERS",
              "Task launched with invalid offers: " + why);
      cluster.ledger().refused(framework, status);
      framework.send(status);
    }
    boolean launch = operation.path("type").asText().startsWith("LAUNCH");
    if (!launch && operation.has("id")) {
      framework.send(
          SimOperation.byMaster(
              SimJson.idIn(operation, "id"),
              "OPERATION_ERROR",
              "Operation attempted with invalid offers: " + why,
              null));
    }
  }
}
