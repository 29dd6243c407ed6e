package io.mesosbridge.core.offer;

import static java.util.Comparator.comparingLong;

import io.mesosbridge.core.Deadlines;
import io.mesosbridge.core.Now;
import io.mesosbridge.core.offer.OutstandingOffer.Content;
import io.mesosbridge.core.offer.WaitingLaunch.Load;
import io.mesosbridge.core.offer.WaitingLaunch.Placed;
import io.mesosbridge.core.offer.WaitingLaunch.Sharing;
import io.mesosbridge.core.offer.WaitingLaunch.Unplaced;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;

/**
 * The launches that await an offer, first come first served; one that no offer fits lets those
 * behind it pass. Those that fit on one offer together share it, as far as they may; what they
 * leave of it is not given away any more. To be used by one thread at a time.
 *
 * <p>What does not grow is never held again against a demand that it does not fit: a pass costs
 * what is new, not launches times offers.
 */
public final class WaitingLaunches<T> {

  private final FreeOffers offers;
  private final int limit;
  private final Map<String, Entry<T>> waiting = new HashMap<>();
  private final TreeMap<Long, Entry<T>> inOrder = new TreeMap<>();
  private final Deadlines<Long, Entry<T>> deadlines = new Deadlines<>();
  private final Map<Wish, Group<T>> groups = new HashMap<>();
  private final List<Group<T>> newGroups = new ArrayList<>();
  private long triedUpTo;
  private long last;
  private long foremost;

  /** What launches must have in common to be tried together. */
  private record Wish(Demand demand, Sharing sharing) {
    static Wish of(WaitingLaunch<?> launch) {
      return new Wish(launch.demand(), launch.sharing());
    }
  }

  /** Launches that want the same are tried together. */
  private static final class Group<T> {
    private final TreeMap<Long, Entry<T>> entries = new TreeMap<>();
    private long triedUpTo;
  }

  private record Entry<T>(WaitingLaunch<T> launch, Group<T> group, long order)
      implements Deadlines.Bounded<Long> {
    @Override
    public Long deadline() {
      return launch.deadline();
    }
  }

  /**
   * @param offers what there is to give
   * @param limit how many launches may wait at once
   */
  public WaitingLaunches(FreeOffers offers, int limit) {
    this.offers = offers;
    this.limit = limit;
  }

  /** How many launches wait for an offer, and for what the oldest does; null for none late. */
  public record Standing(int number, String why) {}

  /** Queues the launch; false when as many wait as may, or one of its id does already. */
  public boolean add(WaitingLaunch<T> launch) {
    if (waiting.size() >= limit || waiting.containsKey(launch.id())) {
      return false;
    }
    enter(launch, ++last);
    return true;
  }

  private void enter(WaitingLaunch<T> launch, long order) {
    Group<T> group =
        groups.computeIfAbsent(
            Wish.of(launch),
            wish -> {
              Group<T> another = new Group<>();
              newGroups.add(another);
              return another;
            });
    Entry<T> entry = new Entry<>(launch, group, order);
    group.entries.put(order, entry);
    waiting.put(launch.id(), entry);
    inOrder.put(order, entry);
    deadlines.add(entry);
  }

  /** The launch of that id, which waits, comes before all others. */
  public void moveToFront(String id) {
    enter(remove(id).orElseThrow(), --foremost);
  }

  /** How many wait. */
  public int size() {
    return waiting.size();
  }

  /** The launch that came first, if any waits. */
  public Optional<WaitingLaunch<T>> oldest() {
    return Optional.ofNullable(inOrder.firstEntry()).map(first -> first.getValue().launch);
  }

  /** The launch of that id, if it waits. */
  public Optional<WaitingLaunch<T>> find(String id) {
    return Optional.ofNullable(waiting.get(id)).map(Entry::launch);
  }

  /** What a launch waits for, and what the nearest offer lacks. */
  public String wish(WaitingLaunch<T> launch) {
    return "launch %.100s waits for an offer with %s; %s"
        .formatted(launch.id(), launch.demand(), lack(launch.demand()));
  }

