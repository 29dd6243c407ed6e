package io.mesosbridge.core.mesos;

import io.mesosbridge.core.mesos.Happening.Cause;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;

/**
 * Where a subscription stands. The methods of each state are the only ways out of it.
 *
 * <pre>
 *            start               located                subscribed
 *  STANDBY --------> LOCATING -----------> SUBSCRIBING ------------> SUBSCRIBED
 *                     ^                     |  ^   | |                 |  |
 *               retry |              failed |  +---+ | refused         |  |
 *                     |                     | redir. |         refused |  | failed
 *                   BACKING_OFF <-----------+        +--> STOPPED <----+  |
 *                     ^                                                   |
 *                     +---------------------------------------------------+
 *
 *  TORN_DOWN, STOPPED -- start -----> LOCATING
 *  every state        -- tornDown --> TORN_DOWN
 *  every state        -- standDown -> STANDBY
 * </pre>
 */
public sealed interface SubscriptionState {

  /** The state's name, as status and health show it. */
  String label();

  /** The same, and the master if there is one, for a log. */
  default String where() {
    return label();
  }

  /** The owner wants no subscription any more. */
  default Standby standDown() {
    return new Standby();
  }

  /** The framework is gone, or was gone before, because its owner wanted that. */
  default TornDown tornDown() {
    return new TornDown();
  }

  /** A state that only its owner can end. */
  sealed interface Idle extends SubscriptionState permits Standby, TornDown, Stopped {

    /** The owner wants a subscription. */
    default Locating start() {
      return new Locating();
    }
  }

  /** A state with a connection to a master. */
  sealed interface Attached extends SubscriptionState permits Subscribing, Subscribed {

    /** The scheduler endpoint of that master. */
    URI master();

    @Override
    default String where() {
      return label() + " at " + master();
    }

    /** What it means when the master is not heard. */
    Cause silence();

    /** It went wrong, but may go well the next time. */
    default BackingOff failed(Cause cause, String why, Duration delay) {
      return new BackingOff(cause, why, delay);
    }

    /** It went wrong, and would go wrong again. */
    default Stopped refused(Cause cause, String why) {
      return new Stopped(cause, why);
    }
  }

  /** Another instance leads, or nobody has asked yet. */
  record Standby() implements Idle {
    @Override
    public String label() {
      return "STANDBY";
    }
  }

  /** Finding out which master to ask. */
  record Locating() implements SubscriptionState {
    @Override
    public String label() {
      return "LOCATING";
    }

    Subscribing located(URI master) {
      return new Subscribing(master, 0);
    }
  }

  /**
   * SUBSCRIBE is under way.
   *
   * @param master the endpoint that is asked
   * @param redirects how many redirects led there
   */
  record Subscribing(URI master, int redirects) implements Attached {

    private static final int MAX_REDIRECTS = 5;

    @Override
    public String label() {
      return "SUBSCRIBING";
    }

    @Override
    public Cause silence() {
      return Cause.SUBSCRIBE_TIMEOUT;
    }

    /**
     * That master points to another.
     *
     * @throws IllegalArgumentException if the location leads nowhere, or too many led here
     */
    Subscribing redirected(String location) {
      URI to = SchedulerEndpoint.redirected(master, location);
      if (redirects >= MAX_REDIRECTS) {
        throw new IllegalArgumentException(
            "more than " + MAX_REDIRECTS + " redirects, the last to " + to);
      }
      return new Subscribing(to, redirects + 1);
    }

    Subscribed subscribed(String streamId, Event.Subscribed event, Instant since) {
      return new Subscribed(
          master, event.frameworkId(), streamId, event.heartbeatInterval(), event.master(), since);
    }
  }

  /**
   * Events come, calls go.
   *
   * @param master the endpoint that accepted
   * @param frameworkId the framework's id
   * @param streamId the Mesos-Stream-Id that calls must carry
   * @param heartbeatInterval how often the master promises to be heard
   * @param info the master, as it describes itself
   * @param since when SUBSCRIBED came
   */
  record Subscribed(
      URI master,
      String frameworkId,
      String streamId,
      Duration heartbeatInterval,
      Event.Master info,
      Instant since)
      implements Attached {
    @Override
    public String label() {
      return "SUBSCRIBED";
    }

    @Override
    public Cause silence() {
      return Cause.HEARTBEAT_MISSED;
    }
  }

  /**
   * Waiting before the next attempt.
   *
   * @param cause why the last one ended
   * @param why the same in words
   * @param delay how long the wait is
   */
  record BackingOff(Cause cause, String why, Duration delay) implements SubscriptionState {
    @Override
    public String label() {
      return "BACKING_OFF";
    }

    Locating retry() {
      return new Locating();
    }
  }

  /** The framework is gone because its owner wanted that; a new one may be registered. */
  record TornDown() implements Idle {
    @Override
    public String label() {
      return "TORN_DOWN";
    }
  }

  /**
   * Trying again is useless until an operator has changed something.
   *
   * @param cause {@link Cause#REMOVED} or {@link Cause#REFUSED}
   * @param why what the master said
   */
  record Stopped(Cause cause, String why) implements Idle {
    @Override
    public String label() {
      return "STOPPED";
    }
  }

  /**
   * How long a subscription waits for what.
   *
   * @param heartbeatInterval assumed until SUBSCRIBED says otherwise
   * @param missedHeartbeats after so many intervals without a record the connection is given up
   * @param connectTimeout for a connection to be made
   * @param callTimeout for a call to be answered
   * @param firstBackOff upper bound of the first wait between two attempts
   * @param lastBackOff largest upper bound of the waits between two attempts
   */
  record Timing(
      Duration heartbeatInterval,
      int missedHeartbeats,
      Duration connectTimeout,
      Duration callTimeout,
      Duration firstBackOff,
      Duration lastBackOff) {

    /** What Mesos' own documentation advises, with an earlier time-out for calls. */
    public static final Timing DEFAULT =
        new Timing(
            Duration.ofSeconds(15),
            5,
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofMillis(500),
            Duration.ofSeconds(15));

    /** How long a master may be silent in this state. */
    Duration maxSilence(SubscriptionState.Attached state) {
      Duration interval =
          state instanceof SubscriptionState.Subscribed subscribed
              ? subscribed.heartbeatInterval()
              : heartbeatInterval;
      return Duration.ofNanos(interval.toNanos() * missedHeartbeats); // without big decimals
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
}
