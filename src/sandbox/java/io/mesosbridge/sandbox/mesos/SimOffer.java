package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.sandbox.mesos.resources.SimResources;

/** Resources of one agent that a framework may use in one role until the offer ends. */
record SimOffer(
    String id,
    SimFramework framework,
    Agent agent,
    String role,
    SimResources resources,
    long expiry) {

  /** As a master of that version offers it. */
  ObjectNode toJson(SimVersion version) {
    ObjectNode offer = SimJson.object();
    offer.set("id", SimJson.id(id));
    offer.set("framework_id", SimJson.id(framework.id()));
    offer.set("agent_id", SimJson.id(agent.id()));
    offer.put("hostname", agent.hostname());
    offer.set("url", agent.url());
    String allocatedTo = version.isBefore(2) ? null : role;
    offer.set("resources", resources.toJson(allocatedTo, framework.has("RESERVATION_REFINEMENT")));
    if (!agent.attributes().isEmpty()) {
      offer.set("attributes", agent.attributes());
    }
    agent.executors().stream()
        .filter(executor -> !executor.isCommand())
        .filter(executor -> executor.frameworkId().equals(framework.id()))
        .forEach(executor -> offer.withArray("executor_ids").add(SimJson.id(executor.id())));
    if (agent.unavailability() != null) {
      offer.set("unavailability", agent.unavailability());
    }
    if (allocatedTo != null) {
      offer.putObject("allocation_info").put("role", role);
    }
    return offer;
  }

  static ObjectNode rescind(String id) {
    ObjectNode rescind = SimJson.object();
    rescind.set("offer_id", SimJson.id(id));
    return SimJson.event("RESCIND", "rescind", rescind);
  }
}
