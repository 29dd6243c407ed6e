package io.mesosbridge.core.offer;

import io.mesosbridge.config.BridgeConfig.Placement.Policy;
import io.mesosbridge.core.Now;
import io.mesosbridge.core.offer.OfferIndex.Goal;
import io.mesosbridge.core.offer.OfferTree.Free;
import io.mesosbridge.core.offer.OutstandingOffer.Content;
import java.time.Duration;
import java.util.ArrayList;
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
 * They are read only once launches wait, and numbered in the order in which they are. Those of one
 * agent and role are one: what Mesos offers in pieces can be accepted in one go.
 */
public final class FreeOffers {

  /** A master that splits what it offers into more makes no more of it than many piles. */
  private static final int MOST_TOGETHER = 100;

  /** Agents that have them are left to launches that want them, unless nothing else is there. */
  static final String GPUS = "gpus";

  private final TaskGroups tasks;
  private final OfferIndex index;
  private final AgentsSeen seen = new AgentsSeen();
  private final Map<String, OutstandingOffer> unread = new LinkedHashMap<>();
  private final Map<String, Held> read = new HashMap<>();
  private final Map<Place, Pile> growing = new HashMap<>();
  private final Map<String, Set<Pile>> byAgent = new HashMap<>();
  private final Duration avoidBefore;
  private long latest;
  private long nowMillis;

  /** An offer, and with which it is; null once it is given away. */
  private static final class Held {
    private final Content whole;
    private Pile pile;

    private Held(Content whole) {
      this.whole = whole;
    }
  }

  /** Where offers must be for one ACCEPT to use them together. */
  private record Place(String agentId, String role) {
    static Place of(Content offer) {
      return new Place(offer.agentId(), offer.role());
    }
  }

  /** Offers that are given away together, and what of them is free. */
  private static final class Pile {
    private final Map<String, Held> offers = new LinkedHashMap<>();
    private Resources taken = Resources.NONE;
    private Free free;

    private Content sum() {
      return offers.values().stream().map(held -> held.whole).reduce(Content::plus).orElseThrow();
    }

    /** One that has all that was taken, or else as many, in their order, as have it together. */
    private List<String> needed() {
      for (Held one : offers.values()) {
        if (one.whole.resources().contains(taken)) {
          return List.of(one.whole.id());
        }
      }
      List<String> needed = new ArrayList<>();
      Resources together = Resources.NONE;
      for (Held next : offers.values()) {
        if (!together.contains(taken)) {
          needed.add(next.whole.id());
          together = together.plus(next.whole.resources());
        }
      }
      return needed;
    }
  }

  /**
   * None is outstanding yet.
   *
   * @param tasks which tasks there are, and where
   * @param avoidBefore how long before its maintenance an agent gets no launch any more
   */
  public FreeOffers(TaskGroups tasks, Duration avoidBefore) {
    this(tasks, avoidBefore, new OfferIndex());
  }

  FreeOffers(TaskGroups tasks, Duration avoidBefore, OfferIndex index) {
    this.tasks = tasks;
    this.avoidBefore = avoidBefore;
    this.index = index;
  }

  /** The offer is outstanding from now on, as it is now. */
  void came(OutstandingOffer offer) {
    went(offer.id());
    unread.put(offer.id(), offer);
  }

  /** The offer is not outstanding any more; what it was combined with is free as before. */
  void went(String offerId) {
    unread.remove(offerId);
    Held held = read.remove(offerId);
    if (held != null && held.pile != null) {
      takeOut(List.of(held), held.pile.free.number());
    }
  }

  private void takeOut(List<Held> some, long numberOfTheRest) {
    Pile pile = some.get(0).pile;
    for (Held held : some) {
      pile.offers.remove(held.whole.id());
      held.pile = null;
    }
    if (pile.offers.isEmpty()) {
      disperse(pile);
    } else {
      pile.taken = Resources.NONE;
      set(pile, new Free(pile.sum(), numberOfTheRest, pile.free.rank()));
    }
  }

  /** Takes note of what came and went, and of the time, which tells whose maintenance is near. */
  void read(Now now) {
    nowMillis = now.millis();
    tasks.takeRecounted().forEach(this::rank);
    List<Held> came = new ArrayList<>(unread.size());
    for (OutstandingOffer offer : unread.values()) {
      Held held = new Held(Content.read(offer));
      read.put(offer.id(), held);
      came.add(held);
    }
    unread.clear();
    add(came);
  }

  /** What the offer had when it came, if it was read, be it given away or not. */
  Optional<Content> find(String offerId) {
    return Optional.ofNullable(read.get(offerId)).map(held -> held.whole);
  }

