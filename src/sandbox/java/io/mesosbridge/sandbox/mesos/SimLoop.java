package io.mesosbridge.sandbox.mesos;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The one thread that owns the cluster's state, with its timers, its clock and its chance: there
 * are no locks, and nothing of the cluster asks for the time or for a random number elsewhere.
 */
public interface SimLoop {

  /** A delay of that much or more never ends. */
  Duration FOREVER = Duration.ofDays(10_000);

  /**
   * Runs the action on the loop and waits for its result; from the loop itself, or once it is
   * closed, at once.
   */
  <T> T call(Supplier<T> action);

  /** As {@link #call} for what has no result. */
  default void run(Runnable action) {
    call(
        () -> {
          action.run();
          return null;
        });
  }

  /** Runs the action once whatever waits for the loop has had its turn. */
  void later(Runnable action);

  /**
   * Runs the action once, after at least a millisecond.
   *
   * @return the timer's id, or -1 for a delay that never ends
   */
  long after(Duration delay, Runnable action);

  /** Runs the action again and again until the timer, whose id is returned, is cancelled. */
  long every(Duration interval, Runnable action);

  /** Changes nothing for a timer that is over or never was. */
  void cancel(long timer);

  Instant now();

  RandomGenerator random();

  /** Nothing runs any more, timers included. */
  void close();
}
