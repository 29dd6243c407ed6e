package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.sandbox.mesos.resources.SimResources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Offers what is free to the framework with the smallest share, once in every interval. */
final class Allocator {

  private final SimMaster master;
  private final Cluster cluster;
  private long timer = -1;

  Allocator(SimMaster master, Cluster cluster) {
    this.master = master;
    this.cluster = cluster;
  }

  void start() {
    timer = cluster.loop().every(cluster.config().allocationInterval(), this::allocate);
  }

  void stop() {
    cluster.loop().cancel(timer);
  }

  /** Makes offers of all that is free: one event to a framework, whatever the number of agents. */
  void allocate() {
    Map<SimFramework, ArrayNode> offers = new LinkedHashMap<>();
    Shares shares = new Shares(master.frameworks(), cluster.agents());
    for (Agent agent : cluster.agents()) {
      if (agent.isRegistered() && !agent.isDeactivated()) {
        for (SimFramework framework : shares.smallestFirst()) {
          for (SimOffer offer : offer(agent, framework)) {
            shares.add(framework, offer.resources());
            offers
                .computeIfAbsent(framework, key -> SimJson.array())
                .add(offer.toJson(cluster.version()));
          }
        }
      }
    }
    offers.forEach((framework, all) -> framework.send(event("OFFERS", "offers", all)));
    master.inverseOffers().allocate();
  }

  static ObjectNode event(String type, String field, ArrayNode offers) {
    ObjectNode payload = SimJson.object();
    payload.set(field, offers);
    return SimJson.event(type, field, payload);
  }

  /** Offers what is free to each role of the framework that wants it. */
  private List<SimOffer> offer(Agent agent, SimFramework framework) {
    List<SimOffer> offers = new ArrayList<>();
    if (agent.hasGpus() && !framework.has("GPU_RESOURCES")) {
      return offers;
    }
    for (String role : framework.info().roles()) {
      SimResources available = agent.available();
      SimResources free =
          (framework.has("SHARED_RESOURCES") ? available : available.nonShared()).offerableTo(role);
      if (free.isWorthOffering() && isWanted(framework, agent, role, free)) {
        offers.add(master.offer(framework, agent, role, free));
      }
    }
    return offers;
  }

  private static boolean isWanted(
      SimFramework framework, Agent agent, String role, SimResources resources) {
    return !framework.suppressed().contains(role)
        && framework.filters().stream().noneMatch(filter -> filter.refuses(agent, role, resources));
  }

  /** Keeps resources from being offered to the framework again for as long as the call wants. */
  void refuse(
      SimFramework framework, Agent agent, String role, SimResources resources, JsonNode filters) {
    double seconds = OfferFilter.seconds(filters);
    if (seconds == 0 || resources.isEmpty()) {
      return;
    }
    OfferFilter filter = new OfferFilter(agent, role, resources);
    framework.filters().add(filter);
    Duration wanted = cluster.config().simulated(seconds);
    Duration least = cluster.config().allocationInterval();
    cluster
        .loop()
        .after(
            wanted.compareTo(least) > 0 ? wanted : least, () -> framework.filters().remove(filter));
  }
}
