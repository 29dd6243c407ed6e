package io.mesosbridge.bench;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** Whether anything grows while the page is open for long and events come in a steady stream. */
final class PageBenchmark {

  private static final int TASKS = Bench.sized(200);
  private static final int TURNS_A_SECOND = 10;
  private static final int UPDATES_A_TURN = 25;
  private static final int MESSAGES_A_TURN = 25;
  private static final Duration BETWEEN_LOOKS =
      Bench.LONGEST.dividedBy(60).compareTo(Duration.ofSeconds(5)) < 0
          ? Duration.ofSeconds(5)
          : Bench.LONGEST.dividedBy(60);
  private static final String WHAT =
      "page open at %d events a second"
          .formatted(TURNS_A_SECOND * (UPDATES_A_TURN + MESSAGES_A_TURN));

  /** What the browser counts of a page. */
  private static final Map<String, String> OF_PAGE =
      Map.of(
          "Nodes", "nodes of the page",
          "JSEventListeners", "listeners of the page",
          "JSHeapUsedSize", "bytes of the page's heap");

  private PageBenchmark() {}

  static void run(Bench bench) {
    BenchedBridge bridge = bench.bridges(Map.of()).get(0);
    bridge.fill(TASKS);
    ChromeOptions options = new ChromeOptions();
    options.setBinary("/usr/bin/chromium");
    options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage");
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(Path.of("/usr/bin/chromedriver").toFile())
            .build();
    ChromeDriver page = bench.closing(new Browser(service, options));
    page.get(bridge.process().http() + "/");
    page.executeCdpCommand("Performance.enable", Map.of());
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    AtomicInteger first = new AtomicInteger();
    var flood =
        clock.scheduleAtFixedRate(
            () -> {
              bridge.master().floodMessages(MESSAGES_A_TURN, EventsBenchmark.BYTES);
              bridge.master().floodUpdates(UPDATES_A_TURN, first.get(), TASKS);
              first.set((first.get() + UPDATES_A_TURN) % TASKS);
            },
            0,
            1_000 / TURNS_A_SECOND,
            TimeUnit.MILLISECONDS);
    try {
      look(bench, bridge, page);
      if (flood.isDone()) {
        throw new IllegalStateException("the events ended before the hour did");
      }
    } finally {
      flood.cancel(false);
      clock.shutdownNow();
    }
  }

  private static void look(Bench bench, BenchedBridge bridge, ChromeDriver page) {
    Map<String, double[]> seen = new LinkedHashMap<>();
    long end = System.nanoTime() + Bench.LONGEST.toNanos();
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
      Map<String, Double> now = ofPage(page);
      now.put("MB of the bridge's heap", bridge.jvm().heap() / 1e6);
      now.put("open files and sockets of the bridge", (double) descriptors(bridge));
      now.forEach((unit, value) -> bench.report().add(WHAT, "this", unit, value));
      now.forEach((unit, value) -> seen.merge(unit, new double[] {value}, PageBenchmark::both));
    }
    bench.report().say("updates acknowledged: " + bridge.master().acknowledged());
    seen.forEach((unit, values) -> bench.report().say(growth(unit, values)));
  }

  private static Map<String, Double> ofPage(ChromeDriver page) {
    Map<String, Double> now = new LinkedHashMap<>();
    page.executeCdpCommand("HeapProfiler.collectGarbage", Map.of());
    List<?> metrics =
        (List<?>) page.executeCdpCommand("Performance.getMetrics", Map.of()).get("metrics");
    for (Object metric : metrics) {
      Map<?, ?> named = (Map<?, ?>) metric;
      String name = (String) named.get("name");
      if (OF_PAGE.containsKey(name)) {
        now.put(OF_PAGE.get(name), ((Number) named.get("value")).doubleValue());
      }
    }
    return now;
  }

  private static long descriptors(BenchedBridge bridge) {
    try (Stream<Path> open = Files.list(Path.of("/proc/" + bridge.process().pid() + "/fd"))) {
      return open.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What there was once all had warmed up, and at the end. */
  private static String growth(String unit, double[] values) {
    int sixth = Math.max(1, values.length / 6);
    return "%s: median %.4g in the second sixth of the time, %.4g in the last"
        .formatted(
            unit,
            median(Arrays.copyOfRange(values, Math.min(sixth, values.length - 1), 2 * sixth)),
            median(Arrays.copyOfRange(values, values.length - sixth, values.length)));
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return Report.quantile(sorted, 0.5);
  }

  private static double[] both(double[] before, double[] last) {
    double[] all = Arrays.copyOf(before, before.length + 1);
    all[before.length] = last[0];
    return all;
  }

  /** A browser that ends with the suite. */
  private static final class Browser extends ChromeDriver implements Closeable {

    private Browser(ChromeDriverService service, ChromeOptions options) {
      super(service, options);
    }

    @Override
    public void close() {
      quit();
    }
  }
}
