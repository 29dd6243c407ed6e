package io.mesosbridge.events;

import io.mesosbridge.config.OffersConfig;
import io.mesosbridge.core.mesos.Offer;
import io.mesosbridge.core.mesos.OwnCalls;
import io.mesosbridge.core.offer.OfferEnd;
import io.mesosbridge.events.Shedding.Kind;
import io.mesosbridge.kafka.Journal;
import io.mesosbridge.mesos.subscription.CallSender;
import io.mesosbridge.state.Offers;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds offers for those who use them, and gives them back: at once while Kafka is away and nobody
 * can see them, else when nobody used them in time.
 */
public final class OfferHolding {

  private final Journal journal;
  private final CallSender calls;
  private final Shedding shedding;
  private final Offers offers;
  private final OffersConfig config;
  private final Runnable onNewOffers;

  /**
   * Holds what is not shed.
   *
   * @param onNewOffers told after new offers are outstanding
   */
  public OfferHolding(
      Journal journal,
      CallSender calls,
      Shedding shedding,
      Offers offers,
      OffersConfig config,
      Runnable onNewOffers) {
    this.journal = journal;
    this.calls = calls;
    this.shedding = shedding;
    this.offers = offers;
    this.config = config;
    this.onNewOffers = onNewOffers;
  }

  /** New offers came. */
  void offered(List<Offer> newOffers) {
    List<String> shed = new ArrayList<>();
    for (Offer offer : newOffers) {
      if (shedding.sheds(Kind.OFFERS)) {
        shed.add(offer.id());
      } else {
        offers.add(offer);
      }
    }
    decline(shed);
    if (shed.size() < newOffers.size()) {
      onNewOffers.run();
    }
  }

  /** Declines what nobody used in time; to be called from time to time. */
  public void declineExpired() {
    List<String> expired = offers.heldLongerThan(config.hold().toNanos());
    expired.forEach(offerId -> offers.end(offerId, OfferEnd.EXPIRED));
    decline(expired);
  }

  private void decline(List<String> offerIds) {
    if (!offerIds.isEmpty()) {
      calls.send(new OwnCalls(journal.frameworkId()).decline(offerIds, config.refuse()));
    }
  }
}
