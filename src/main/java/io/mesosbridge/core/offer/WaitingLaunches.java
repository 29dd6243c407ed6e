package io.mesosbridge.core.offer;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.config.BridgeConfig.Placement.Strategy;
import io.mesosbridge.core.Deadlines;
import io.mesosbridge.core.offer.OutstandingOffer.Content;
import io.mesosbridge.core.offer.WaitingLaunches.WaitingLaunch.Load;
import io.mesosbridge.core.offer.WaitingLaunches.WaitingLaunch.Placed;
import io.mesosbridge.core.offer.WaitingLaunches.WaitingLaunch.Sharing;
import io.mesosbridge.core.offer.WaitingLaunches.WaitingLaunch.Unplaced;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The launches that await an offer, first come first served; one that no offer fits lets those
 * behind it pass. Those that fit on one offer together share it, as far as they may; what they
 * leave is not given away any more. To be used by one thread at a time.
 *
 * <p>An offer never grows, so that a demand which it does not fit is never held against it again: a
 * pass costs what is new, not launches times offers.
 */
public final class WaitingLaunches<T> {

  private final FreeOffers.Choice choice;
  private final int limit;
  private final FreeOffers offers = new FreeOffers();
  private final Map<String, Entry<T>> waiting = new LinkedHashMap<>();
  private final Deadlines<Entry<T>> deadlines = new Deadlines<>();
  private final Map<Wish, Group> groups = new HashMap<>();
  private long added;

  /** What launches must have in common to be tried together. */
  private record Wish(Demand demand, Sharing sharing) {
    static Wish of(WaitingLaunch<?> launch) {
      return new Wish(launch.demand(), launch.sharing());
    }
  }

  /** Launches that want the same are tried together. */
  private static final class Group {
    int size;
    long triedUpTo;
  }

  private record Entry<T>(WaitingLaunch<T> launch, Group group, long order)
      implements Deadlines.Bounded {
    @Override
    public Instant deadline() {
      return launch.deadline();
    }
  }

  /**
   * @param limit how many launches may wait at once
   */
  public WaitingLaunches(Strategy strategy, int limit) {
    this(new FreeOffers.Choice(strategy), limit);
  }

  WaitingLaunches(FreeOffers.Choice choice, int limit) {
    this.choice = choice;
    this.limit = limit;
  }

  /** How many launches wait for an offer, and for what the oldest does; null for none late. */
  public record Standing(int number, String why) {}

  /** Queues the launch; false when as many wait as may, or one of its id does already. */
  public boolean add(WaitingLaunch<T> launch) {
    if (waiting.size() >= limit || waiting.containsKey(launch.id())) {
      return false;
    }
    Group group = groups.computeIfAbsent(Wish.of(launch), wish -> new Group());
    group.size++;
    Entry<T> entry = new Entry<>(launch, group, ++added);
    waiting.put(launch.id(), entry);
    deadlines.add(entry);
    return true;
  }

  /** The launch of that id, which waits, comes before all others. */
  public void moveToFront(String id) {
    Map<String, Entry<T>> all = new LinkedHashMap<>(waiting);
    waiting.keySet().retainAll(List.of(id));
    waiting.putAll(all);
  }

  /** How many wait. */
  public int size() {
    return waiting.size();
  }

  /** The launch that came first, if any waits. */
  public Optional<WaitingLaunch<T>> oldest() {
    return waiting.values().stream().findFirst().map(Entry::launch);
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
    leave(entry);
    return Optional.of(entry.launch);
  }

  private void leave(Entry<T> entry) {
    deadlines.remove(entry);
    entry.group.size--;
    if (entry.group.size == 0) {
      groups.remove(Wish.of(entry.launch));
    }
  }

  /**
   * Gives offers to launches and takes those launches out. To be called when offers came and when
   * launches were added.
   *
   * @param outstanding all offers that can be accepted; one that was given away may still be there
   */
  public List<Placed<T>> place(Collection<OutstandingOffer> outstanding) {
    offers.update(outstanding);
    Map<String, Load<T>> loads = new LinkedHashMap<>();
    Iterator<Entry<T>> inOrder = waiting.values().iterator();
    while (inOrder.hasNext()) {
      Entry<T> entry = inOrder.next();
      offerFor(entry, loads)
          .ifPresent(
              offer -> {
                offers.use(offer, entry.launch.demand());
                loads.computeIfAbsent(offer.id(), id -> new Load<>()).add(entry.launch);
                inOrder.remove();
                leave(entry);
              });
    }
    loads.keySet().forEach(offers::take);
    return loads.entrySet().stream()
        .map(load -> new Placed<>(load.getValue().launches(), load.getKey()))
        .toList();
  }