  /** They are free from now on, each with others of its place; what grew is as good as new. */
  private void add(List<Held> free) {
    Set<Pile> grown = new LinkedHashSet<>();
    for (Held held : free) {
      Place place = Place.of(held.whole);
      Pile pile = growing.get(place);
      if (pile == null || pile.offers.size() == MOST_TOGETHER) {
        pile = new Pile();
        growing.put(place, pile);
        byAgent.computeIfAbsent(place.agentId(), any -> new LinkedHashSet<>()).add(pile);
      }
      pile.offers.put(held.whole.id(), held);
      held.pile = pile;
      grown.add(pile);
    }
    for (Pile pile : grown) {
      Content sum = pile.sum();
      set(pile, new Free(sum, ++latest, tasks.tasksOn(sum.agentId())));
    }
    grown.forEach(this::note);
  }

  private void note(Pile grown) {
    String agentId = grown.free.offer().agentId();
    Content all = byAgent.get(agentId).stream().map(Pile::sum).reduce(Content::plus).orElseThrow();
    seen.note(all, tasks.tasksOn(agentId));
    tasks.tells(all.agent());
  }

  private void set(Pile pile, Free free) {
    if (pile.free != null) {
      index.remove(pile.free);
    }
    pile.free = free;
    if (free != null) {
      index.add(free);
    }
  }

  private void disperse(Pile pile) {
    Place place = Place.of(pile.free.offer());
    set(pile, null);
    growing.remove(place, pile);
    byAgent.computeIfPresent(
        place.agentId(), (agentId, its) -> its.remove(pile) && its.isEmpty() ? null : its);
  }

  /** The number of the newest offer that was read. */
  long latest() {
    return latest;
  }

  /** The one that the policy gives to the demand, of those that are newer than the number. */
  Optional<Content> choose(
      Demand demand, Policy policy, long newerThan, Predicate<Content> usable) {
    return find(policy == Policy.PACK ? Goal.SNUGGEST : Goal.LEAST_USED, demand, newerThan, usable);
  }

  /** The one that lacks the least of the demand, of those of agents that may get launches. */
  Optional<Content> nearest(Demand demand, Predicate<Content> usable) {
    return find(Goal.NEAREST, demand, 0, usable);
  }

  private Optional<Content> find(
      Goal goal, Demand demand, long newerThan, Predicate<Content> usable) {
    Predicate<Content> isUsable = each -> !isLeaving(each) && usable.test(each);
    Optional<Free> chosen = Optional.empty();
    if (index.knows(GPUS) && !demand.resources().have(GPUS)) {
      Predicate<Content> plain = each -> !each.resources().have(GPUS);
      chosen = index.find(goal, demand, newerThan, plain.and(isUsable));
    }
    return chosen.or(() -> index.find(goal, demand, newerThan, isUsable)).map(Free::offer);
  }

  /** Whether the offer's agent gets no launch any more, because of its maintenance. */
  boolean isLeaving(Content offer) {
    return offer.isLeaving(nowMillis, avoidBefore);
  }

  /** A launch gets part of what was chosen; the rest may be had by others. */
  void use(Content chosen, Fit fit) {
    Pile pile = read.get(chosen.id()).pile;
    Content left = pile.free.offer().without(fit.taken());
    pile.taken = pile.taken.plus(fit.taken());
    set(pile, new Free(left, pile.free.number(), tasks.tasksOn(chosen.agentId())));
    rank(chosen.agentId());
  }

  /** Tasks came to the agent or went. */
  private void rank(String agentId) {
    int rank = tasks.tasksOn(agentId);
    byAgent.getOrDefault(agentId, Set.of()).stream()
        .filter(pile -> pile.free.rank() != rank)
        .forEach(pile -> set(pile, new Free(pile.free.offer(), pile.free.number(), rank)));
  }

  /** The offers that are one with this one. */
  List<String> with(String offerId) {
    return List.copyOf(read.get(offerId).pile.offers.keySet());
  }

  /**
   * What was chosen is spoken for: it is not given away again, even while it is still outstanding.
   *
   * @return as many of its offers as what was used of it needs; the others are as good as new
   */
  List<String> take(String offerId) {
    Pile pile = read.get(offerId).pile;
    List<String> needed = pile.needed();
    latest += needed.size() < pile.offers.size() ? 1 : 0;
    takeOut(needed.stream().map(read::get).toList(), latest);
    return needed;
  }

  /** Offers that were taken are free after all, if they are outstanding, as new ones are. */
  void giveBack(List<String> offerIds) {
    add(offerIds.stream().map(read::get).filter(it -> it != null && it.pile == null).toList());
  }

  /** What the agent offers is as good as new. */
  void renew(String agentId) {
    for (Pile pile : byAgent.getOrDefault(agentId, Set.of())) {
      set(pile, new Free(pile.free.offer(), ++latest, pile.free.rank()));
    }
  }

  /** What of the agent is free. */
  List<Content> of(String agentId) {
    return byAgent.getOrDefault(agentId, Set.of()).stream().map(pile -> pile.free.offer()).toList();
  }

  /** What agents have offered so far. */
  AgentsSeen seen() {
    return seen;
  }

  /** The agents of which something is free. */
  Set<String> agents() {
    return byAgent.keySet();
  }

  /** The free offer that lacks the least of the demand. */
  Optional<Content> nearest(Demand demand) {
    return index.find(Goal.NEAREST, demand, 0, any -> true).map(Free::offer);
  }
}
