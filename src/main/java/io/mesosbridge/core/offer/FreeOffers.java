package io.mesosbridge.core.offer;

import static java.util.Comparator.comparingDouble;
import static java.util.Comparator.comparingInt;

import io.mesosbridge.config.BridgeConfig.Placement.Strategy;
import io.mesosbridge.core.Recent;
import io.mesosbridge.core.offer.Amount.Scalar;
import io.mesosbridge.core.offer.OutstandingOffer.Content;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The outstanding offers, each read once and numbered in the order in which it was first seen. */
final class FreeOffers {

  private final Map<String, Long> numbers = new HashMap<>();
  private final TreeMap<Long, Content> free = new TreeMap<>();
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
        free.put(latest, Content.read(offer));
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
  Stream<Content> newerThan(long number) {
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
  void use(Content offer, Demand demand) {
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
  Optional<Content> nearest(Demand demand) {
    return free.values().stream().min(comparingDouble(demand::shortfallOf));
  }

  /** Takes one of the offers that fit, by the configured strategy; of equals, the oldest. */
  static class Choice {

    /** They come and go: those that got a launch most recently are remembered. */
    private static final int MOST_AGENTS = 10_000;

    private final Strategy strategy;
    private final Map<String, Integer> launchesByAgent = Recent.used(MOST_AGENTS);

    Choice(Strategy strategy) {
      this.strategy = strategy;
    }

    /** The offer for the demand out of those given, oldest first. */
    Optional<Content> choose(Demand demand, Stream<Content> offers) {
      Stream<Content> fitting = offers.filter(demand::fits);
      Optional<Content> chosen =
          switch (strategy) {
            case FIRST_FIT -> fitting.findFirst();
            case BEST_FIT -> fitting.min(comparingDouble(demand::surplusOf));
            case SPREAD ->
                fitting.min(
                    comparingInt(offer -> launchesByAgent.getOrDefault(offer.agentId(), 0)));
          };
      chosen.ifPresent(offer -> launchesByAgent.merge(offer.agentId(), 1, Integer::sum));
      return chosen;
    }
  }

  /** The most that any one of some offers has of each scalar: spares looking at all of them. */
  record Ceiling(Map<ResourceKind, Scalar> highest) {

    static Ceiling of(Collection<Content> offers) {
      Map<ResourceKind, Scalar> highest = new HashMap<>();
      for (Content offer : offers) {
        for (Map.Entry<ResourceKind, Amount> offered : offer.resources().amounts().entrySet()) {
          if (offered.getValue() instanceof Scalar scalar) {
            highest.merge(offered.getKey(), scalar, (a, b) -> a.contains(b) ? a : b);
          }
        }
      }
      return new Ceiling(highest);
    }

    /** Whether one of the offers might fit; where not, none does. */
    boolean allows(Demand demand) {
      for (Map.Entry<ResourceKind, Amount> wanted : demand.resources().amounts().entrySet()) {
        Scalar most = highest.get(wanted.getKey());
        if (wanted.getValue() instanceof Scalar scalar
            && !scalar.isEmpty()
            && (most == null || !most.contains(scalar))) {
          return false;
        }
      }
      return true;
    }
  }
}
