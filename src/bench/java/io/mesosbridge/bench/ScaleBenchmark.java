package io.mesosbridge.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What an event takes while more and more tasks are live, what a task takes of the heap, and how
 * long nobody leads when a leader is killed or replaced with them. The master answers no
 * reconciliation, so that only what comes before it is measured.
 */
final class ScaleBenchmark {

  private static final int[] TASKS = {1_000, Bench.sized(10_000), Bench.sized(100_000)};
  private static final int COUNT = Bench.sized(10_000);
  private static final int STARTS = 3;
  private static final Duration SESSION = Duration.ofSeconds(8);
  private static final List<Load> LOADS = List.of(Load.EVENTS, Load.OFFERS, Load.UPDATES);

  private ScaleBenchmark() {}

  static void run(Bench bench) {
    List<BenchedBridge> fullest = List.of();
    List<Consumer<Report>> turns = new ArrayList<>();
    for (int tasks : TASKS) {
      fullest = bench.bridges("-with-" + tasks, Map.of());
      for (BenchedBridge bridge : fullest) {
        LOADS.forEach(load -> bridge.run(load, COUNT));
        long empty = bridge.jvm().heap();
        bridge.fill(tasks);
        LOADS.forEach(load -> bridge.run(load, COUNT));
        double each = (bridge.jvm().heap() - empty) / (double) tasks;
        bench.report().add("heap of a task", bridge.name(), "bytes", each);
        LOADS.forEach(load -> turns.add(report -> measure(bridge, load, report)));
      }
    }
    bench.rounds(turns);
    for (Load load : LOADS) {
      for (String unit : List.of("us CPU", "us of the loop", "bytes")) {
        for (int tasks : List.of(TASKS[1], TASKS[2])) {
          String few = "this-with-" + TASKS[0];
          bench.report().ratio(load.toString(), "this-with-" + tasks, few, unit);
        }
      }
    }
    for (BenchedBridge bridge : fullest) {
      for (int i = 0; i < STARTS; i++) {
        double over = (bridge.takeOver().toMillis() - SESSION.toMillis()) / 1e3;
        bench.report().add("killed to SUBSCRIBE, over the session", bridge.name(), "s", over);
        double start = bridge.coldStart().toMillis() / 1e3;
        bench.report().add("cold start to SUBSCRIBE", bridge.name(), "s", start);
      }
    }
  }

  private static void measure(BenchedBridge bridge, Load load, Report report) {
    Measured measured = bridge.run(load, COUNT);
    report.add(load.toString(), bridge.name(), "us CPU", measured.cpuMicros());
    report.add(load.toString(), bridge.name(), "us of the loop", measured.loopMicros());
    report.add(load.toString(), bridge.name(), "bytes", measured.bytes());
  }
}
