package io.mesosbridge.core.mesos;

import io.mesosbridge.core.Now;
import io.mesosbridge.core.mesos.Call.CallOutcome;
import io.mesosbridge.core.mesos.Call.MasterAnswer;
import io.mesosbridge.core.mesos.Happening.Cause;
import io.mesosbridge.core.mesos.Happening.Wire;
import io.mesosbridge.core.mesos.SubscriptionState.Asking;
import io.mesosbridge.core.mesos.SubscriptionState.Attached;
import io.mesosbridge.core.mesos.SubscriptionState.BackingOff;
import io.mesosbridge.core.mesos.SubscriptionState.Subscribed;
import io.mesosbridge.core.mesos.SubscriptionState.Subscribing;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The subscription of one framework: strives for it from {@link #start} on, renews it whenever it
 * is lost, and keeps the calls that belong to it in order. Each input returns what follows for the
 * owner; what follows for the connections is told to the {@link Wire}. An input that belongs to a
 * former attempt changes nothing.
 */
public final class Subscription {

  private static final long NEVER = Long.MAX_VALUE;

  private final Timing timing;
  private final Wire wire;
  private final Timing.BackOff backOff;
  private final Calls calls;
  private final MesosVersion.Known versions = new MesosVersion.Known();
  private final EarlyRecords early = new EarlyRecords();
  private SubscriptionState state = new SubscriptionState.Standby();
  private long attempt;
  private long heardAtNanos; // or when the wait began
  private long subscribedAtNanos;

  /**
   * In STANDBY.
   *
   * @param seed of the waits between attempts; instances with different seeds do not all come back
   *     to a master in the same moment
   */
  public Subscription(Timing timing, long seed, Wire wire) {
    this.timing = timing;
    this.wire = wire;
    this.backOff = new Timing.BackOff(timing, seed);
    this.calls = new Calls(timing.callTimeout(), wire);
  }

  /** Where the subscription stands. */
  public SubscriptionState state() {
    return state;
  }

  /** When {@link #tick} is due, on the clock of {@link Now#nanos}; the largest long for never. */
  public long deadline() {
    return Math.min(due(), calls.deadline());
  }

  /**
   * The owner wants a subscription.
   *
   * @throws IllegalStateException if that has begun already
   */
  public List<Happening> start() {
    if (!(state instanceof SubscriptionState.Idle idle)) {
      throw new IllegalStateException("cannot start a subscription that is " + state.label());
    }
    backOff.reset();
    return locate(idle.start());
  }

  /** Stands by: all connections are closed at once. */
  public List<Happening> stop() {
    List<Happening> left =
        state instanceof SubscriptionState.Standby
            ? List.of()
            : leave(state.standDown(), Cause.STOOD_DOWN, "this instance stands by", null);
    return Happening.join(
        left, calls.closeAll("the connection was closed before the master answered"));
  }

  /** The framework was torn down: waits for the answers to what was sent, and ends. */
  public List<Happening> tornDown() {
    return state instanceof SubscriptionState.TornDown
        ? List.of()
        : leave(state.tornDown(), Cause.TORN_DOWN, "the framework was torn down", null);
  }

  /** Gives up the subscription or the attempt to get one; the cause tells what follows. */
  public List<Happening> giveUp(Cause cause, String why, Now now) {
    if (!(state instanceof Attached from)) {
      return List.of();
    }
    return switch (cause) {
      case FAILED_OVER -> leave(from.standDown(), cause, why, null);
      case REMOVED, REFUSED -> leave(from.refused(cause, why), cause, why, null);
      default -> {
        if (from instanceof Subscribed subscribed
            && now.nanos() - subscribedAtNanos > subscribed.heartbeatInterval().toNanos()) {
          backOff.reset();
        }
        Duration delay = backOff.next();
        heardAtNanos = now.nanos();
        yield leave(from.failed(cause, why, delay), cause, why, delay);
      }
    };
  }

  /** The master to ask was found. */
  public List<Happening> located(long attempt, URI master, Now now) {
    return attempt == this.attempt && state instanceof SubscriptionState.Locating locating
        ? attach(locating.located(master), now)
        : List.of();
  }

  /** The master said its version; null for silence, or for what was no answer. */
  public List<Happening> versionTold(long attempt, String version, Now now) {
    return attempt == this.attempt && state instanceof Asking asking
        ? attach(asking.answered(versions.told(asking.master(), version)), now)
        : List.of();
  }

  /** The masters have a new leader. */
  public List<Happening> leaderChanged(SchedulerEndpoint.Leader leader, Now now) {
    backOff.reset(); // the waits grew for another master
    if (state instanceof Attached attached && !leader.isAt(attached)) {
      return giveUp(Cause.LEADER_CHANGED, leader.authority() + " leads now", now);
    }
    return state instanceof BackingOff backingOff ? locate(backingOff.retry()) : List.of();
  }

  /** SUBSCRIBE was answered 200; the stream id is null when there was none. */
  public List<Happening> opened(long attempt, String streamId, Now now) {
    return streamId == null
        ? ended(attempt, Cause.UNEXPECTED_ANSWER, "200 without a Mesos-Stream-Id", now)
        : heard(attempt, now);
  }

  /** SUBSCRIBE was answered; of the stream itself only whole records are heard. */
  public List<Happening> heard(long attempt, Now now) {
    if (isCurrent(attempt)) {
      heardAtNanos = now.nanos();
    }
    return List.of();
  }

  /** A record of the stream came. */
  public List<Happening> record(long attempt, Event.EventRecord record, Now now) {
    if (!isCurrent(attempt)) {
      return List.of();
    }
    heardAtNanos = now.nanos();
    if (state instanceof Subscribed standing && standing.isAnothers(record.event())) {
      String why = "the master subscribed another framework in the stream of ";
      return giveUp(Cause.REFUSED, why + standing.frameworkId(), now);
    }
    Happening received = new Happening.Received(record);
    if (record.event() instanceof Event.Subscribed event
        && state instanceof Subscribing subscribing) {
      MesosVersion version = versions.told(subscribing.master(), event.master().version());
      state = subscribing.subscribed(record.streamId(), event, version, now.instant());
      subscribedAtNanos = now.nanos();
      calls.begin(attempt);
      List<Happening> stands = List.of(new Happening.Subscribed((Subscribed) state));
      return Happening.join(Happening.join(stands, early.heartbeats()), List.of(received));
    }
    if (record.event() instanceof Event.SubscriptionError error) {
      Cause cause = MasterAnswer.ofError(error.message(), state instanceof Subscribed);
      return Happening.join(List.of(received), giveUp(cause, error.message(), now));
    }
    if (state instanceof Subscribing) {
      String why = EarlyRecords.MOST + " records before SUBSCRIBED";
      return early.add(record) ? giveUp(Cause.UNEXPECTED_ANSWER, why, now) : List.of();
    }
    return List.of(received);
  }

  /** SUBSCRIBE was answered otherwise, perhaps by a redirect to a location, which may be null. */
  public List<Happening> refused(long attempt, int status, String text, String location, Now now) {
    Cause cause = MasterAnswer.toSubscribe(status);
    if (attempt != this.attempt || !(state instanceof Subscribing subscribing)) {
      return List.of();
    }
    try {
      Optional<Attached> next = subscribing.refused(cause, status, text, location, versions);
      return next.map(to -> moveOn(to, now))
          .orElseGet(() -> giveUp(cause, status + " " + text, now));
    } catch (IllegalArgumentException e) {
      return giveUp(cause, e.getMessage(), now);
    }
  }

  /** The stream ended or broke, or there was no connection to be had. */
  public List<Happening> ended(long attempt, Cause cause, String why, Now now) {
    return isCurrent(attempt) ? giveUp(cause, why, now) : List.of();
  }

  /**
   * Sends a call after all that were sent before it.
   *
   * @param number tells the call from all others without an outcome yet; its outcome carries it
   */
  public List<Happening> send(long number, Call call) {
    if (calls.send(number, call)) {
      return List.of();
    }
    String why = "there is no subscription: " + state.label();
    return List.of(new Happening.Concluded(number, new CallOutcome.Unsubscribed(0, why)));
  }

  /** The call's first bytes are on their way. */
  public List<Happening> callSent(long attempt, long number, Now now) {
    calls.sent(attempt, number, now);
    return List.of();
  }

  /** The master answered a call. */
  public List<Happening> callAnswered(long attempt, long number, int status, String text, Now now) {
    MasterAnswer answer = MasterAnswer.of(status, text);
    List<Happening> ended =
        calls.isCurrent(attempt) && answer.ends().isPresent()
            ? giveUp(answer.ends().get(), text.isEmpty() ? "" + status : text, now)
            : List.of();
    return Happening.join(ended, calls.answered(attempt, number, answer.outcome()));
  }

  /** The connection for calls broke, or there was none to be had. */
  public List<Happening> callsLost(long attempt, String why, Now now) {
    boolean awaited = calls.lost(attempt);
    Cause cause = awaited ? Cause.CALL_IN_DOUBT : Cause.CONNECTION_LOST;
    String text = awaited ? "a call was not answered: " : "no connection for calls: ";
    List<Happening> ended = calls.isCurrent(attempt) ? giveUp(cause, text + why, now) : List.of();
    return Happening.join(ended, calls.close(attempt, why));
  }

  /** Does what is due by time. */
  public List<Happening> tick(Now now) {
    boolean isDue = due() != NEVER && now.isPast(due());
    List<Happening> happened = isDue ? outOfPatience(now) : List.of();
    String why = "no answer within " + timing.callTimeout();
    return calls.isOverdue(now)
        ? Happening.join(happened, callsLost(calls.attempt(), why, now))
        : happened;
  }

  private long due() {
    long patience = timing.patience(state);
    return patience == Timing.NO_END ? NEVER : heardAtNanos + patience;
  }

  private List<Happening> outOfPatience(Now now) {
    if (state instanceof BackingOff backingOff) {
      return locate(backingOff.retry());
    }
    if (state instanceof Asking) {
      return versionTold(attempt, null, now);
    }
    String why = "the master was silent for " + Duration.ofNanos(timing.patience(state));
    return giveUp(((Attached) state).silence(), why, now);
  }

  private boolean isCurrent(long number) {
    return number == attempt && state instanceof Attached;
  }

  private List<Happening> locate(SubscriptionState.Locating next) {
    state = next;
    attempt++;
    wire.locate(attempt);
    return List.of();
  }

  private List<Happening> moveOn(Attached next, Now now) {
    wire.close(attempt);
    attempt++;
    return attach(next, now);
  }

  private List<Happening> attach(Attached next, Now now) {
    state = next;
    early.clear();
    heardAtNanos = now.nanos();
    String why = "no answer came before the next SUBSCRIBE";
    List<Happening> unanswered = next instanceof Subscribing ? calls.overtaken(why) : List.of();
    next.begin(attempt, wire);
    return unanswered;
  }

  private List<Happening> leave(SubscriptionState next, Cause cause, String why, Duration delay) {
    if (state instanceof Attached) {
      wire.close(attempt);
    }
    Happening ended = new Happening.Ended(state, cause, why, delay, calls.silences());
    state = next;
    return Happening.join(List.of(ended), calls.drain());
  }
}