  /** An offer was given to launches that could not use it: the next pass sees it as a new one. */
  public void giveBack(String offerId) {
    offers.forget(offerId);
  }

  private Optional<Content> offerFor(Entry<T> entry, Map<String, Load<T>> loads) {
    if (entry.group.triedUpTo == offers.latest()) {
      return Optional.empty();
    }
    WaitingLaunch<T> launch = entry.launch;
    Optional<Content> offer = Optional.empty();
    if (offers.mightFit(launch.demand())) {
      offer =
          choice.choose(
              launch.demand(),
              offers
                  .newerThan(entry.group.triedUpTo)
                  .filter(each -> mayShare(loads.get(each.id()), launch)));
    }
    if (offer.isEmpty()) {
      entry.group.triedUpTo = offers.latest();
      offers.lowerCeiling();
    }
    return offer;
  }

  private boolean mayShare(Load<T> load, WaitingLaunch<T> launch) {
    return load == null || load.mayTake(launch);
  }

  /** Takes out the launches whose deadline has passed, which costs nothing for the others. */
  public List<Unplaced<T>> expired(Instant now) {
    List<Unplaced<T>> expired = new ArrayList<>();
    Map<Demand, String> messages = new HashMap<>();
    for (Entry<T> entry : deadlines.past(now)) {
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

  private static String lack(Demand demand, Content offer) {
    String lacking = demand.resources().minus(offer.resources()).toString();
    return "offer %s on %s%s, %s"
        .formatted(
            offer.id(),
            offer.hostname(),
            offer.role() == null ? "" : " (role %s)".formatted(offer.role()),
            lacking.isEmpty() ? "is for another role" : "lacks " + lacking);
  }

  /**
   * A launch that awaits an offer.
   *
   * @param id the command's id
   * @param launch whatever is to be done once there is an offer
   * @param demand what it wants
   * @param sharing with which others it may share an offer
   * @param bytes how large it is
   * @param deadline when it is given up
   * @param <T> what a launch is to the caller
   */
  public record WaitingLaunch<T>(
      String id, T launch, Demand demand, Sharing sharing, int bytes, Instant deadline) {

    /**
     * With which others a launch may share an offer.
     *
     * @param filters Mesos' {@code Filters} for what is left of the offer, which all that share it
     *     must have in common; null for the bridge's own
     * @param most how many launches may share the offer, this one included
     */
    public record Sharing(JsonNode filters, int most) {

      /** Whether that many launches in all, of both kinds, may share an offer. */
      boolean allows(Sharing other, int launches) {
        return launches <= Math.min(most, other.most) && Objects.equals(filters, other.filters);
      }
    }

    /** The launches that share an offer, for as long as more may join them. */
    static final class Load<T> {

      /** So that no call is large enough to hold up those behind it. */
      private static final int MAX_BYTES = 1024 * 1024;

      private final List<WaitingLaunch<T>> launches = new ArrayList<>();
      private Sharing sharing;
      private int bytes;

      /** Whether the launch may share the offer with those that have it. */
      boolean mayTake(WaitingLaunch<T> launch) {
        return sharing.allows(launch.sharing(), launches.size() + 1)
            && bytes + launch.bytes() <= MAX_BYTES;
      }

      void add(WaitingLaunch<T> launch) {
        Sharing its = launch.sharing();
        sharing = sharing == null || its.most() < sharing.most() ? its : sharing;
        bytes += launch.bytes();
        launches.add(launch);
      }

      /** What came together. */
      List<WaitingLaunch<T>> launches() {
        return launches;
      }
    }

    /**
     * Launches that got an offer, all of it, to be accepted once for all of them: what they leave
     * is declined by accepting.
     *
     * @param launches what is to be done, first come first; at least one
     * @param offerId the offer to do it on
     */
    public record Placed<T>(List<WaitingLaunch<T>> launches, String offerId) {}

    /**
     * A launch whose deadline passed before an offer fitted.
     *
     * @param message what it wanted, and what the nearest offer lacks
     */
    public record Unplaced<T>(WaitingLaunch<T> launch, String message) {}
  }
}
