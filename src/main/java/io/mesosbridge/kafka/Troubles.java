package io.mesosbridge.kafka;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * What of Kafka does not work now and keeps this instance from its work, for status, readiness and
 * a counter. One that is over at the next attempt is none. Safe for use by several threads.
 */
public final class Troubles {

  private static final long LASTING_NANOS = Duration.ofSeconds(2).toNanos();

  private final LongSupplier nanos;
  private final Map<Object, Trouble> present = new LinkedHashMap<>();
  private final AtomicLong met = new AtomicLong();

  /**
   * The process ends, and with it what its clients did, each in its turn: no trouble of Kafka's.
   */
  private volatile boolean ending;

  private record Trouble(String why, long sinceNanos) {}

  Troubles(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** From now on what fails is none. */
  public void end() {
    ending = true;
  }

  /** Whoever it is met it at this attempt; false when it is none. */
  synchronized boolean because(Object who, String why) {
    if (ending) {
      return false;
    }
    met.incrementAndGet();
    Trouble before = present.get(who);
    present.put(who, new Trouble(why, before == null ? nanos.getAsLong() : before.sinceNanos()));
    return true;
  }

  /** It is over for whoever met it. */
  synchronized void over(Object who) {
    present.remove(who);
  }

  /** What is wrong for longer than a moment; empty when nothing is. */
  public synchronized Optional<String> lasting() {
    long now = nanos.getAsLong();
    String why =
        present.values().stream()
            .filter(trouble -> now - trouble.sinceNanos() >= LASTING_NANOS)
            .map(Trouble::why)
            .distinct()
            .collect(joining("; and "));
    return why.isEmpty() ? Optional.empty() : Optional.of(why);
  }

  /** How many attempts failed since the start. */
  public long met() {
    return met.get();
  }
}
