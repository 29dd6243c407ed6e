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
 * The calls of the current subscription, and those of former ones that are not answered yet; each
 * in the order in which they were given:
 *
 * <pre>
 *  waiting --call--> handed over --sent--> in flight --answered--> (outcome)
 * </pre>
 *
 * What was sent and has no answer when the connection breaks is in doubt; what never left is {@link
 * CallOutcome.Unsubscribed}. Once a subscription is over nothing of it leaves any more, but answers
 * to what was sent still count.
 *
 * <p>No call is dropped because there are too many: of its commands' calls the owner keeps back
 * what is too much, and the bridge's own calls are as many as the events that caused them.
 */
final class Calls {

  /** So many calls are sent before the first of them is answered. */
  static final int PIPELINED = 128;

  private final Duration timeout;
  private final Wire wire;
  private final List<Line> draining = new ArrayList<>();
  private Line current;

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

  /** This attempt brought a subscription. */
  void begin(long attempt) {
    current = new Line(attempt);
  }

  /** Sends a call; false when no subscription stands. */
  boolean send(long number, Call call) {
    if (current != null) {
      current.send(new Pending(number, call));
    }
    return current != null;
  }

  /** The first bytes of the call are on their way: from now on it may take effect. */
  void sent(long attempt, long number, Now now) {
    Line line = find(attempt);
    if (line != null) {
      line.sent(number, now);
    }
  }

  /** The call is answered. */
  List<Happening> answered(long attempt, long number, CallOutcome outcome) {
    Line line = find(attempt);
    return line == null ? List.of() : line.answered(number, outcome);
  }

  /** The current subscription is over. */
  List<Happening> drain() {
    Line over = current;
    current = null;
    if (over == null) {
      return List.of();
    }
    draining.add(over);
    return over.closeIfDrained();
  }

  /** Nothing of these calls is waited for any more: what was sent and not answered is in doubt. */
  List<Happening> close(long attempt, String why) {
    Line line = find(attempt);
    return line == null ? List.of() : line.close(why);
  }

  /** Nothing of any call is waited for any more. */
  List<Happening> closeAll(String why) {
    List<Happening> happened = new ArrayList<>(drain());
    for (Line line : List.copyOf(draining)) {
      happened.addAll(line.close(why));
    }
    return happened;
  }

  /** Whether these are the calls of the subscription that stands. */
  boolean isCurrent(long attempt) {
    return current != null && current.attempt == attempt;
  }

  /** No more will be answered; returns whether one may have taken effect and was not. */
  boolean lost(long attempt) {
    Line line = find(attempt);
    silences += line == current && line != null && !line.wasAnswered ? 1 : 0;
    return line != null && !line.inFlight.isEmpty();
  }

  /** How many subscriptions in a row were lost since none of their calls was answered. */
  int silences() {
    return silences;
  }

  /** When the first answer is overdue, in nanos; the largest long for never. */
  long deadline() {
    long next = current == null ? Long.MAX_VALUE : current.deadline();
    for (int i = 0; i < draining.size(); i++) { // without an iterator at each input
      next = Math.min(next, draining.get(i).deadline());
    }
    return next;
  }

  /** The attempts whose oldest answer is overdue. */
  List<Long> overdue(Now now) {
    List<Long> attempts = new ArrayList<>();
    draining.stream().filter(line -> line.isOverdue(now)).forEach(l -> attempts.add(l.attempt));
    if (current != null && current.isOverdue(now)) {
      attempts.add(current.attempt);
    }
    return attempts;
  }

  private Line find(long attempt) {
    if (isCurrent(attempt)) {
      return current;
    }
    return draining.stream().filter(line -> line.attempt == attempt).findFirst().orElse(null);
  }

  /** The calls of one subscription; bounded by its owner and by what the master sends. */
  private final class Line {
    private final long attempt;
    private final Deque<Pending> waiting = new ArrayDeque<>();
    private final Deque<Pending> handedOver = new ArrayDeque<>();
    private final Deque<Pending> inFlight = new ArrayDeque<>();
    private boolean wasAnswered;

    private Line(long attempt) {
      this.attempt = attempt;
    }

    private void send(Pending call) {
      waiting.add(call);
      handOver();
    }

    private void handOver() {
      while (this == current
          && !waiting.isEmpty()
          && handedOver.size() + inFlight.size() < (oneByOne > 0 ? 1 : PIPELINED)) {
        Pending next = waiting.remove();
        handedOver.add(next);
        wire.call(attempt, next.number, next.call);
      }
    }

    private void sent(long number, Now now) {
      Pending next = handedOver.peek();
      if (next != null && next.number == number) {
        handedOver.remove();
        next.overdueAtNanos = now.after(timeout);
        inFlight.add(next);
      }
    }

    private List<Happening> answered(long number, CallOutcome outcome) {
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

    private List<Happening> closeIfDrained() {
      return this != current && inFlight.isEmpty() ? close("the subscription is over") : List.of();
    }

    private List<Happening> close(String why) {
      draining.remove(this);
      wire.dropCalls(attempt);
      List<Happening> happened = new ArrayList<>();
      oneByOne = Math.max(oneByOne, inFlight.size());
      for (Pending call : inFlight) {
        boolean itsTurn = call == inFlight.peek();
        happened.add(concluded(call, new CallOutcome.InDoubt(why, false, itsTurn)));
      }
      CallOutcome unsent = new CallOutcome.Unsubscribed(0, why);
      handedOver.forEach(call -> happened.add(concluded(call, unsent)));
      waiting.forEach(call -> happened.add(concluded(call, unsent)));
      return happened;
    }

    private Happening concluded(Pending call, CallOutcome outcome) {
      return new Happening.Concluded(call.number, outcome);
    }

    private long deadline() {
      return inFlight.isEmpty() ? Long.MAX_VALUE : inFlight.element().overdueAtNanos;
    }

    private boolean isOverdue(Now now) {
      return !inFlight.isEmpty() && now.isPast(deadline());
    }
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
