package io.mesosbridge.core.offer;

import java.util.Collection;
import java.util.Optional;

/** The offers as commands and placement see them. */
public interface OfferLookup {

  /** The offer, if it can still be accepted. */
  Optional<OutstandingOffer> find(String offerId);

  /** Why an offer that was there is gone; empty for an id that was never seen, or long ago. */
  Optional<OfferEnd> endOf(String offerId);

  /** All offers that can still be accepted, oldest first. */
  Collection<OutstandingOffer> outstanding();
}
