package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The master's wish that a framework leave an agent that will be unavailable. */
record InverseOffer(String id, SimFramework framework, Agent agent) {

  ObjectNode toJson() {
    ObjectNode offer = SimJson.object();
    offer.set("id", SimJson.id(id));
    offer.set("url", agent.url());
    offer.set("framework_id", SimJson.id(framework.id()));
    offer.set("agent_id", SimJson.id(agent.id()));
    offer.set("unavailability", agent.unavailability());
    return offer;
  }

  static ObjectNode rescind(String id) {
    ObjectNode rescind = SimJson.object();
    rescind.set("inverse_offer_id", SimJson.id(id));
    return SimJson.event("RESCIND_INVERSE_OFFER", "rescind_inverse_offer", rescind);
  }
}
