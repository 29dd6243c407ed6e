package io.mesosbridge.core.offer;

import io.mesosbridge.config.BridgeConfig.Placement.Policy;
import io.mesosbridge.core.offer.WaitingLaunch.Placed;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One launch after the other while so many offers are outstanding, each of which fits. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PlacementMicroBenchmark {

  /** How many are outstanding. */
  @Param({"100", "1000", "10000"})
  public int offers;

  private final Demand demand = TestOffers.demand("cpus:0.1;mem:16");
  private final byte[] json =
      TestOffers.offer("any", "cpus:4;mem:2048;disk:4096;ports:[31000-32000]").json();
  private FreeOffers free;
  private WaitingLaunches<String> waiting;
  private int next;

  /** The offers come. */
  @Setup
  public void come() {
    TaskGroups tasks = new TaskGroups();
    free = new FreeOffers(tasks, Duration.ZERO);
    waiting = new WaitingLaunches<>(free, tasks, Policy.PACK, 1, Duration.ZERO);
    for (int i = 0; i < offers; i++) {
      comes();
    }
  }

  private void comes() {
    next++;
    free.came(new OutstandingOffer("offer-" + next, "agent-" + next, json, 0));
  }

  /** A launch comes and gets an offer, which goes; another one comes. */
  @Benchmark
  public List<Placed<String>> placement() {
    waiting.add(TestOffers.launch("launch", demand, Long.MAX_VALUE));
    List<Placed<String>> placed = waiting.place(TestOffers.NOW);
    free.went(placed.get(0).offerIds().get(0));
    comes();
    return placed;
  }
}
