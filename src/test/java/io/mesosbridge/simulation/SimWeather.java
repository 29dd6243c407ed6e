package io.mesosbridge.simulation;

/** What befalls writes to a topic at present. */
public final class SimWeather {

  /** How long a record takes into the log, and its confirmation back, in the best case. */
  static final long CALM_MILLIS = 3;

  private long landingMillis = CALM_MILLIS;
  private long answeringMillis = CALM_MILLIS;
  private boolean leaderless;
  private boolean refusing;
  private boolean hasRefused;
  private boolean answersLost;

  /** At most so long takes a record into the log, and its confirmation back, in milliseconds. */
  public void slow(long landing, long answering) {
    landingMillis = landing;
    answeringMillis = answering;
  }

  /** Nobody takes records until this ends; what was sent waits. */
  public void leaderless(boolean now) {
    leaderless = now;
  }

  /** Each record is refused. */
  public void refusing(boolean now) {
    refusing = now;
    hasRefused |= now;
  }

  /** Records land, but nobody is told while this lasts: told later, or timed out. */
  public void answersLost(boolean now) {
    answersLost = now;
  }

  void calm() {
    slow(CALM_MILLIS, CALM_MILLIS);
    leaderless = false;
    refusing = false;
    answersLost = false;
  }

  long landingMillis() {
    return landingMillis;
  }

  long answeringMillis() {
    return answeringMillis;
  }

  boolean isLeaderless() {
    return leaderless;
  }

  boolean isRefusing() {
    return refusing;
  }

  /** Whether it ever was. */
  boolean hasRefused() {
    return hasRefused;
  }

  boolean areAnswersLost() {
    return answersLost;
  }
}
