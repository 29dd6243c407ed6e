package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Asks frameworks to leave agents that have maintenance ahead, again and again. */
final class InverseOffers {

  private record Refusal(SimFramework framework, Agent agent) {}

  private final SimMaster master;
  private final Cluster cluster;

  /** Each its own, however equal: the end of one is not that of another. */
  private final Set<Refusal> refusals = Collections.newSetFromMap(new IdentityHashMap<>());

  InverseOffers(SimMaster master, Cluster cluster) {
    this.master = master;
    this.cluster = cluster;
  }

  void allocate() {
    Map<SimFramework, ArrayNode> offers = new LinkedHashMap<>();
    for (Agent agent : cluster.agents()) {
      if (agent.isRegistered() && agent.unavailability() != null) {
        for (SimFramework framework : master.frameworks()) {
          if (isWanted(framework, agent)) {
            InverseOffer offer = new InverseOffer(master.ids().nextOffer(), framework, agent);
            framework.inverseOffers().put(offer.id(), offer);
            offers.computeIfAbsent(framework, key -> SimJson.array()).add(offer.toJson());
          }
        }
      }
    }
    offers.forEach(
        (framework, all) ->
            framework.send(Allocator.event("INVERSE_OFFERS", "inverse_offers", all)));
  }

  private boolean isWanted(SimFramework framework, Agent agent) {
    return framework.isSubscribed()
        && isUsing(framework, agent)
        && framework.inverseOffers().values().stream().noneMatch(offer -> offer.agent() == agent)
        && refusals.stream().noneMatch(new Refusal(framework, agent)::equals);
  }

  /** Whether it has something to lose: what it uses, or what it is offered. */
  private static boolean isUsing(SimFramework framework, Agent agent) {
    return framework.offers().values().stream().anyMatch(offer -> offer.agent() == agent)
        || framework.tasks().values().stream()
            .anyMatch(task -> task.agent() == agent && !task.state().hasEnded());
  }

  /** By a REVIVE, or since its connection is lost. */
  void endRefusals(SimFramework framework) {
    refusals.removeIf(refusal -> refusal.framework() == framework);
  }

  /** What was refused of an agent ends when the leader removes it. */
  void removed(Agent agent) {
    refusals.removeIf(refusal -> refusal.agent() == agent);
  }

  /** ACCEPT_INVERSE_OFFERS and DECLINE_INVERSE_OFFERS alike end the offer and delay the next. */
  Answer answered(SimFramework framework, JsonNode payload) {
    for (String id : SimJson.ids(payload.path("inverse_offer_ids"))) {
      InverseOffer offer = framework.inverseOffers().remove(id);
      if (offer != null) {
        refuse(new Refusal(framework, offer.agent()), payload.path("filters"));
      }
    }
    return Answer.ACCEPTED;
  }

  private void refuse(Refusal refusal, JsonNode filters) {
    double seconds = OfferFilter.seconds(filters);
    if (seconds > 0) {
      refusals.add(refusal);
      Duration wanted = cluster.config().simulated(seconds);
      Duration least = cluster.config().allocationInterval();
      cluster
          .loop()
          .after(wanted.compareTo(least) > 0 ? wanted : least, () -> refusals.remove(refusal));
    }
  }

  void rescindOffersOf(Agent agent) {
    for (SimFramework framework : master.frameworks()) {
      for (InverseOffer offer : List.copyOf(framework.inverseOffers().values())) {
        if (offer.agent() == agent) {
          framework.inverseOffers().remove(offer.id());
          framework.send(InverseOffer.rescind(offer.id()));
        }
      }
    }
  }
}
