package io.mesosbridge.core.offer;

import static java.util.Comparator.comparingDouble;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The outstanding offers, each read once and numbered in the order in which it was first seen. */
final class KnownOffers {

  private final Map<String, Long> numbers = new HashMap<>();
  private final TreeMap<Long, PlaceableOffer> free = new TreeMap<>();
  private long latest;
  private Ceiling ceiling = Ceiling.of(free.values());
  private boolean isCeilingTooHigh;

  /** Adds what is new and forgets what is no longer outstanding. */
  void update(Collection<OutstandingOffer> outstanding) {
    Set<String> ids = new HashSet<>();
    for (OutstandingOffer offer : outstanding) {
      ids.add(offer.id());
      if (!numbers.containsKey(offer.id())) {
        latest++;
        numbers.put(offer.id(), latest);
        free.put(latest, PlaceableOffer.read(offer));
      }
    }
    if (ids.size() < numbers.size()) {
      numbers.keySet().retainAll(ids);
      free.values().removeIf(offer -> !ids.contains(offer.id()));
    }
    ceiling = Ceiling.of(free.values());
    isCeilingTooHigh = false;
  }

  /** The number of the newest offer. */
  long latest() {
    return latest;
  }

  /** The offers that are free and newer than the number. */
  Stream<PlaceableOffer> newerThan(long number) {
    return free.tailMap(number, false).values().stream();
  }

  /** Whether one of the free offers might fit; where not, none does. */
  boolean mightFit(Demand demand) {
    return ceiling.allows(demand);
  }

  /** A demand that might have fitted did not: the next such is to be known without looking. */
  void lowerCeiling() {
    if (isCeilingTooHigh) {
      ceiling = Ceiling.of(free.values());
      isCeilingTooHigh = false;
    }
  }

  /** Part of the offer is spoken for; the rest may be had by others. */
  void use(PlaceableOffer offer, Demand demand) {
    free.put(numbers.get(offer.id()), offer.without(demand.resources()));
    isCeilingTooHigh = true;
  }

  /** The offer is spoken for: it is not given away again, even while it is still outstanding. */
  void take(String offerId) {
    free.remove(numbers.get(offerId));
  }

  /** The offer is as good as never seen. */
  void forget(String offerId) {
    free.remove(numbers.remove(offerId));
  }

  /** The free offer that lacks the least of the demand. */
  Optional<PlaceableOffer> nearest(Demand demand) {
    return free.values().stream().min(comparingDouble(offer -> Shortfall.of(demand, offer)));
  }
}
