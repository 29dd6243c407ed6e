package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The operators' plan of which machines will be unavailable when. */
final class Maintenance {

  private final Cluster cluster;

  Maintenance(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * Replaces the schedule by one in Mesos' form, which names machines: all agents are on one.
   *
   * @param schedule with {@code windows}, each of {@code machine_ids} and {@code unavailability}
   */
  void schedule(JsonNode schedule) {
    for (Agent agent : cluster.agents()) {
      JsonNode unavailability = null;
      for (JsonNode window : schedule.path("windows")) {
        for (JsonNode machine : window.path("machine_ids")) {
          if (machine.path("hostname").asText().equals(agent.hostname())) {
            unavailability = window.path("unavailability");
          }
        }
      }
      change(agent, unavailability);
    }
    offerAnew();
  }

  /** Plans the maintenance of one agent, or takes the plan back when null. */
  void schedule(Agent agent, JsonNode unavailability) {
    change(agent, unavailability);
    offerAnew();
  }

  private void change(Agent agent, JsonNode unavailability) {
    if (agent.unavailability() != null || unavailability != null) {
      agent.unavailability(unavailability);
      if (cluster.master() != null) {
        cluster.master().rescindOffersOf(agent);
        cluster.master().inverseOffers().rescindOffersOf(agent);
      }
    }
  }

  /** The plan is the cluster's, which may be without leader for a while. */
  private void offerAnew() {
    if (cluster.master() != null) {
      cluster.master().allocator().allocate();
    }
  }

  ObjectNode schedule() {
    ObjectNode schedule = SimJson.object();
    ArrayNode windows = schedule.putArray("windows");
    for (Agent agent : cluster.agents()) {
      if (agent.unavailability() != null) {
        ObjectNode window = windows.addObject();
        window
            .putArray("machine_ids")
            .addObject()
            .put("hostname", agent.hostname())
            .put("ip", "127.0.0.1");
        window.set("unavailability", agent.unavailability());
      }
    }
    return schedule;
  }
}
