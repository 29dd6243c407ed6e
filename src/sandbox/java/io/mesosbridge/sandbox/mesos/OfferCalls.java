package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** DECLINE, SUPPRESS and REVIVE. */
final class OfferCalls {

  private final SimMaster master;

  OfferCalls(SimMaster master) {
    this.master = master;
  }

  /** Offers that are no longer valid, or another's, are passed over. */
  Answer decline(SimFramework framework, JsonNode payload) {
    for (String id : SimJson.ids(payload.path("offer_ids"))) {
      SimOffer offer = framework.offers().get(id);
      if (offer != null) {
        master.discard(offer);
        master
            .allocator()
            .refuse(
                framework, offer.agent(), offer.role(), offer.resources(), payload.path("filters"));
      }
    }
    return Answer.ACCEPTED;
  }

  Answer suppress(SimFramework framework, JsonNode payload) {
    framework.suppressed().addAll(roles(framework, payload));
    return Answer.ACCEPTED;
  }

  Answer revive(SimFramework framework, JsonNode payload) {
    List<String> roles = roles(framework, payload);
    if (roles.isEmpty()) {
      return Answer.ACCEPTED;
    }
    roles.forEach(framework.suppressed()::remove);
    framework.filters().removeIf(filter -> roles.contains(filter.role()));
    master.inverseOffers().endRefusals(framework);
    master.allocator().allocate();
    return Answer.ACCEPTED;
  }

  /** The roles named, or all; none at all when one of them is not the framework's. */
  private static List<String> roles(SimFramework framework, JsonNode payload) {
    List<String> own = framework.info().roles();
    List<String> named = SimJson.strings(payload.path("roles"));
    if (named.isEmpty()) {
      return own;
    }
    return own.containsAll(named) ? named : List.of();
  }
}
