package io.mesosbridge.core.offer;

import static java.util.Comparator.comparing;

import io.mesosbridge.config.BridgeConfig.Placement.Policy;
import io.mesosbridge.core.Now;
import io.mesosbridge.core.offer.HeadStart.Held;
import io.mesosbridge.core.offer.LaunchQueues.Entry;
import io.mesosbridge.core.offer.LaunchQueues.Queue;
import io.mesosbridge.core.offer.OutstandingOffer.Content;
import io.mesosbridge.core.offer.WaitingLaunch.Load;
import io.mesosbridge.core.offer.WaitingLaunch.Placed;
import io.mesosbridge.core.offer.WaitingLaunch.Unplaced;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * The launches that await an offer, by priority, then first come first served; one that no offer
 * fits lets those behind it pass. Those that fit on one offer together share it, as far as they
 * may; what they leave of it is not given away any more. To be used by one thread at a time.
 *
 * <p>What does not grow is never held again against a demand that it does not fit: a pass costs
 * what is new, not launches times offers.
 */
public final class WaitingLaunches<T> {

  /** Each of them makes a call or a part of one, and what else happens is to have its turn. */
  private static final int MOST_AT_ONCE = 500;

  private final FreeOffers offers;
  private final TaskGroups tasks;
  private final Policy policy;
  private final int limit;
  private final HeadStart headStart;
  private final LaunchQueues<T> waiting = new LaunchQueues<>();
  private long triedUpTo;
  private long seenChanges;
  private boolean isCutShort;

  /**
   * @param offers what there is to give
   * @param tasks over which constraints count, and to which what is placed is added
   * @param policy of launches that name none
   * @param limit how many launches may wait at once
   * @param headStart for how long an agent is held at a time; zero for never
   */
  public WaitingLaunches(
      FreeOffers offers, TaskGroups tasks, Policy policy, int limit, Duration headStart) {
    this.offers = offers;
    this.tasks = tasks;
    this.policy = policy;
    this.limit = limit;
    this.headStart = new HeadStart(offers, tasks, headStart);
  }

  /** How many launches wait for an offer, and for what the oldest does; null for none late. */
  public record Standing(int number, String why) {}

  /** Queues the launch; false when as many wait as may, or one of its id does already. */
  public boolean add(WaitingLaunch<T> launch) {
    if (waiting.size() >= limit || waiting.find(launch.id()).isPresent()) {
      return false;
    }
    waiting.add(launch, LaunchKind.of(launch, policy));
    return true;
  }

  /** The launch of that id, which waits, comes before all others. */
  public void moveToFront(String id) {
    waiting.moveToFront(id);
  }

  /** How many wait. */
  public int size() {
    return waiting.size();
  }

  /** The launch that came first, whatever its priority, if any waits. */
  public Optional<WaitingLaunch<T>> oldest() {
    return waiting.oldest().map(Entry::launch);
  }

  /** The launch of that id, if it waits. */
  public Optional<WaitingLaunch<T>> find(String id) {
    return waiting.find(id).map(Entry::launch);
  }

  /** What a launch waits for, and what the nearest offer lacks. */
  public String wish(WaitingLaunch<T> launch) {
    LaunchKind kind = LaunchKind.of(launch, policy);
    return "launch %.100s waits for an offer with %s; %s"
        .formatted(launch.id(), kind, kind.lack(offers, tasks));
  }

  /** What keeps the launch from agents that offer something. */
  public List<Lack> lacks(WaitingLaunch<T> launch) {
    return Lack.of(LaunchKind.of(launch, policy), keptFrom(launch), offers, tasks);
  }

  private String keptFrom(WaitingLaunch<T> launch) {
    return waiting.find(launch.id()).map(Entry::rank).map(headStart::keptFrom).orElse(null);
  }

  /** What is held for the launch, if something is. */
  public Optional<Held> held(WaitingLaunch<T> launch) {
    return headStart.heldFor(launch.id());
  }

  /**
   * Time has passed: holds what an agent offers for the launch that comes first, or lets it go.
   *
   * @return the launch that something is held for which was not before, if there is one
   */
  public Optional<WaitingLaunch<T>> holdForFirst(Now now) {
    return waiting
        .first()
        .filter(first -> headStart.look(first.launch().id(), first.rank(), first.queue().kind, now))
        .map(Entry::launch);
  }

  /** Why the launch waits in vain, if no agent that is known can ever carry it. */
  public Optional<String> impossible(WaitingLaunch<T> launch) {
    LaunchKind kind = LaunchKind.of(launch, policy);
    return offers.seen().noneMayCarry(kind, tasks)
        ? Optional.of(kind.impossible(offers, tasks))
        : Optional.empty();
  }

