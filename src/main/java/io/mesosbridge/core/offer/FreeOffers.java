package io.mesosbridge.core.offer;

import io.mesosbridge.config.BridgeConfig.Placement.Strategy;
import io.mesosbridge.core.Now;
import io.mesosbridge.core.Recent;
import io.mesosbridge.core.offer.OfferIndex.Goal;
import io.mesosbridge.core.offer.OfferTree.Free;
import io.mesosbridge.core.offer.OutstandingOffer.Content;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The outstanding offers that placement may give away, kept in step with each that comes and goes.
 * They are read only once launches wait, and numbered in the order in which they are.
 */
public final class FreeOffers {

  /** They come and go: those that got a launch most recently are remembered. */
  private static final int MOST_AGENTS = 10_000;

  private final Strategy strategy;
  private final OfferIndex index;
  private final Map<String, OutstandingOffer> unread = new LinkedHashMap<>();
  private final Map<String, Held> read = new HashMap<>();
  private final Map<String, Set<Held>> byAgent = new HashMap<>();
  private final Map<String, Integer> launchesByAgent = Recent.used(MOST_AGENTS);
  private final Duration avoidBefore;
  private long latest;
  private long nowMillis;

  /** An offer, and what of it is free; null once it is given away. */
  private static final class Held {
    private final Content whole;
    private Free free;

    private Held(Content whole) {
      this.whole = whole;
    }
  }

  /**
   * None is outstanding yet.
   *
   * @param avoidBefore how long before its maintenance an agent gets no launch any more
   */
  public FreeOffers(Strategy strategy, Duration avoidBefore) {
    this(strategy, avoidBefore, new OfferIndex());
  }

  FreeOffers(Strategy strategy, Duration avoidBefore, OfferIndex index) {
    this.strategy = strategy;
    this.avoidBefore = avoidBefore;
    this.index = index;
  }

  /** The offer is outstanding from now on, as it is now. */
  void came(OutstandingOffer offer) {
    went(offer.id());
    unread.put(offer.id(), offer);
  }

  /** The offer is not outstanding any more. */
  void went(String offerId) {
    unread.remove(offerId);
    take(offerId);
    Held held = read.remove(offerId);
    if (held != null) {
      byAgent.computeIfPresent(
          held.whole.agentId(),
          (agent, its) -> {
            its.remove(held);
            return its.isEmpty() ? null : its;
          });
    }
  }

  /** Takes note of what came, and of the time, which tells whose maintenance is near. */
  void read(Now now) {
    nowMillis = now.millis();
    for (OutstandingOffer offer : unread.values()) {
      Held held = new Held(Content.read(offer));
      read.put(offer.id(), held);
      byAgent.computeIfAbsent(offer.agentId(), any -> new LinkedHashSet<>()).add(held);
      add(held);
    }
    unread.clear();
  }

  /** What the offer had when it came, if it was read, be it given away or not. */
  Optional<Content> find(String offerId) {
    return Optional.ofNullable(read.get(offerId)).map(held -> held.whole);
  }

  private void add(Held held) {
    int rank = strategy == Strategy.SPREAD ? launchesOn(held.whole.agentId()) : 0;
    set(held, new Free(held.whole, ++latest, rank));
  }

  private void set(Held held, Free free) {
    if (held.free != null) {
      index.remove(held.free);
    }
    held.free = free;
    if (free != null) {
      index.add(free);
    }
  }

  private int launchesOn(String agentId) {
    return launchesByAgent.getOrDefault(agentId, 0);
  }

  /** The number of the newest offer that was read. */
  long latest() {
    return latest;
  }

  /** The one that the strategy gives to the demand, of those that are newer than the number. */
  Optional<Content> choose(Demand demand, long newerThan, Predicate<Content> usable) {
    Goal goal = strategy == Strategy.BEST_FIT ? Goal.SNUGGEST : Goal.FIRST;
    return index
        .find(goal, demand, newerThan, each -> !isLeaving(each) && usable.test(each))
        .map(Free::offer);
  }

  /** Whether the offer's agent gets no launch any more, because of its maintenance. */
  boolean isLeaving(Content offer) {
    return offer.isLeaving(nowMillis, avoidBefore);
  }

  /** A launch gets part of the offer; the rest may be had by others. */
  void use(String offerId, Fit fit) {
    Held held = read.get(offerId);
    Free free = held.free;
    set(held, new Free(free.offer().without(fit.taken()), free.number(), free.rank()));
    if (strategy == Strategy.SPREAD) {
      String agentId = held.whole.agentId();
      int rank = launchesByAgent.merge(agentId, 1, Integer::sum);
      for (Held each : List.copyOf(byAgent.get(agentId))) {
        if (each.free != null) {
          set(each, new Free(each.free.offer(), each.free.number(), rank));
        }
      }
    }
  }

  /** The offer is spoken for: it is not given away again, even while it is still outstanding. */
  void take(String offerId) {
    Held held = read.get(offerId);
    if (held != null) {
      set(held, null);
    }
  }

  /** An offer that was taken is free after all, if it is outstanding, as a new one is. */
  void giveBack(String offerId) {
    Held held = read.get(offerId);
    if (held != null) {
      add(held);
    }
  }

  /** The free offer that lacks the least of the demand. */
  Optional<Content> nearest(Demand demand) {
    return index.find(Goal.NEAREST, demand, 0, any -> true).map(Free::offer);
  }
}
