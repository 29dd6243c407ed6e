package io.mesosbridge.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What one event takes of processors and heap, and how fast events pass, beside Kafka's own {@link
 * org.apache.kafka.tools.ProducerPerformance} and beside a producer that sends what the bridge
 * writes, key and headers too.
 */
final class EventsBenchmark {

  static final int BYTES = 1_000;

  private static final int WARM_UP = 2;
  private static final String PERFORMANCE = "ProducerPerformance";
  private static final String BARE = "bare producer";
  private static final String RATE = "a second";
  private static final Map<Load, Integer> COUNTS =
      Map.of(
          Load.EVENTS, Bench.sized(100_000),
          Load.OFFERS, Bench.sized(20_000),
          Load.OFFERS_OF_100, Bench.sized(20_000) / 100 * 100,
          Load.UPDATES, Bench.sized(20_000));

  private EventsBenchmark() {}

  static void run(Bench bench) {
    List<BenchedBridge> bridges = bench.bridges(Map.of());
    Child baseline = bench.baseline();
    for (int i = 0; i < WARM_UP; i++) {
      bridges.forEach(bridge -> COUNTS.forEach(bridge::run));
      producers(bench, baseline, new Report("warm-up"));
      producers(bench, baseline, new Report("warm-up")); // compiled after some 300,000 records
    }
    List<Consumer<Report>> turns = new ArrayList<>();
    turns.add(report -> producers(bench, baseline, report));
    for (Load load : List.of(Load.EVENTS, Load.OFFERS, Load.OFFERS_OF_100, Load.UPDATES)) {
      bridges.forEach(bridge -> turns.add(report -> measure(bridge, load, report)));
    }
    bench.rounds(turns);
    Report report = bench.report();
    report.ratio(Load.EVENTS.toString(), "this", PERFORMANCE, RATE);
    report.ratio(Load.EVENTS.toString(), "this", BARE, RATE);
    for (Load load : COUNTS.keySet()) {
      for (String unit : List.of(RATE, "us CPU", "bytes")) {
        report.ratio(load.toString(), "this", "against", unit);
      }
    }
  }

  private static void measure(BenchedBridge bridge, Load load, Report report) {
    Measured measured = bridge.run(load, COUNTS.get(load));
    report.add(load.toString(), bridge.name(), "us CPU", measured.cpuMicros());
    report.add(load.toString(), bridge.name(), "us of JIT", measured.compilerMicros());
    report.add(load.toString(), bridge.name(), "bytes", measured.bytes());
    report.add(load.toString(), bridge.name(), RATE, measured.perSecond());
  }

  private static void producers(Bench bench, Child baseline, Report report) {
    tell(bench, report, PERFORMANCE, baseline, "performance %d %s " + BYTES);
    tell(bench, report, BARE, baseline, "bare %d %s this.events");
  }

  private static void tell(Bench bench, Report report, String who, Child child, String order) {
    int count = COUNTS.get(Load.EVENTS);
    String what = Load.EVENTS.toString();
    String topic = bench.topic();
    ProcessTime before = child.time();
    String[] answer = child.ask(order.formatted(count, topic)).split(" ", 2);
    ProcessTime time = child.time().since(before);
    bench.delete(topic);
    report.add(what, who, "us CPU", time.micros() / count);
    report.add(what, who, "us CPU, sending thread", Double.parseDouble(answer[1]) / count);
    report.add(what, who, RATE, count / Double.parseDouble(answer[0]));
  }
}
