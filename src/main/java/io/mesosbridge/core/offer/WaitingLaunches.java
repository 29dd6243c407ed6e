package io.mesosbridge.core.offer;

import static java.util.Comparator.comparing;

import io.mesosbridge.config.BridgeConfig.Placement.Policy;
import io.mesosbridge.core.Deadlines;
import io.mesosbridge.core.Now;
import io.mesosbridge.core.offer.OutstandingOffer.Content;
import io.mesosbridge.core.offer.WaitingLaunch.Load;
import io.mesosbridge.core.offer.WaitingLaunch.Placed;
import io.mesosbridge.core.offer.WaitingLaunch.Unplaced;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;

/**
 * The launches that await an offer, by priority, then first come first served; one that no offer
 * fits lets those behind it pass. Those that fit on one offer together share it, as far as they
 * may; what they leave of it is not given away any more. To be used by one thread at a time.
 *
 * <p>What does not grow is never held again against a demand that it does not fit: a pass costs
 * what is new, not launches times offers.
 */
public final class WaitingLaunches<T> {

  private final FreeOffers offers;
  private final TaskGroups tasks;
  private final Policy policy;
  private final int limit;
  private final Map<String, Entry<T>> waiting = new HashMap<>();
  private final Deadlines<Long, Entry<T>> deadlines = new Deadlines<>();
  private final Map<LaunchKind, Queue<T>> queues = new HashMap<>();
  private final List<Queue<T>> newQueues = new ArrayList<>();
  private final Set<Queue<T>> constrained = new LinkedHashSet<>();
  private long triedUpTo;
  private long seenChanges;
  private long last;
  private long foremost;

  /** Launches that want the same are tried together. */
  private static final class Queue<T> {
    private final LaunchKind kind;
    private final TreeMap<Rank, Entry<T>> entries = new TreeMap<>();
    private long triedUpTo;
    private long triedAtChange;

    private Queue(LaunchKind kind) {
      this.kind = kind;
    }
  }

  /** The place in the order: a higher priority is first, then the lower number. */
  private record Rank(int priority, long number) implements Comparable<Rank> {
    @Override
    public int compareTo(Rank other) {
      int byPriority = Integer.compare(other.priority, priority);
      return byPriority == 0 ? Long.compare(number, other.number) : byPriority;
    }
  }

  private record Entry<T>(WaitingLaunch<T> launch, Queue<T> queue, Rank rank)
      implements Deadlines.Bounded<Long> {
    @Override
    public Long deadline() {
      return launch.deadline();
    }

    @Override
    public long order() {
      return rank.number;
    }
  }

  /**
   * @param offers what there is to give
   * @param tasks over which constraints count, and to which what is placed is added
   * @param policy of launches that name none
   * @param limit how many launches may wait at once
   */
  public WaitingLaunches(FreeOffers offers, TaskGroups tasks, Policy policy, int limit) {
    this.offers = offers;
    this.tasks = tasks;
    this.policy = policy;
    this.limit = limit;
  }

  /** How many launches wait for an offer, and for what the oldest does; null for none late. */
  public record Standing(int number, String why) {}

  /** Queues the launch; false when as many wait as may, or one of its id does already. */
  public boolean add(WaitingLaunch<T> launch) {
    if (waiting.size() >= limit || waiting.containsKey(launch.id())) {
      return false;
    }
    enter(launch, new Rank(launch.wishes().priority(), ++last));
    return true;
  }

  private void enter(WaitingLaunch<T> launch, Rank rank) {
    Queue<T> queue =
        queues.computeIfAbsent(
            LaunchKind.of(launch, policy),
            kind -> {
              Queue<T> another = new Queue<>(kind);
              newQueues.add(another);
              if (!kind.constraints().isEmpty()) {
                constrained.add(another);
              }
              return another;
            });
    Entry<T> entry = new Entry<>(launch, queue, rank);
    queue.entries.put(rank, entry);
    waiting.put(launch.id(), entry);
    deadlines.add(entry);
  }

  /** The launch of that id, which waits, comes before all others. */
  public void moveToFront(String id) {
    enter(remove(id).orElseThrow(), new Rank(Integer.MAX_VALUE, --foremost));
  }

  /** How many wait. */
  public int size() {
    return waiting.size();
  }

  /** The launch that came first, whatever its priority, if any waits. */
  public Optional<WaitingLaunch<T>> oldest() {
    return waiting.values().stream().min(comparing(entry -> entry.rank.number)).map(Entry::launch);
  }

  /** The launch of that id, if it waits. */
  public Optional<WaitingLaunch<T>> find(String id) {
    return Optional.ofNullable(waiting.get(id)).map(Entry::launch);
  }

