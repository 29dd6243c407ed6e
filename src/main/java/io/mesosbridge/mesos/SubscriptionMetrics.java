package io.mesosbridge.mesos;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.mesosbridge.core.language.Command.CommandType;
import io.mesosbridge.core.mesos.Call.CallOutcome;
import io.mesosbridge.core.mesos.Happening.Cause;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;

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

  private static final String OTHER = "OTHER";

  /** Commands that have a call of another type, or none. */
  private static final Set<CommandType> SHORTHANDS =
      EnumSet.of(
          CommandType.LAUNCH, CommandType.LAUNCH_GROUP, CommandType.SUBSCRIBE, CommandType.CANCEL);

  /** The same for all instances, so that their histograms can be added up. */
  private static final Duration[] BUCKETS =
      LongStream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private static final String PENDING_CALLS = "bridge.calls.pending";

  private final Map<Cause, Counter> reconnects = new EnumMap<>(Cause.class);
  private final Map<String, Counter> records = new HashMap<>();
  private final Counter otherRecords;
  private final DistributionSummary recordBytes;
  private final Map<String, Calls> byType = new HashMap<>();
  private final Calls otherCalls;
  private final Map<Long, Sent> calls = new ConcurrentHashMap<>();

  /** Of a new subscription, of which nothing is counted yet. */
  public SubscriptionMetrics(MeterRegistry registry) {
    for (Cause cause : Cause.values()) {
      reconnects.put(
          cause,
          Counter.builder("bridge.reconnects")
              .description("Subscriptions, or attempts at one, that ended and are tried again")
              .tag("cause", cause.label())
              .register(registry));
    }
    TYPES.forEach(type -> records.put(type, recordsOf(type, registry)));
    otherRecords = recordsOf(OTHER, registry);
    recordBytes =
        DistributionSummary.builder("bridge.record.bytes")
            .description("Sizes of the stream's records")
            .baseUnit("bytes")
            .register(registry);
    for (CommandType type : CommandType.values()) {
      if (!SHORTHANDS.contains(type)) {
        byType.put(type.name(), new Calls(type.name(), registry));
      }
    }
    otherCalls = new Calls(OTHER, registry);
    // Each term has a subscription of its own, but a gauge keeps the first number it was given.
    Optional.ofNullable(registry.find(PENDING_CALLS).gauge()).ifPresent(registry::remove);
    Gauge.builder(PENDING_CALLS, calls, Map::size)
        .description("Calls that wait to be sent or to be answered")
        .register(registry);
  }

  private static Counter recordsOf(String type, MeterRegistry registry) {
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
    Calls ofType = byType.getOrDefault(call.type(), otherCalls);
    ofType.duration.record(System.nanoTime() - call.atNanos(), NANOSECONDS);
    ofType.outcomes.get(Ending.of(outcome)).increment();
  }

  /** How calls end, as operators see it. */
  private enum Ending {
    ACCEPTED,
    REFUSED,
    UNSUBSCRIBED,
    IN_DOUBT;

    private static Ending of(CallOutcome outcome) {
      if (outcome instanceof CallOutcome.Accepted) {
        return ACCEPTED;
      }
      if (outcome instanceof CallOutcome.Refused) {
        return REFUSED;
      }
      return outcome instanceof CallOutcome.Unsubscribed ? UNSUBSCRIBED : IN_DOUBT;
    }

    private String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** The calls of one type. */
  private static final class Calls {

    private final Timer duration;
    private final Map<Ending, Counter> outcomes = new EnumMap<>(Ending.class);

    Calls(String type, MeterRegistry registry) {
      duration =
          Timer.builder("bridge.calls")
              .description("Calls, from their acceptance to their outcome")
              .tag("type", type)
              .serviceLevelObjectives(BUCKETS)
              .register(registry);
      for (Ending ending : Ending.values()) {
        outcomes.put(
            ending,
            Counter.builder("bridge.call.outcomes")
                .description("Calls that have their outcome")
                .tag("type", type)
                .tag("outcome", ending.label())
                .register(registry));
      }
    }
  }

  /** A call without an outcome yet. */
  private record Sent(String type, long atNanos) {}
}
