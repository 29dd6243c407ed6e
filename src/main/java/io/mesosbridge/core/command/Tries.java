package io.mesosbridge.core.command;

import io.mesosbridge.core.mesos.Call.CallOutcome;

/** How often a command's call was sent in vain, and what follows from that. */
final class Tries {

  /** So that what becomes of one call does not decide over too many commands. */
  private static final int LARGEST_COMPANY = 100;

  /** Each answer that says nothing ends the subscription, and with it the offers of all. */
  private static final int MOST_ANSWERS_IN_VAIN = 3;

  /** More, since most connections break for other reasons than the call. */
  private static final int MOST_SILENCES = 10;

  /** Still more, since the one that is to blame is given up before: some five to ten minutes. */
  private static final int MOST_SILENT_SUBSCRIPTIONS = 20;

  private int company = LARGEST_COMPANY;
  private int answersInVain;
  private int silences;
  private int silentSubscriptions;
  private String lastInVain;

  /** How many launches may share a call with it, itself included. */
  int company() {
    return company;
  }

  /** A call that it shared with so many was refused for all of them. */
  void inSmallerCompany(int refused) {
    company = Math.max(1, refused / 2);
  }

  /**
   * Its call was answered, but not in a master's words, or was not though it was its turn: it
   * leaves alone from now on, or from the second silence on.
   */
  void sentInVain(CallOutcome.InDoubt doubt) {
    answersInVain += doubt.answered() ? 1 : 0;
    silences += doubt.answered() ? 0 : 1;
    company = doubt.answered() || silences > 1 ? 1 : company;
    lastInVain = doubt.why();
  }

  /** A subscription ended, and after it so many in a row have, without an answer to any call. */
  void subscriptionEnded(int inARow, String why) {
    silentSubscriptions = Math.min(silentSubscriptions, inARow - 1) + 1;
    lastInVain = inARow > 0 ? why : lastInVain;
  }

  /** Whether no master will answer, as far as it can be told, whichever call it is. */
  boolean isMasterSilent() {
    return silentSubscriptions >= MOST_SILENT_SUBSCRIPTIONS;
  }

  /** What happened at last, when that was in vain too often; null while it may be sent. */
  String whyInVain() {
    boolean isEnough =
        answersInVain >= MOST_ANSWERS_IN_VAIN || silences >= MOST_SILENCES || isMasterSilent();
    return isEnough ? lastInVain : null;
  }
}
