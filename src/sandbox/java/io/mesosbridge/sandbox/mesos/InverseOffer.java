package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The master's wish that a framework leave an agent that will be unavailable. */
record InverseOffer(String id, Framework framework, Agent agent) {

  ObjectNode toJson() {
    ObjectNode offer = Json.object();
    offer.set("id", Json.id(id));
    offer.set("url", agent.url());
    offer.set("framework_id", Json.id(framework.id()));
    offer.set("agent_id", Json.id(agent.id()));
    offer.set("unavailability", agent.unavailability());
    return offer;
  }

  static ObjectNode rescind(String id) {
    ObjectNode rescind = Json.object();
    rescind.set("inverse_offer_id", Json.id(id));
    return Json.event("RESCIND_INVERSE_OFFER", "rescind_inverse_offer", rescind);
  }
}