  /** What a launch waits for, and what the nearest offer lacks. */
  public String wish(WaitingLaunch<T> launch) {
    LaunchKind kind = LaunchKind.of(launch, policy);
    return "launch %.100s waits for an offer with %s; %s"
        .formatted(launch.id(), kind, kind.lack(offers, tasks));
  }

  /** What keeps the launch from agents that offer something. */
  public List<Lack> lacks(WaitingLaunch<T> launch) {
    return Lack.of(LaunchKind.of(launch, policy), offers, tasks);
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
    return LaunchKind.of(launch, policy);
  }

  /** Takes the launch out, if it is there. */
  public Optional<WaitingLaunch<T>> remove(String id) {
    Entry<T> entry = waiting.remove(id);
    if (entry == null) {
      return Optional.empty();
    }
    deadlines.remove(entry);
    entry.queue.entries.remove(entry.rank);
    if (entry.queue.entries.isEmpty()) {
      queues.remove(entry.queue.kind);
      constrained.remove(entry.queue);
    }
    return Optional.of(entry.launch);
  }

  /** Whether tasks came, went or moved since, so that constraints may allow other agents now. */
  public boolean mayFitAnew() {
    if (seenChanges == tasks.changes()) {
      return false; // as after most inputs
    }
    boolean mayFit = constrained.stream().anyMatch(this::mayFitAnew);
    seenChanges = mayFit ? seenChanges : tasks.changes();
    return mayFit;
  }

  private boolean mayFitAnew(Queue<T> queue) {
    return queue.triedAtChange != tasks.changesOf(queue.kind.group());
  }

  /**
   * Gives offers to launches and takes those launches out. To be called when offers came, when
   * launches were added, and when others {@link #mayFitAnew}.
   */
  public List<Placed<T>> place(Now now) {
    offers.read(now);
    List<Load<T>> placed = new ArrayList<>();
    do {
      placeOnce(placed);
    } while ((triedUpTo < offers.latest() || mayFitAnew()) && !queues.isEmpty());
    return placed.stream().map(Load::placed).toList();
  }

  /** Offers that turn out not to be needed are as good as new, and are there to be tried then. */
  private void placeOnce(List<Load<T>> placed) {
    long newest = offers.latest();
    Map<String, Load<T>> loads = new LinkedHashMap<>();
    PriorityQueue<Queue<T>> toTry =
        new PriorityQueue<>(comparing(queue -> queue.entries.firstKey()));
    Set<Queue<T>> changed = new LinkedHashSet<>(newQueues);
    for (Queue<T> queue : constrained) {
      if (mayFitAnew(queue)) {
        queue.triedUpTo = 0;
        changed.add(queue);
      }
    }
    for (Queue<T> queue : triedUpTo < offers.latest() ? queues.values() : changed) {
      if (!queue.entries.isEmpty()) {
        toTry.add(queue);
      }
    }
    while (!toTry.isEmpty()) {
      Queue<T> queue = toTry.remove();
      WaitingLaunch<T> launch = queue.entries.firstEntry().getValue().launch;
      Optional<Content> offer =
          offers.choose(
              launch.demand(),
              queue.kind.policy(),
              queue.triedUpTo,
              each ->
                  mayShare(loads.get(each.id()), launch)
                      && queue.kind.against(each.agent(), tasks).isEmpty());
      if (offer.isEmpty()) {
        queue.triedUpTo = offers.latest();
        queue.triedAtChange = tasks.changesOf(queue.kind.group());
      } else {
        String offerId = offer.get().id();
        Fit fit = launch.demand().on(offer.get()).orElseThrow();
        tasks.launching(
            launch.id(), launch.taskIds(), launch.wishes().group(), offer.get().agent());
        offers.use(offer.get(), fit);
        Load<T> load = loads.computeIfAbsent(offerId, id -> another(placed));
        load.add(launch, fit);
        if (load.isFull()) {
          load.take(offers.take(offerId));
          loads.remove(offerId);
        }
        remove(launch.id());
        if (!queue.entries.isEmpty()) {
          queue.triedUpTo = queue.kind.constraints().isEmpty() ? queue.triedUpTo : 0;
          toTry.add(queue);
        }
      }
    }
    newQueues.clear();
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
    Map<LaunchKind, String> messages = new HashMap<>();
    for (Entry<T> entry : deadlines.past(now.nanos())) {
      WaitingLaunch<T> launch = entry.launch;
      remove(launch.id());
      String message =
          messages.computeIfAbsent(entry.queue.kind, kind -> kind.missed(offers, tasks));
      expired.add(new Unplaced<>(launch, message));
    }
    return expired;
  }
}
