package io.mesosbridge.mesos;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.mesosbridge.core.mesos.Call.CallOutcome;
import io.mesosbridge.core.mesos.Happening.Cause;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What of the subscription is counted; a master cannot make up new names. */
public final class SubscriptionMetrics {

  private static final List<String> TYPES =
      List.of(
          "SUBSCRIBED",
          "OFFERS",
          "INVERSE_OFFERS",
          "RESCIND",
          "RESCIND_INVERSE_OFFER",
          "UPDATE",
          "UPDATE_OPERATION_STATUS",
          "MESSAGE",
          "FAILURE",
          "ERROR",
          "HEARTBEAT",
          "UNREADABLE");

  private static final String PENDING_CALLS = "bridge.calls.pending";

  private final MeterRegistry registry;
  private final Map<Cause, Counter> reconnects = new EnumMap<>(Cause.class);
  private final Map<String, Counter> records = new HashMap<>();
  private final Counter otherRecords;
  private final DistributionSummary recordBytes;
  private final Map<Ending, Timer> timers = new HashMap<>();
  private final Map<Long, Sent> calls = new ConcurrentHashMap<>();

  /** Of a new subscription, of which nothing is counted yet. */
  public SubscriptionMetrics(MeterRegistry registry) {
    this.registry = registry;
    for (Cause cause : Cause.values()) {
      reconnects.put(
          cause,
          Counter.builder("bridge.reconnects")
              .description("Subscriptions, or attempts at one, that ended and are tried again")
              .tag("cause", cause.label())
              .register(registry));
    }
    TYPES.forEach(type -> records.put(type, recordsOf(type)));
    otherRecords = recordsOf("OTHER");
    recordBytes =
        DistributionSummary.builder("bridge.record.bytes")
            .description("Size of the stream's records")
            .baseUnit("bytes")
            .register(registry);
    // Each term has a subscription of its own, but a gauge keeps the first number it was given.
    Optional.ofNullable(registry.find(PENDING_CALLS).gauge()).ifPresent(registry::remove);
    Gauge.builder(PENDING_CALLS, calls, Map::size)
        .description("Calls that wait to be sent or to be answered")
        .register(registry);
  }

  private Counter recordsOf(String type) {
    return Counter.builder("bridge.records")
        .description("Records of the stream")
        .tag("type", type)
        .register(registry);
  }

  /** An attempt or a subscription ended, and is tried again. */
  public void reconnect(Cause cause) {
    reconnects.get(cause).increment();
  }

  void record(String type, int bytes) {
    records.getOrDefault(type, otherRecords).increment();
    recordBytes.record(bytes);
  }

  /** A call is about to be sent. */
  public void callAccepted(long number, String type) {
    calls.put(number, new Sent(type, System.nanoTime()));
  }

  /** That call has its outcome. */
  public void callCompleted(long number, CallOutcome outcome) {
    Sent call = calls.remove(number);
    timers
        .computeIfAbsent(new Ending(call.type(), label(outcome)), this::timer)
        .record(System.nanoTime() - call.atNanos(), NANOSECONDS);
  }

  private Timer timer(Ending ending) {
    return Timer.builder("bridge.calls")
        .description("Calls, from their acceptance to their outcome")
        .tag("type", ending.type())
        .tag("outcome", ending.outcome())
        .register(registry);
  }

  private static String label(CallOutcome outcome) {
    if (outcome instanceof CallOutcome.Accepted) {
      return "accepted";
    }
    if (outcome instanceof CallOutcome.Refused) {
      return "refused";
    }
    return outcome instanceof CallOutcome.Unsubscribed ? "unsubscribed" : "in-doubt";
  }

  /** What calls are timed by. */
  private record Ending(String type, String outcome) {}

  /** A call without an outcome yet. */
  private record Sent(String type, long atNanos) {}
}
