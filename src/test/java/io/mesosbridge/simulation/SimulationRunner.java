package io.mesosbridge.simulation;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Runs many schedules on a few threads, and tells of the first that fails: its seed, the steps that
 * matter, the story and the promise that was broken.
 *
 * <p>{@code mvn -Psimulate -Dsimulation.seed=S -Dsimulation.schedules=N} runs it; the exit status
 * is 1 when a schedule has failed.
 */
public final class SimulationRunner {

  /** What many schedules came to. */
  public record Tally(long passed, long failed) {
    @Override
    public String toString() {
      return passed + " passed, " + failed + " failed";
    }
  }

  /** What the core logs of each schedule is of no interest. */
  private static final Logger CORE = Logger.getLogger("io.mesosbridge.core");

  private static final long TIMES_TO_TELL = 20;
  private static final int MOST_RUNS = 3_000;

  private final Simulation simulation;
  private final PrintStream out;
  private final Set<Schedule.Kind> without;
  private final AtomicLong passed = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicReference<Long> firstFailure = new AtomicReference<>();

  public SimulationRunner(Simulation simulation, PrintStream out) {
    this(simulation, out, Set.of());
  }

  /** Schedules have no faults of the given kinds. */
  SimulationRunner(Simulation simulation, PrintStream out, Set<Schedule.Kind> without) {
    this.simulation = simulation;
    this.out = out;
    this.without = without;
  }

  /** Runs the schedules of that many seeds, beginning with the given one. */
  public Tally run(long seed, long schedules, int threads) {
    AtomicLong next = new AtomicLong(seed);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      all.add(
          pool.submit(
              () -> runUntil(next, seed + schedules, Math.max(1, schedules / TIMES_TO_TELL))));
    }
    pool.shutdown();
    for (Future<?> each : all) {
      await(each);
    }
    Long failure = firstFailure.get();
    if (failure != null) {
      explain(Schedule.draw(failure, without));
    }
    Tally tally = new Tally(passed.get(), failed.get());
    out.println(tally);
    return tally;
  }

  private static void await(Future<?> running) {
    try {
      running.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("The simulation itself is broken", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private void runUntil(AtomicLong next, long end, long tellEvery) {
    for (long seed = next.getAndIncrement(); seed < end; seed = next.getAndIncrement()) {
      Simulation.Outcome outcome = simulation.run(Schedule.draw(seed, without));
      if (outcome.passed()) {
        passed.incrementAndGet();
      } else {
        failed.incrementAndGet();
        long failing = seed;
        firstFailure.accumulateAndGet(
            failing,
            (known, given) -> known == null ? given : Long.valueOf(Math.min(known, given)));
        out.println("seed " + seed + ": " + outcome.broken());
      }
      long done = passed.get() + failed.get();
      if (done % tellEvery == 0) {
        out.println(done + " schedules, " + failed.get() + " failed");
      }
    }
  }

  private void explain(Schedule failing) {
    String kind = kind(simulation.run(failing).broken());
    Schedule small =
        new Shrinking(candidate -> kind.equals(kind(simulation.run(candidate).broken())), MOST_RUNS)
            .shrink(failing);
    Simulation.Outcome outcome = simulation.tell(small);
    out.println();
    out.println("seed " + failing.seed() + ", " + small.instances() + " bridges, the steps:");
    small.steps().forEach(step -> out.println("  " + step));
    out.println("the story:");
    outcome.story().forEach(line -> out.println("  " + line));
    out.println("the promise: " + outcome.broken());
    out.println();
  }

  /** A broken promise without the ids and numbers in it. */
  private static String kind(String broken) {
    return broken == null ? "" : broken.replaceAll("[{].*[}]|\\S*\\d\\S*", "?");
  }

  /** The arguments are the system properties {@code simulation.seed, .schedules, .threads}. */
  public static void main(String[] arguments) {
    long seed = Long.getLong("simulation.seed", 1L);
    long schedules = Long.getLong("simulation.schedules", 20_000L);
    int threads = Integer.getInteger("simulation.threads", 2);
    Set<Schedule.Kind> without =
        Arrays.stream(System.getProperty("simulation.without", "").split(","))
            .filter(kind -> !kind.isEmpty())
            .map(Schedule.Kind::valueOf)
            .collect(Collectors.toSet());
    CORE.setLevel(Level.OFF);
    System.out.println("seed " + seed + ", " + schedules + " schedules, " + threads + " threads");
    Tally tally =
        new SimulationRunner(
                new Simulation(CoreBridge::new, BridgePromises::new), System.out, without)
            .run(seed, schedules, threads);
    System.exit(tally.failed() == 0 ? 0 : 1);
  }
}
