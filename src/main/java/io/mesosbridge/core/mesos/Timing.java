package io.mesosbridge.core.mesos;

import io.mesosbridge.core.mesos.SubscriptionState.Asking;
import io.mesosbridge.core.mesos.SubscriptionState.Attached;
import io.mesosbridge.core.mesos.SubscriptionState.BackingOff;
import io.mesosbridge.core.mesos.SubscriptionState.Subscribed;
import java.time.Duration;

/**
 * How long a subscription waits for what.
 *
 * @param heartbeatInterval assumed until SUBSCRIBED says otherwise
 * @param missedHeartbeats after so many intervals without a record the connection is given up
 * @param versionTimeout for a master to say its version
 * @param connectTimeout for a connection to be made
 * @param callTimeout for a call to be answered
 * @param firstBackOff upper bound of the first wait between two attempts
 * @param lastBackOff largest upper bound of the waits between two attempts
 */
public record Timing(
    Duration heartbeatInterval,
    int missedHeartbeats,
    Duration versionTimeout,
    Duration connectTimeout,
    Duration callTimeout,
    Duration firstBackOff,
    Duration lastBackOff) {

  /** What Mesos' own documentation advises, with an earlier time-out for calls. */
  public static final Timing DEFAULT =
      new Timing(
          Duration.ofSeconds(15),
          5,
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(15),
          Duration.ofMillis(500),
          Duration.ofSeconds(15));

  /** As long as a state lasts. */
  static final long NO_END = Long.MAX_VALUE;

  /** How many nanos to wait in this state, or for the master to be heard; asked at each input. */
  long patience(SubscriptionState state) {
    if (state instanceof BackingOff backingOff) {
      return backingOff.delay().toNanos();
    }
    if (state instanceof Asking) {
      return versionTimeout.toNanos();
    }
    Duration interval =
        state instanceof Subscribed subscribed ? subscribed.heartbeatInterval() : heartbeatInterval;
    return state instanceof Attached ? interval.toNanos() * missedHeartbeats : NO_END;
  }

  /** How long to wait before the next attempt: exponential, with full jitter. */
  static final class BackOff {

    private final long firstMillis;
    private final long lastMillis;
    private long ceilingMillis;
    private long drawn;

    /** The waits of one subscription; the same seed gives the same waits. */
    BackOff(Timing timing, long seed) {
      this.firstMillis = timing.firstBackOff().toMillis();
      this.lastMillis = timing.lastBackOff().toMillis();
      this.ceilingMillis = firstMillis;
      this.drawn = seed;
    }

    /** The next wait: at least one millisecond, at most the bound that it doubles. */
    Duration next() {
      long wait = 1 + Long.remainderUnsigned(draw(), Math.max(1, ceilingMillis));
      ceilingMillis = Math.min(lastMillis, 2 * ceilingMillis);
      return Duration.ofMillis(wait);
    }

    /** Starts small again. */
    void reset() {
      ceilingMillis = firstMillis;
    }

    /** SplitMix64: neighbouring seeds give waits that have nothing to do with each other. */
    private long draw() {
      drawn += 0x9E3779B97F4A7C15L;
      long mixed = (drawn ^ (drawn >>> 30)) * 0xBF58476D1CE4E5B9L;
      mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
      return mixed ^ (mixed >>> 31);
    }
  }
}
