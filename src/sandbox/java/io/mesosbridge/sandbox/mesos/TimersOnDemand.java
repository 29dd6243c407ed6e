package io.mesosbridge.sandbox.mesos;

import java.util.Comparator;
import java.util.TreeSet;

/**
 * Timers whose time stands still until somebody lets it pass, so that a busy machine changes
 * neither what happens nor in which order.
 */
final class TimersOnDemand implements Timers {

  private record Timer(long id, long due, long interval, Runnable action) {}

  private final TreeSet<Timer> timers =
      new TreeSet<>(Comparator.comparingLong(Timer::due).thenComparingLong(Timer::id));
  private long now;
  private long ids;

  @Override
  public long once(long millis, Runnable action) {
    return add(new Timer(++ids, now + millis, 0, action));
  }

  @Override
  public long every(long millis, Runnable action) {
    return add(new Timer(++ids, now + millis, millis, action));
  }

  private long add(Timer timer) {
    timers.add(timer);
    return timer.id();
  }

  @Override
  public void cancel(long id) {
    timers.removeIf(timer -> timer.id() == id);
  }

  /** How many milliseconds have passed. */
  long now() {
    return now;
  }

  /** Lets time pass until the next timer is due, and does what it is for. */
  void advance() {
    Timer next = timers.pollFirst();
    if (next == null) {
      throw new IllegalStateException("Nothing will ever happen: there is no timer");
    }
    now = next.due();
    if (next.interval() > 0) {
      add(new Timer(next.id(), now + next.interval(), next.interval(), next.action()));
    }
    next.action().run();
  }
}
