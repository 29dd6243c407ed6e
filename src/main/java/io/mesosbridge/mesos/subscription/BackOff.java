package io.mesosbridge.mesos.subscription;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before the next attempt: exponential, with full jitter. */
final class BackOff {

  private final long firstMillis;
  private final long lastMillis;
  private final RandomGenerator random;
  private long ceilingMillis;

  BackOff(Timing timing, RandomGenerator random) {
    this.firstMillis = timing.firstBackOff().toMillis();
    this.lastMillis = timing.lastBackOff().toMillis();
    this.random = random;
    this.ceilingMillis = firstMillis;
  }

  /** The next wait: at least one millisecond, at most the bound that it doubles. */
  Duration next() {
    long wait = 1 + random.nextLong(Math.max(1, ceilingMillis));
    ceilingMillis = Math.min(lastMillis, 2 * ceilingMillis);
    return Duration.ofMillis(wait);
  }

  /** Starts small again. */
  void reset() {
    ceilingMillis = firstMillis;
  }
}
