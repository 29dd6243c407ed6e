package io.mesosbridge.core.mesos;

import io.mesosbridge.core.Now;
import io.mesosbridge.core.mesos.Call.CallOutcome;
import io.mesosbridge.core.mesos.Happening.Wire;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * The calls of a subscription, in the order in which they were given:
 *
 * <pre>
 *  waiting --call--> handed over --sent--> in flight --answered--> (outcome)
 * </pre>
 *
 * What was sent and has no answer when the connection breaks is in doubt; what never left is {@link
 * CallOutcome.Unsubscribed}. Once the subscription is over nothing leaves any more, but answers to
 * what was sent still count until the next SUBSCRIBE leaves: that says what is known of roles and
 * framework, and what is known of tasks is asked for after it, so that an answer heard later would
 * be about neither; and what never left has to be sent before what comes later.
 *
 * <p>No call is dropped because there are too many: of its commands' calls the owner keeps back
 * what is too much, and the bridge's own calls are as many as the events that caused them.
 */
final class Calls {

  /** So many calls are sent before the first of them is answered. */
  static final int PIPELINED = 128;

  /** No attempt has this number. */
  private static final long NONE = -1;

  private final Duration timeout;
  private final Wire wire;
  private final Deque<Pending> waiting = new ArrayDeque<>();
  private final Deque<Pending> handedOver = new ArrayDeque<>();
  private final Deque<Pending> inFlight = new ArrayDeque<>();

  private long attempt = NONE; // that they belong to
  private boolean stands;
  private boolean wasAnswered;

  /** Calls that leave one by one: so many broke with a connection, and one may be to blame. */
  private int oneByOne;

  private int silences;

  /**
   * No subscription stands yet.
   *
   * @param timeout for a call to be answered
   */
  Calls(Duration timeout, Wire wire) {
    this.timeout = timeout;
    this.wire = wire;
  }

  /** This attempt brought a subscription; those of the last one are closed. */
  void begin(long attempt) {
    this.attempt = attempt;
    stands = true;
    wasAnswered = false;
  }

  /** Sends a call; false when no subscription stands. */
  boolean send(long number, Call call) {
    if (stands) {
      waiting.add(new Pending(number, call));
      handOver();
    }
    return stands;
  }

  private void handOver() {
    while (stands
        && !waiting.isEmpty()
        && handedOver.size() + inFlight.size() < (oneByOne > 0 ? 1 : PIPELINED)) {
      Pending next = waiting.remove();
      handedOver.add(next);
      wire.call(attempt, next.number, next.call);
    }
  }

  /** The first bytes of the call are on their way: from now on it may take effect. */
  void sent(long attempt, long number, Now now) {
    Pending next = handedOver.peek();
    if (attempt == this.attempt && next != null && next.number == number) {
      handedOver.remove();
      next.overdueAtNanos = now.after(timeout);
      inFlight.add(next);
    }
  }

  /** The call is answered. */
  List<Happening> answered(long attempt, long number, CallOutcome outcome) {
    if (attempt != this.attempt) {
      return List.of();
    }
    List<Happening> happened = new ArrayList<>();
    for (Iterator<Pending> calls = inFlight.iterator(); calls.hasNext(); ) {
      Pending call = calls.next();
      if (call.number == number) {
        calls.remove();
        wasAnswered = true;
        silences = 0;
        oneByOne = Math.max(0, oneByOne - 1);
        happened.add(concluded(call, outcome));
        break;
      }
    }
    handOver();
    happened.addAll(closeIfDrained());
    return happened;
  }

  /** The subscription is over. */
  List<Happening> drain() {
    stands = false;
    return closeIfDrained();
  }

  private List<Happening> closeIfDrained() {
    return !stands && inFlight.isEmpty() ? closeAll("the subscription is over") : List.of();
  }

  /** The connection is lost: what was sent and not answered is in doubt, and may be to blame. */
  List<Happening> close(long attempt, String why) {
    if (attempt != this.attempt) {
      return List.of();
    }
    oneByOne = Math.max(oneByOne, inFlight.size());
    return close(why, inFlight.peek());
  }

  /**
   * The next SUBSCRIBE is about to leave: what was sent and not answered may have ended the last.
   */
  List<Happening> overtaken(String why) {
    silences += inFlight.isEmpty() || wasAnswered ? 0 : 1;
    return attempt == NONE ? List.of() : close(attempt, why);
  }

  /** No answer is waited for any more; nothing that was sent is to blame. */
  List<Happening> closeAll(String why) {
    stands = false;
    return attempt == NONE ? List.of() : close(why, null);
  }

  private List<Happening> close(String why, Pending toBlame) {
    wire.dropCalls(attempt);
    attempt = NONE;
    List<Happening> happened = new ArrayList<>();
    for (Pending call : inFlight) {
      happened.add(concluded(call, new CallOutcome.InDoubt(why, false, call == toBlame)));
    }
    CallOutcome unsent = new CallOutcome.Unsubscribed(0, why);
    handedOver.forEach(call -> happened.add(concluded(call, unsent)));
    waiting.forEach(call -> happened.add(concluded(call, unsent)));
    List.of(inFlight, handedOver, waiting).forEach(Deque::clear);
    return happened;
  }

  private static Happening concluded(Pending call, CallOutcome outcome) {
    return new Happening.Concluded(call.number, outcome);
  }

  /** Whether these are the calls of the subscription that stands. */
  boolean isCurrent(long attempt) {
    return stands && this.attempt == attempt;
  }

  /** No more will be answered; returns whether one may have taken effect and was not. */
  boolean lost(long attempt) {
    silences += isCurrent(attempt) && !wasAnswered ? 1 : 0;
    return this.attempt == attempt && !inFlight.isEmpty();
  }

  /** How many subscriptions in a row were lost since none of their calls was answered. */
  int silences() {
    return silences;
  }

  /** When the first answer is overdue, in nanos; the largest long for never. */
  long deadline() {
    return inFlight.isEmpty() ? Long.MAX_VALUE : inFlight.element().overdueAtNanos;
  }

  /** Whether that has come. */
  boolean isOverdue(Now now) {
    return !inFlight.isEmpty() && now.isPast(deadline());
  }

  /** The attempt whose calls these are. */
  long attempt() {
    return attempt;
  }

  private static final class Pending {
    private final long number;
    private final Call call;
    private long overdueAtNanos;

    private Pending(long number, Call call) {
      this.number = number;
      this.call = call;
    }
  }
}
