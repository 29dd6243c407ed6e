package io.mesosbridge.core;

import java.time.Duration;
import java.time.Instant;

/**
 * When an input happened: it comes with the input, since nothing in the core looks at a clock.
 *
 * @param nanos of a clock that only goes forward, to wait by; its zero means nothing
 * @param millis since the epoch, for what people and records read
 */
public record Now(long nanos, long millis) {

  /** The instant as records show it. */
  public Instant instant() {
    return Instant.ofEpochMilli(millis);
  }

  /** That much later, as a deadline on {@link #nanos}. */
  public long after(Duration wait) {
    return nanos + wait.toNanos();
  }

  /** Whether the deadline has come. */
  public boolean isPast(long deadlineNanos) {
    return nanos - deadlineNanos >= 0;
  }
}
