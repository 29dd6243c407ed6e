package io.mesosbridge.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What a launch takes that the bridge places, while more and more offers are outstanding. */
final class PlacementBenchmark {

  private static final int[] OFFERS = {100, 1_000, Bench.sized(10_000)};
  private static final int COUNT = Bench.sized(500);

  private PlacementBenchmark() {}

  static void run(Bench bench) {
    List<BenchedBridge> bridges = bench.bridges(Map.of("bridge.framework.roles", "test"));
    List<Consumer<Report>> turns = new ArrayList<>();
    for (int offers : OFFERS) {
      bridges.forEach(bridge -> turns.add(report -> measure(bridge, offers, report)));
    }
    turns.forEach(turn -> turn.accept(new Report("warm-up")));
    bench.rounds(turns);
    for (String unit : List.of("us of the loop", "us CPU", "bytes")) {
      for (int offers : OFFERS) {
        bench.report().ratio(what(offers), "this", what(OFFERS[0]), "this", unit);
        bench.report().ratio(what(offers), "this", "against", unit);
      }
    }
  }

  private static String what(int offers) {
    return "LAUNCH placed with %d offers".formatted(offers);
  }

  private static void measure(BenchedBridge bridge, int offers, Report report) {
    bridge.keepOffers(offers);
    Measured measured = bridge.run(Load.PLACED, COUNT);
    report.add(what(offers), bridge.name(), "us of the loop", measured.loopMicros());
    report.add(what(offers), bridge.name(), "us CPU", measured.cpuMicros());
    report.add(what(offers), bridge.name(), "bytes", measured.bytes());
    report.add(what(offers), bridge.name(), "a second", measured.perSecond());
  }
}
