package io.mesosbridge.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Timer;
import java.util.TimerTask;

/**
 * The suite: {@code mvn -Pbench -Dbench=<part>}. Each part ends by itself within a few minutes, and
 * is ended where it does not.
 */
public final class Benchmarks {

  private static final long MOST_MILLIS = 15L * 60 * 1000 + Bench.LONGEST.toMillis();

  /** What can be asked for. */
  enum Part {
    EVENTS,
    LATENCY,
    COMMANDS,
    SCALE,
    PEERS,
    PLACEMENT,
    API,
    PAGE,
    MICRO;

    private void run(Bench bench) throws Exception {
      switch (this) {
        case EVENTS -> EventsBenchmark.run(bench);
        case LATENCY -> LatencyBenchmark.run(bench);
        case COMMANDS -> CommandsBenchmark.run(bench);
        case SCALE -> ScaleBenchmark.run(bench);
        case PEERS -> PeersBenchmark.run(bench);
        case PLACEMENT -> PlacementBenchmark.run(bench);
        case API -> ApiBenchmark.run(bench);
        case PAGE -> PageBenchmark.run(bench);
        case MICRO -> MicroRun.run(bench.report());
      }
    }
  }

  private Benchmarks() {}

  /** Runs the part that {@code -Dbench} names, or all. */
  public static void main(String[] arguments) throws Exception {
    String asked = System.getProperty("bench", "events").toUpperCase(Locale.ROOT);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () ->
                    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly)));
    for (Part part :
        asked.equals("ALL") ? Arrays.asList(Part.values()) : List.of(Part.valueOf(asked))) {
      run(part);
    }
    System.exit(0); // whatever threads Kafka's tools have left
  }

  private static void run(Part part) throws Exception {
    Timer limit = new Timer("limit", true);
    limit.schedule(
        new TimerTask() {
          @Override
          public void run() {
            System.err.printf("%s did not end in %d minutes%n", part, MOST_MILLIS / 60_000);
            System.exit(1);
          }
        },
        MOST_MILLIS);
    try (Bench bench = new Bench(part.name().toLowerCase(Locale.ROOT))) {
      try {
        part.run(bench);
      } finally {
        bench.report().end(); // what there is, if something failed
      }
    } finally {
      limit.cancel();
    }
  }
}
