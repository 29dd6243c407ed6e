package io.mesosbridge.mesos.subscription;

import java.time.Duration;

/**
 * How long a subscription waits for what.
 *
 * @param heartbeatInterval assumed until SUBSCRIBED says otherwise
 * @param missedHeartbeats after so many intervals without a byte the connection is given up
 * @param connectTimeout for a connection to be made
 * @param callTimeout for a call to be answered
 * @param firstBackOff upper bound of the first wait between two attempts
 * @param lastBackOff largest upper bound of the waits between two attempts
 */
public record Timing(
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

  /** How long a master that promises this interval may be silent. */
  Duration maxSilence(Duration interval) {
    return interval.multipliedBy(missedHeartbeats);
  }
}
