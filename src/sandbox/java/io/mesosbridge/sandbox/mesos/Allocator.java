package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.sandbox.mesos.resources.Resources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Offers what is free to the framework with the smallest share, once in every interval. */
final class Allocator {

  private record Candidate(Framework framework, String role, double share) {}

  private final Master master;
  private final Cluster cluster;
  private long timer = -1;

  Allocator(Master master, Cluster cluster) {
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
    Map<Framework, ArrayNode> offers = new LinkedHashMap<>();
    for (Agent agent : cluster.agents()) {
      if (agent.isRegistered()) {
        for (Candidate candidate : candidates()) {
          Offer offer = offer(agent, candidate);
          if (offer != null) {
            offers.computeIfAbsent(offer.framework(), key -> Json.array()).add(offer.toJson());
          }
        }
      }
    }
    offers.forEach((framework, all) -> framework.send(event("OFFERS", "offers", all)));
    master.inverseOffers().allocate();
  }

  static ObjectNode event(String type, String field, ArrayNode offers) {
    ObjectNode payload = Json.object();
    payload.set(field, offers);
    return Json.event(type, field, payload);
  }

  private List<Candidate> candidates() {
    List<Candidate> candidates = new ArrayList<>();
    List<Framework> frameworks =
        master.frameworks().stream().filter(Framework::isSubscribed).toList();
    for (Framework framework : frameworks) {
      double share = frameworks.size() == 1 ? 0 : share(framework);
      for (String role : framework.info().roles()) {
        if (!framework.suppressed().contains(role)) {
          candidates.add(new Candidate(framework, role, share));
        }
      }
    }
    candidates.sort(Comparator.comparingDouble(Candidate::share));
    return candidates;
  }

  private double share(Framework framework) {
    Resources total = Resources.NONE;
    Resources held = Resources.NONE;
    for (Agent agent : cluster.agents()) {
      total = total.plus(agent.total());
    }
    for (Offer offer : framework.offers().values()) {
      held = held.plus(offer.resources());
    }
    for (Task task : framework.tasks().values()) {
      held = task.state().hasEnded() ? held : held.plus(task.resources());
    }
    return held.dominantShare(total);
  }

  private Offer offer(Agent agent, Candidate candidate) {
    Framework framework = candidate.framework();
    Resources free = agent.available().offerableTo(candidate.role());
    boolean refused =
        framework.filters().stream()
            .anyMatch(filter -> filter.refuses(agent, candidate.role(), free));
    return refused || !free.isWorthOffering()
        ? null
        : master.offer(framework, agent, candidate.role(), free);
  }

  /** Keeps resources from being offered to the framework again for as long as the call wants. */
  void refuse(
      Framework framework, Agent agent, String role, Resources resources, JsonNode filters) {
    double seconds = OfferFilter.seconds(filters);
    if (seconds == 0 || resources.isEmpty()) {
      return;
    }
    OfferFilter filter = new OfferFilter(agent, role, resources);
    framework.filters().add(filter);
    Duration wanted = cluster.loop().simulated(seconds);
    Duration least = cluster.config().allocationInterval();
    cluster
        .loop()
        .after(
            wanted.compareTo(least) > 0 ? wanted : least, () -> framework.filters().remove(filter));
  }
}
