package io.mesosbridge.mesos.subscription;

/** How an attempt at a stream ended. */
sealed interface StreamEnd {

  /** Another attempt may succeed. */
  record Lost(Cause cause, String why) implements StreamEnd {}

  /**
   * Another master should be asked.
   *
   * @param location what the master said, or null when it said nothing
   */
  record Redirected(String location) implements StreamEnd {}

  /** Another attempt would be refused again. */
  record Refused(String text) implements StreamEnd {}
}
