package io.mesosbridge.app;

import io.mesosbridge.core.Outside.Counted;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What a term counts. Counters are kept, since the registry takes 300 bytes and more to look one
 * up, for each update.
 */
final class Counters {

  private final Map<Counted, Counter> counted = new EnumMap<>(Counted.class);
  private final Map<Result, Counter> results = new HashMap<>();
  private final Map<String, Counter> stale = new HashMap<>();
  private final Function<Counted, Counter> ofCounted;
  private final Function<Result, Counter> ofResult;
  private final Function<String, Counter> ofStale;

  Counters(MeterRegistry registry) {
    ofCounted = what -> registry.counter(what.meter(), what.tags());
    ofResult =
        of ->
            registry.counter(
                "bridge.commands", "type", of.type, "outcome", of.outcome, "error", of.error);
    ofStale = topic -> registry.counter("bridge.stale.records", "topic", topic);
  }

  private record Result(String type, String outcome, String error) {}

  void count(Counted what) {
    counted.computeIfAbsent(what, ofCounted).increment();
  }

  void countCommand(String type, String outcome, String error) {
    results.computeIfAbsent(new Result(type, outcome, error), ofResult).increment();
  }

  void countStale(String topic) {
    stale.computeIfAbsent(topic, ofStale).increment();
  }
}
