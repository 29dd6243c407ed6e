package io.mesosbridge.app;

/**
 * Says whether this process may have been replaced without knowing: one that was paused for longer
 * than the group's patience must not act before it has asked the group. Time is that of the
 * bridge's context, which renews the lease all the time.
 */
final class Lease {

  /** Below the consumer's session timeout: nobody can have been elected before. */
  private static final long LENGTH_NANOS = 5_000_000_000L;

  private volatile long renewedAtNanos = System.nanoTime();

  /**
   * The context is alive.
   *
   * @return whether the lease held until now
   */
  boolean renew() {
    boolean held = holds();
    renewedAtNanos = System.nanoTime();
    return held;
  }

  boolean holds() {
    return System.nanoTime() - renewedAtNanos < LENGTH_NANOS;
  }
}