  /** Takes the launch out, if it is there. */
  public Optional<WaitingLaunch<T>> remove(String id) {
    Entry<T> entry = waiting.remove(id);
    if (entry == null) {
      return Optional.empty();
    }
    inOrder.remove(entry.order);
    deadlines.remove(entry);
    entry.group.entries.remove(entry.order);
    if (entry.group.entries.isEmpty()) {
      groups.remove(Wish.of(entry.launch));
    }
    return Optional.of(entry.launch);
  }

  /**
   * Gives offers to launches and takes those launches out. To be called when offers came and when
   * launches were added.
   */
  public List<Placed<T>> place(Now now) {
    offers.read(now);
    List<Load<T>> placed = new ArrayList<>();
    do {
      placeOnce(placed);
    } while (triedUpTo < offers.latest() && !groups.isEmpty());
    return placed.stream().map(Load::placed).toList();
  }

  /** Offers that turn out not to be needed are as good as new, and are there to be tried then. */
  private void placeOnce(List<Load<T>> placed) {
    long newest = offers.latest();
    Map<String, Load<T>> loads = new LinkedHashMap<>();
    PriorityQueue<Group<T>> toTry =
        new PriorityQueue<>(comparingLong(group -> group.entries.firstKey()));
    for (Group<T> group : triedUpTo < offers.latest() ? groups.values() : newGroups) {
      if (!group.entries.isEmpty()) {
        toTry.add(group);
      }
    }
    while (!toTry.isEmpty()) {
      Group<T> group = toTry.remove();
      WaitingLaunch<T> launch = group.entries.firstEntry().getValue().launch;
      Optional<Content> offer =
          offers.choose(
              launch.demand(), group.triedUpTo, each -> mayShare(loads.get(each.id()), launch));
      if (offer.isEmpty()) {
        group.triedUpTo = offers.latest();
      } else {
        String offerId = offer.get().id();
        Fit fit = launch.demand().on(offer.get()).orElseThrow();
        offers.use(offer.get(), fit);
        Load<T> load = loads.computeIfAbsent(offerId, id -> another(placed));
        load.add(launch, fit);
        if (load.isFull()) {
          load.take(offers.take(offerId));
          loads.remove(offerId);
        }
        remove(launch.id());
        if (!group.entries.isEmpty()) {
          toTry.add(group);
        }
      }
    }
    newGroups.clear();
    triedUpTo = newest;
    loads.forEach((offerId, load) -> load.take(offers.take(offerId)));
  }

  private static <T> Load<T> another(List<Load<T>> placed) {
    Load<T> load = new Load<>();
    placed.add(load);
    return load;
  }

  /** Launches could not use the offers that they got: the next pass sees them as new ones. */
  public void giveBack(List<String> offerIds) {
    offers.giveBack(offerIds);
  }

  private boolean mayShare(Load<T> load, WaitingLaunch<T> launch) {
    return load == null || load.mayTake(launch);
  }

  /** Takes out the launches whose deadline has passed, which costs nothing for the others. */
  public List<Unplaced<T>> expired(Now now) {
    List<Unplaced<T>> expired = new ArrayList<>();
    Map<Demand, String> messages = new HashMap<>();
    for (Entry<T> entry : deadlines.past(now.nanos())) {
      WaitingLaunch<T> launch = entry.launch;
      remove(launch.id());
      expired.add(new Unplaced<>(launch, messages.computeIfAbsent(launch.demand(), this::missed)));
    }
    return expired;
  }

  private String missed(Demand demand) {
    return "no offer had " + demand + " before the deadline; " + lack(demand);
  }

  private String lack(Demand demand) {
    return offers
        .nearest(demand)
        .map(offer -> "the nearest, " + lack(demand, offer))
        .orElse("no offer is outstanding now");
  }

  private String lack(Demand demand, Content offer) {
    String lacking = demand.lacking(offer.resources());
    List<String> together = offers.with(offer.id());
    String all = String.join(" and ", together.subList(0, Math.min(2, together.size())));
    String other =
        offers.isLeaving(offer)
            ? "is of an agent whose maintenance is near"
            : "is for another role";
    return "offer %s%s on %s%s, %s"
        .formatted(
            all,
            together.size() > 2 ? " and %d more".formatted(together.size() - 2) : "",
            offer.hostname(),
            offer.role() == null ? "" : " (role %s)".formatted(offer.role()),
            lacking.isEmpty() ? other : "lacks " + lacking);
  }
}
