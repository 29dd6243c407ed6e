package io.mesosbridge.core.command;

import io.mesosbridge.core.Suspects;

/**
 * Takes the commands that came and carries out those whose turn it is, step by step. Thousands may
 * wait for a subscription, or for offers: what else happens must not wait until all of them are
 * done, so the rest of them follows soon.
 */
final class Steps {

  private static final int MOST_AT_ONCE = 200;

  private final Suspects suspects;
  private final Arrivals arrivals;
  private final Turns turns;
  private final Execution execution;
  private final Departures departures;
  private boolean isBehind;

  Steps(
      Suspects suspects,
      Arrivals arrivals,
      Turns turns,
      Execution execution,
      Departures departures) {
    this.departures = departures;
    this.suspects = suspects;
    this.arrivals = arrivals;
    this.turns = turns;
    this.execution = execution;
  }

  /** Takes as many as may be taken now; if there are more, {@link #isBehind}. */
  void take() {
    departures.flush();
    int toTake = MOST_AT_ONCE;
    int toCarryOut = MOST_AT_ONCE;
    do {
      do {
        toTake -= arrivals.take(toTake);
      } while (!arrivals.isTakingUp() && carryOutNext() && --toCarryOut > 0);
      execution.placeNewcomers();
      isBehind = toTake == 0 || toCarryOut == 0 || execution.isBehind();
    } while (!isBehind && suspects.takeBack());
  }

  /** Returns whether there may be another one. */
  private boolean carryOutNext() {
    Entry next = turns.next();
    if (next == null) {
      return false;
    }
    if (turns.givesUp(next) || turns.concludeByLater(next)) {
      return true;
    }
    boolean hasItsTurn = execution.placeThoseBefore(next);
    if (hasItsTurn) {
      execution.carryOut(next);
    }
    return hasItsTurn;
  }

  /** Whether there is more to be done at once. */
  boolean isBehind() {
    return isBehind;
  }
}
