package io.mesosbridge.core.mesos;

import io.mesosbridge.core.mesos.Call.MasterAnswer;
import io.mesosbridge.core.mesos.Happening.Cause;
import io.mesosbridge.core.mesos.Happening.Wire;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a subscription stands. The methods of each state are the only ways out of it.
 *
 * <pre>{@code
 *           start               located           answered               subscribed
 * STANDBY --------> LOCATING ---------> asking ---------> SUBSCRIBING ----------> SUBSCRIBED
 *                    ^                   ^ |               |  | ^ | |               |  |
 *              retry |                   | | failed        |  | +-+ | refused       |  |
 *                    |                   +-|---------------+  | enum|       refused |  | failed
 *                    |                     |   redirected     |     +-> STOPPED <---+  |
 *                  BACKING_OFF <-----------+------------------+                        |
 *                    ^                                           failed                |
 *                    +-----------------------------------------------------------------+
 *
 * TORN_DOWN, STOPPED -- start -----> LOCATING
 * every state        -- tornDown --> TORN_DOWN
 * every state        -- standDown -> STANDBY
 * }</pre>
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
  sealed interface Attached extends SubscriptionState permits Attempting, Subscribed {

    /** The scheduler endpoint of that master. */
    URI master();

    @Override
    default String where() {
      return label() + " at " + master();
    }

    /** What it means when the master is not heard. */
    Cause silence();

    /** Has done what the state stands for. */
    default void begin(long attempt, Wire wire) {}

    /** It went wrong, but may go well the next time. */
    default BackingOff failed(Cause cause, String why, Duration delay) {
      return new BackingOff(cause, why, delay);
    }

    /** It went wrong, and would go wrong again. */
    default Stopped refused(Cause cause, String why) {
      return new Stopped(cause, why);
    }
  }

  /** On the way to a subscription; to the outside both are one. */
  sealed interface Attempting extends Attached permits Asking, Subscribing {
    @Override
    default String label() {
      return "SUBSCRIBING";
    }

    @Override
    default Cause silence() {
      return Cause.SUBSCRIBE_TIMEOUT;
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

    Asking located(URI master) {
      return new Asking(master, 0);
    }
  }

  /**
   * The master is asked for its version, on which SUBSCRIBE depends.
   *
   * @param master the endpoint that SUBSCRIBE will go to
   * @param redirects how many redirects led there
   */
  record Asking(URI master, int redirects) implements Attempting {
    @Override
    public void begin(long attempt, Wire wire) {
      wire.ask(attempt, master);
    }

    Subscribing answered(MesosVersion version) {
      return new Subscribing(master, redirects, version);
    }
  }

  /**
   * SUBSCRIBE is under way.
   *
   * @param master the endpoint that is asked
   * @param redirects how many redirects led there
   * @param version of the master, as far as it is known
   */
  record Subscribing(URI master, int redirects, MesosVersion version) implements Attempting {

    private static final int MAX_REDIRECTS = 5;

    @Override
    public void begin(long attempt, Wire wire) {
      wire.open(attempt, master, version);
    }

    /**
     * What that answer calls for at once: to ask whom the master points to, or the same one without
     * the name that it does not know; empty for neither.
     *
     * @throws IllegalArgumentException if the location leads nowhere, or too many led here
     */
    Optional<Attached> refused(
        Cause cause, int status, String text, String location, MesosVersion.Known versions) {
      Optional<Attached> less =
          MasterAnswer.unknownName(status, text)
              .filter(version::mayLeaveAway)
              .map(name -> new Subscribing(master, redirects, versions.lacks(master, name)));
      return less.isEmpty() && cause == Cause.REDIRECT ? Optional.of(redirected(location)) : less;
    }

    private Asking redirected(String location) {
      URI to = SchedulerEndpoint.redirected(master, location);
      if (redirects >= MAX_REDIRECTS) {
        throw new IllegalArgumentException(
            "more than " + MAX_REDIRECTS + " redirects, the last to " + to);
      }
      return new Asking(to, redirects + 1);
    }

    Subscribed subscribed(
        String streamId, Event.Subscribed event, MesosVersion told, Instant since) {
      return new Subscribed(
          master,
          told,
          event.frameworkId(),
          streamId,
          event.heartbeatInterval(),
          event.master(),
          since);
    }
  }

  /**
   * Events come, calls go.
   *
   * @param master the endpoint that accepted
   * @param version of the master
   * @param frameworkId the framework's id
   * @param streamId the Mesos-Stream-Id that calls must carry
   * @param heartbeatInterval how often the master promises to be heard
   * @param info the master, as it describes itself
   * @param since when SUBSCRIBED came
   */
  record Subscribed(
      URI master,
      MesosVersion version,
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

    /** Whether it says that the stream is another framework's from here on. */
    boolean isAnothers(Event event) {
      return event instanceof Event.Subscribed again && !again.frameworkId().equals(frameworkId);
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
}
