package io.mesosbridge.app;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.Outside;
import io.mesosbridge.core.command.CommandResult;
import io.mesosbridge.core.command.CommandResult.Outcome;
import io.mesosbridge.core.language.Command.CommandType;
import io.mesosbridge.core.language.CommandError.ErrorCode;
import io.mesosbridge.kafka.Envelope;
import io.mesosbridge.kafka.Topics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * What the terms of this instance count and time. All meters are made at start: a rate over a
 * series that appears with its first event misses that event, and the registry takes 300 bytes and
 * more to look one up, for each update.
 */
final class Counters {

  /** The same for all instances, so that their histograms can be added up; in milliseconds. */
  private static final long[] AT_ONCE = {
    1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000
  };

  private static final long[] WITH_WAITS = {
    5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 300_000, 1_800_000
  };

  /** The first epoch is 0. */
  private static final long NO_TERM = -1;

  /** What a record says that names no type of the command language. */
  private static final String UNKNOWN_TYPE = "unknown";

  private final Map<Outside.Counted, Counter> counted = new EnumMap<>(Outside.Counted.class);
  private final Map<Outside.Timed, Timer> timed = new EnumMap<>(Outside.Timed.class);
  private final Map<String, Map<Outcome, Counter>> results = new HashMap<>();
  private final Map<ErrorCode, Counter> errors = new EnumMap<>(ErrorCode.class);
  private final Map<Topic, Counter> stale = new EnumMap<>(Topic.class);
  private final Counter commandsDeleted;
  private final AtomicLong epoch = new AtomicLong(NO_TERM);

  Counters(MeterRegistry registry, Topics topics) {
    for (Outside.Counted each : Outside.Counted.values()) {
      counted.put(
          each,
          Counter.builder(each.meter())
              .description(each.help())
              .tags(each.tags())
              .register(registry));
    }
    for (Outside.Timed each : Outside.Timed.values()) {
      timed.put(
          each, timer(each.meter(), each.help(), each.waits() ? WITH_WAITS : AT_ONCE, registry));
    }
    Stream.concat(Arrays.stream(CommandType.values()).map(Enum::name), Stream.of(UNKNOWN_TYPE))
        .forEach(type -> results.put(type, resultsOf(type, registry)));
    for (ErrorCode code : ErrorCode.values()) {
      errors.put(
          code,
          Counter.builder("bridge.command.errors")
              .description("Results with an error, by its code")
              .tag("error", code.name())
              .register(registry));
    }
    for (Topic topic : Topic.values()) {
      stale.put(
          topic,
          Counter.builder("bridge.stale.records")
              .description("Records of former leaders that came late")
              .tag("topic", Envelope.name(topic, topics))
              .register(registry));
    }
    commandsDeleted =
        Counter.builder("bridge.commands.deleted")
            .description("Commands that Kafka deleted before they were read, at most")
            .register(registry);
    Gauge.builder("bridge.epoch", epoch, AtomicLong::get)
        .description("The epoch of this instance's term, -1 while it does not lead")
        .register(registry);
  }

  /** What of the outside is nothing but telling operators. */
  interface Counting extends Outside {

    /** What counts. */
    Counters counters();

    /** What makes spans. */
    Traces traces();

    @Override
    default void count(Counted what) {
      counters().count(what);
    }

    @Override
    default void concluded(CommandResult result, String traceparent) {
      counters().concluded(result);
      traces().concluded(result, traceparent);
    }

    @Override
    default void countStale(Topic topic) {
      counters().countStale(topic);
    }

    @Override
    default void time(Timed what, long nanos) {
      counters().time(what, nanos);
    }
  }

  private static Map<Outcome, Counter> resultsOf(String type, MeterRegistry registry) {
    Map<Outcome, Counter> byOutcome = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      byOutcome.put(
          outcome,
          Counter.builder("bridge.commands")
              .description("Results of commands")
              .tag("type", type)
              .tag("outcome", outcome.name())
              .register(registry));
    }
    return byOutcome;
  }

  private static Timer timer(String meter, String help, long[] millis, MeterRegistry registry) {
    return Timer.builder(meter)
        .description(help)
        .serviceLevelObjectives(
            Arrays.stream(millis).mapToObj(Duration::ofMillis).toArray(Duration[]::new))
        .register(registry);
  }

  /** The epoch of this instance's term. */
  void epoch(long newEpoch) {
    epoch.set(newEpoch);
  }

  /** This instance leads no more. */
  void leadsNoMore() {
    epoch.set(NO_TERM);
  }

  void count(Outside.Counted what) {
    counted.get(what).increment();
  }

  void time(Outside.Timed what, long nanos) {
    timed.get(what).record(nanos, NANOSECONDS);
  }

  void concluded(CommandResult result) {
    results
        .getOrDefault(result.type(), results.get(UNKNOWN_TYPE))
        .get(result.outcome())
        .increment();
    if (result.error() != null) {
      errors.get(result.error().code()).increment();
    }
  }

  void countStale(Topic topic) {
    stale.get(topic).increment();
  }

  void countDeleted(long commands) {
    commandsDeleted.increment((double) commands);
  }
}
