package io.mesosbridge.bench;

import io.mesosbridge.sandbox.process.BridgeProcess;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/** What lists among many tasks take, and what looking at a bridge costs its events. */
final class ApiBenchmark {

  private static final int TASKS = Bench.sized(10_000);
  private static final int EVENTS = Bench.sized(100_000);
  private static final int[] LIMITS = {100, 1_000};
  private static final int PER_SECOND = 20;
  private static final Duration DURING = Duration.ofSeconds(Bench.sized(5));
  private static final String WATCHED = "MESSAGE, with page, API and metrics in use";
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private ApiBenchmark() {}

  static void run(Bench bench) {
    List<BenchedBridge> bridges = bench.bridges(Map.of());
    bridges.forEach(bridge -> bridge.run(Load.EVENTS, EVENTS));
    bridges.forEach(bridge -> bridge.fill(TASKS));
    List<Consumer<Report>> turns = new ArrayList<>();
    for (BenchedBridge bridge : bridges) {
      for (int limit : LIMITS) {
        String what = "list of %d among %d tasks".formatted(limit, TASKS);
        turns.add(report -> report.add(what, bridge.name(), lists(bridge.process(), limit)));
      }
      turns.add(report -> measure(bridge, Load.EVENTS.toString(), report));
      turns.add(
          report -> {
            try (Onlookers onlookers = new Onlookers(bridge.process())) {
              onlookers.look();
              measure(bridge, WATCHED, report);
            }
          });
    }
    turns.forEach(turn -> turn.accept(new Report("warm-up")));
    bench.rounds(turns);
    for (BenchedBridge bridge : bridges) {
      for (String unit : List.of("a second", "us CPU")) {
        bench.report().ratio(WATCHED, bridge.name(), Load.EVENTS.toString(), bridge.name(), unit);
      }
    }
  }

  private static void measure(BenchedBridge bridge, String what, Report report) {
    Measured measured = bridge.run(Load.EVENTS, EVENTS);
    report.add(what, bridge.name(), "us CPU", measured.cpuMicros());
    report.add(what, bridge.name(), "bytes", measured.bytes());
    report.add(what, bridge.name(), "a second", measured.perSecond());
  }

  private static Histogram lists(BridgeProcess bridge, int limit) {
    Paced paced = new Paced(PER_SECOND, DURING);
    return paced.run(
        number -> {
          String after = "task-" + number * 37 % TASKS;
          URI page = bridge.http().resolve("/api/v1/tasks?limit=" + limit + "&after=" + after);
          var unused =
              CLIENT
                  .sendAsync(HttpRequest.newBuilder(page).build(), BodyHandlers.ofByteArray())
                  .thenAccept(
                      answer -> {
                        if (answer.statusCode() == 200) {
                          paced.arrived(number);
                        }
                      });
        });
  }

  /** A page that is open, one who watches all events, and Prometheus. */
  private static final class Onlookers implements Closeable {

    private final BridgeProcess bridge;
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(3);

    private Onlookers(BridgeProcess bridge) {
      this.bridge = bridge;
    }

    private void look() {
      var page = clock.scheduleWithFixedDelay(this::refresh, 0, 2, TimeUnit.SECONDS);
      var scrape =
          clock.scheduleWithFixedDelay(
              () -> get(bridge.management().resolve("/q/metrics")), 0, 5, TimeUnit.SECONDS);
      var events =
          clock.scheduleWithFixedDelay(
              () -> get(bridge.http().resolve("/api/v1/events")), 0, 1, TimeUnit.SECONDS);
      if (page.isDone() || scrape.isDone() || events.isDone()) {
        throw new IllegalStateException("nobody looks");
      }
    }

    private void refresh() {
      for (String part : List.of("status", "tasks?limit=1000", "agents?limit=1000", "launches")) {
        get(bridge.http().resolve("/api/v1/" + part));
      }
    }

    private static void get(URI what) {
      try {
        HttpResponse<Void> read =
            CLIENT.send(HttpRequest.newBuilder(what).build(), BodyHandlers.discarding());
        if (read.statusCode() >= 500) {
          System.err.printf("%s answers %d%n", what, read.statusCode());
        }
      } catch (IOException cutOff) {
        // whoever reads too slowly is cut off, and goes on
      } catch (InterruptedException over) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() {
      clock.shutdownNow();
    }
  }
}
