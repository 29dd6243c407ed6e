package io.mesosbridge.bench;

import io.mesosbridge.core.offer.Packing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What a launch takes that the bridge places, while more and more offers are outstanding. */
final class PlacementBenchmark {

  private static final int[] OFFERS = {100, 1_000, Bench.sized(10_000)};
  private static final int ROUNDS_ALONE = 5;
  private static final int COUNT = Bench.sized(500);

  private PlacementBenchmark() {}

  static void run(Bench bench) throws IOException {
    ClusterLoad.run(bench);
    alone(bench);
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

  /** Decisions alone, after one round to warm up; what fits does not depend on the round. */
  private static void alone(Bench bench) {
    for (int round = 0; round <= ROUNDS_ALONE; round++) {
      for (int agents : OFFERS) {
        Packing.Found found = Packing.of(agents, Math.min(2 * OFFERS[2], 10 * agents), round);
        if (round > 0) {
          String what = "decisions alone, %d agents".formatted(agents);
          bench.report().add(what, "this", "us of the thread a launch", found.micros());
        }
      }
      Packing.Found full = Packing.of(OFFERS[1], 12 * OFFERS[1], round);
      if (round > 0) {
        String what = "a cluster of %d agents that is filled".formatted(OFFERS[1]);
        bench.report().add(what, "this", "share used", full.used());
        bench.report().add(what, "best fit decreasing", "share used", full.bound());
        bench.report().add(what, "all that is wanted", "share used", full.wanted());
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