  /** Equal for launches that lack the same. */
  public Object kind(WaitingLaunch<T> launch) {
    return Arrays.asList(LaunchKind.of(launch, policy), keptFrom(launch));
  }

  /** Takes the launch out, if it is there. */
  public Optional<WaitingLaunch<T>> remove(String id) {
    headStart.gone(id);
    return waiting.remove(id).map(Entry::launch);
  }

  /**
   * Whether tasks came, went or moved since, so that constraints may allow other agents now, or
   * offers were let go that were held.
   */
  public boolean mayFitAnew() {
    if (headStart.hasLetGo() && !waiting.isEmpty()) {
      return true;
    }
    if (seenChanges == tasks.changes()) {
      return false; // as after most inputs
    }
    boolean mayFit = waiting.constrained().stream().anyMatch(this::mayFitAnew);
    seenChanges = mayFit ? seenChanges : tasks.changes();
    return mayFit;
  }

  private boolean mayFitAnew(Queue<T> queue) {
    return queue.triedAtChange != tasks.changesOf(queue.kind.group());
  }

  /**
   * Gives offers to launches and takes those launches out. To be called when offers came, when
   * launches were added, when others {@link #mayFitAnew}, and again when it {@link #isCutShort}.
   */
  public List<Placed<T>> place(Now now) {
    offers.read(now);
    List<Load<T>> placed = new ArrayList<>();
    int before = waiting.size();
    do {
      placeOnce(placed, before - MOST_AT_ONCE);
    } while (!isCutShort && (triedUpTo < offers.latest() || mayFitAnew()) && !waiting.isEmpty());
    return placed.stream().map(Load::placed).toList();
  }

  /** Whether the last pass ended before all that may fit were tried. */
  public boolean isCutShort() {
    return isCutShort && !waiting.isEmpty();
  }

  /**
   * Offers that turn out not to be needed are as good as new, and are there to be tried then.
   *
   * @param rest how many waiting launches are enough to end with
   */
  private void placeOnce(List<Load<T>> placed, int rest) {
    headStart.allAreTried();
    long newest = offers.latest();
    Map<String, Load<T>> loads = new LinkedHashMap<>();
    PriorityQueue<Queue<T>> toTry = new PriorityQueue<>(comparing(Queue::firstRank));
    Set<Queue<T>> changed = new LinkedHashSet<>(waiting.untried());
    for (Queue<T> queue : waiting.constrained()) {
      if (mayFitAnew(queue)) {
        queue.triedUpTo = 0;
        changed.add(queue);
      }
    }
    for (Queue<T> queue : triedUpTo < offers.latest() ? waiting.all() : changed) {
      if (!queue.isEmpty()) {
        toTry.add(queue);
      }
    }
    while (!toTry.isEmpty() && waiting.size() > rest) {
      Queue<T> queue = toTry.remove();
      WaitingLaunch<T> launch = queue.first().launch();
      String keptFrom = headStart.keptFrom(queue.firstRank());
      Optional<Content> offer =
          offers.choose(
              launch.demand(),
              queue.kind.policy(),
              queue.triedUpTo,
              each ->
                  !each.agentId().equals(keptFrom)
                      && mayShare(loads.get(each.id()), launch)
                      && queue.kind.against(each.agent(), tasks).isEmpty());
      if (offer.isEmpty()) {
        queue.triedUpTo = offers.latest();
        queue.triedAtChange = tasks.changesOf(queue.kind.group());
      } else {
        String offerId = offer.get().id();
        Fit fit = launch.demand().on(offer.get()).orElseThrow();
        tasks.launching(
            launch.id(), launch.taskIds(), launch.wishes().group(), offer.get().agent(), List.of());
        offers.use(offer.get(), fit);
        Load<T> load = loads.computeIfAbsent(offerId, id -> another(placed));
        load.add(launch, fit);
        if (load.isFull()) {
          load.take(offers.take(offerId));
          loads.remove(offerId);
        }
        remove(launch.id());
        if (!queue.isEmpty()) {
          queue.triedUpTo = queue.kind.constraints().isEmpty() ? queue.triedUpTo : 0;
          toTry.add(queue);
        }
      }
    }
    isCutShort = !toTry.isEmpty();
    if (!isCutShort) {
      waiting.untried().clear();
      triedUpTo = newest;
    }
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
    Map<LaunchKind, String> messages = new HashMap<>();
    for (Entry<T> entry : waiting.past(now)) {
      WaitingLaunch<T> launch = entry.launch();
      remove(launch.id());
      String message =
          messages.computeIfAbsent(entry.queue().kind, kind -> kind.missed(offers, tasks));
      expired.add(new Unplaced<>(launch, message));
    }
    return expired;
  }
}
