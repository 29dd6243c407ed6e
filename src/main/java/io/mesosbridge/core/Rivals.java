package io.mesosbridge.core;

import java.time.Duration;

/**
 * Those that take a leader's place: once that is the next leader, again and again it is a rival.
 */
final class Rivals {

  private static final Duration SHORT_TERM = Duration.ofMinutes(1);
  private static final int SHORT_TERMS_IN_A_ROW = 3;

  private int shortTerms;

  /** The group gave the commands to this instance: whoever took its place before had a right to. */
  void forget() {
    shortTerms = 0;
  }

  /** Whether a term that ended after so many nanoseconds was one too many. */
  boolean areTooMany(long ledNanos) {
    shortTerms = ledNanos < SHORT_TERM.toNanos() ? shortTerms + 1 : 0;
    return shortTerms >= SHORT_TERMS_IN_A_ROW;
  }

  /** What an operator is told. */
  String inWords(String why, String groupId) {
    return "the framework was taken over again and again ("
        + why
        + "); another bridge or framework uses the same framework id outside of group "
        + groupId;
  }
}
