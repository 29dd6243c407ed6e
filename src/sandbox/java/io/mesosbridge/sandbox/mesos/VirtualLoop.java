package io.mesosbridge.sandbox.mesos;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A loop whose time passes from one thing that is due to the next, whenever its user says so: one
 * seed gives one run, however busy the machine is. What is due at the same time has its turn in the
 * order in which it was asked for. For one thread only.
 */
public final class VirtualLoop implements SimLoop {

  private static final class Entry implements Comparable<Entry> {
    private final long id;
    private final long interval;
    private final Runnable action;
    private long due;
    private long turn;
    private boolean over;

    private Entry(long id, long interval, Runnable action) {
      this.id = id;
      this.interval = interval;
      this.action = action;
    }

    @Override
    public int compareTo(Entry other) {
      int byTime = Long.compare(due, other.due);
      return byTime == 0 ? Long.compare(turn, other.turn) : byTime;
    }
  }

  private final PriorityQueue<Entry> queue = new PriorityQueue<>();
  private final Map<Long, Entry> timers = new HashMap<>();
  private final RandomGenerator random;
  private long now;
  private long turns;
  private long ids;

  /**
   * @param seed of all chance
   * @param start where the clock begins, to the millisecond
   */
  public VirtualLoop(long seed, Instant start) {
    this.random = new SplittableRandom(seed);
    this.now = start.toEpochMilli();
  }

  /** Milliseconds since the epoch. */
  public long nowMillis() {
    return now;
  }

  /** When the next action is due, in milliseconds since the epoch; Long.MAX_VALUE for never. */
  public long nextDue() {
    while (!queue.isEmpty() && queue.peek().over) {
      queue.poll();
    }
    return queue.isEmpty() ? Long.MAX_VALUE : queue.peek().due;
  }

  /** Lets time pass until the next action is due, and runs it; false when there is none. */
  public boolean step() {
    if (nextDue() == Long.MAX_VALUE) {
      return false;
    }
    Entry next = queue.poll();
    now = Math.max(now, next.due);
    if (next.interval > 0) {
      add(next, now + next.interval);
    } else {
      timers.remove(next.id);
    }
    next.action.run();
    return true;
  }

  /** Runs all that is due until that time, in milliseconds since the epoch, and ends there. */
  public void runUntil(long millis) {
    while (nextDue() <= millis) {
      step();
    }
    now = Math.max(now, millis);
  }

  @Override
  public <T> T call(Supplier<T> action) {
    return action.get();
  }

  @Override
  public void later(Runnable action) {
    start(0, 0, action);
  }

  @Override
  public long after(Duration delay, Runnable action) {
    return delay.compareTo(FOREVER) >= 0 ? -1 : start(Math.max(1, delay.toMillis()), 0, action);
  }

  @Override
  public long every(Duration interval, Runnable action) {
    long millis = Math.max(1, interval.toMillis());
    return start(millis, millis, action);
  }

  private long start(long delay, long interval, Runnable action) {
    Entry entry = new Entry(++ids, interval, action);
    timers.put(entry.id, entry);
    add(entry, now + delay);
    return entry.id;
  }

  private void add(Entry entry, long due) {
    entry.due = due;
    entry.turn = ++turns;
    queue.add(entry);
  }

  @Override
  public void cancel(long timer) {
    Entry entry = timers.remove(timer);
    if (entry != null) {
      entry.over = true;
    }
  }

  @Override
  public Instant now() {
    return Instant.ofEpochMilli(now);
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public void close() {
    queue.clear();
    timers.clear();
  }
}
