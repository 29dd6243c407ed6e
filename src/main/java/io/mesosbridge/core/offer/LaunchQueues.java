package io.mesosbridge.core.offer;

import static java.util.Comparator.comparing;

import io.mesosbridge.core.Deadlines;
import io.mesosbridge.core.Now;
import io.mesosbridge.core.offer.WaitingLaunch.Rank;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The launches that wait, in their order; those that want the same are in one queue. */
final class LaunchQueues<T> {

  private final Map<String, Entry<T>> waiting = new HashMap<>();
  private final Deadlines<Long, Entry<T>> deadlines = new Deadlines<>();
  private final Map<LaunchKind, Queue<T>> queues = new HashMap<>();
  private final List<Queue<T>> untried = new ArrayList<>();
  private final Set<Queue<T>> constrained = new LinkedHashSet<>();
  private long last;
  private long foremost;

  /** Launches that want the same are tried together. */
  static final class Queue<T> {
    final LaunchKind kind;
    private final TreeMap<Rank, Entry<T>> entries = new TreeMap<>();
    long triedUpTo;
    long triedAtChange;

    private Queue(LaunchKind kind) {
      this.kind = kind;
    }

    boolean isEmpty() {
      return entries.isEmpty();
    }

    /** The one that comes first of at least one. */
    Entry<T> first() {
      return entries.firstEntry().getValue();
    }

    /** Its place in the order. */
    Rank firstRank() {
      return entries.firstKey();
    }
  }

  /** A launch in its place. */
  record Entry<T>(WaitingLaunch<T> launch, Queue<T> queue, Rank rank)
      implements Deadlines.Bounded<Long> {
    @Override
    public Long deadline() {
      return launch.deadline();
    }

    @Override
    public long order() {
      return rank.number();
    }
  }

  int size() {
    return waiting.size();
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** The launch of that id, if it waits. */
  Optional<Entry<T>> find(String id) {
    return Optional.ofNullable(waiting.get(id));
  }

  /** The launch that came first, whatever its priority, if any waits. */
  Optional<Entry<T>> oldest() {
    return waiting.values().stream().min(comparing(Entry::order));
  }

  /** The launch that comes first, if any waits. */
  Optional<Entry<T>> first() {
    return queues.values().stream().min(comparing(Queue::firstRank)).map(Queue::first);
  }

  /** All of them, none of which is empty. */
  Collection<Queue<T>> all() {
    return queues.values();
  }

  /** Those whose first launch has not been tried yet, some of which may be empty meanwhile. */
  List<Queue<T>> untried() {
    return untried;
  }

  /** Those of launches that have constraints. */
  Set<Queue<T>> constrained() {
    return constrained;
  }

  /** Adds a launch of an id that none has behind those of its priority. */
  void add(WaitingLaunch<T> launch, LaunchKind kind) {
    enter(launch, kind, new Rank(launch.wishes().priority(), ++last));
  }

  /** The launch of that id, which waits, comes before all others. */
  void moveToFront(String id) {
    Entry<T> entry = remove(id).orElseThrow();
    enter(entry.launch, entry.queue.kind, new Rank(Integer.MAX_VALUE, --foremost));
  }

  private void enter(WaitingLaunch<T> launch, LaunchKind kind, Rank rank) {
    Queue<T> queue = queues.computeIfAbsent(kind, Queue::new);
    Entry<T> entry = new Entry<>(launch, queue, rank);
    queue.entries.put(rank, entry);
    if (queue.firstRank().equals(rank)) { // it may get what is held from those behind it
      queue.triedUpTo = 0;
      untried.add(queue);
    }
    if (!kind.constraints().isEmpty()) {
      constrained.add(queue);
    }
    waiting.put(launch.id(), entry);
    deadlines.add(entry);
  }

  /** Takes the launch out, if it is there. */
  Optional<Entry<T>> remove(String id) {
    Entry<T> entry = waiting.remove(id);
    if (entry == null) {
      return Optional.empty();
    }
    deadlines.remove(entry);
    entry.queue.entries.remove(entry.rank);
    if (entry.queue.isEmpty()) {
      queues.remove(entry.queue.kind);
      constrained.remove(entry.queue);
    }
    return Optional.of(entry);
  }

  /** The launches whose deadline has passed, which costs nothing for the others. */
  List<Entry<T>> past(Now now) {
    return deadlines.past(now.nanos());
  }
}
