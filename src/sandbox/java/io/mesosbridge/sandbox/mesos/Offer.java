package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.sandbox.mesos.resources.Resources;

/** Resources of one agent that a framework may use in one role until the offer ends. */
record Offer(
    String id, Framework framework, Agent agent, String role, Resources resources, long expiry) {

  ObjectNode toJson() {
    ObjectNode offer = Json.object();
    offer.set("id", Json.id(id));
    offer.set("framework_id", Json.id(framework.id()));
    offer.set("agent_id", Json.id(agent.id()));
    offer.put("hostname", agent.hostname());
    offer.set("url", agent.url());
    offer.set("resources", resources.toJson(role, framework.has("RESERVATION_REFINEMENT")));
    if (!agent.attributes().isEmpty()) {
      offer.set("attributes", agent.attributes());
    }
    agent.executors().stream()
        .filter(executor -> !executor.isCommand())
        .filter(executor -> executor.frameworkId().equals(framework.id()))
        .forEach(executor -> offer.withArray("executor_ids").add(Json.id(executor.id())));
    if (agent.unavailability() != null) {
      offer.set("unavailability", agent.unavailability());
    }
    offer.putObject("allocation_info").put("role", role);
    return offer;
  }

  static ObjectNode rescind(String id) {
    ObjectNode rescind = Json.object();
    rescind.set("offer_id", Json.id(id));
    return Json.event("RESCIND", "rescind", rescind);
  }
}
