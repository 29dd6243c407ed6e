package io.mesosbridge.core;

import io.mesosbridge.core.Outside.Host;
import java.time.Duration;

/**
 * The attempts of an instance to lead, each with a number, so that what comes late is told apart.
 */
final class Attempts {

  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Host host;
  private long current;
  private long openAgainAt = Long.MAX_VALUE;

  Attempts(Host host) {
    this.host = host;
  }

  /** The next one begins. */
  void begin() {
    end();
    host.open(current);
  }

  /** What is under way has ended: what still comes of it is of no interest. */
  void end() {
    current++;
    openAgainAt = Long.MAX_VALUE;
  }

  /** What is written with could not be opened: it is tried again after a while. */
  void failed(long which, Now now) {
    if (isCurrent(which)) {
      openAgainAt = now.after(RETRY);
    }
  }

  void tick(Now now) {
    if (now.isPast(openAgainAt)) {
      openAgainAt = Long.MAX_VALUE;
      host.open(current);
    }
  }

  long deadline() {
    return openAgainAt;
  }

  long current() {
    return current;
  }

  boolean isCurrent(long which) {
    return which == current;
  }
}
