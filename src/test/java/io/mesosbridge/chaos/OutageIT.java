package io.mesosbridge.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.sandbox.mesos.Ledger;
import io.mesosbridge.sandbox.mesos.SimLoad;
import io.mesosbridge.sandbox.mesos.SimulatedCluster;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Kafka away under full load: {@code -Doutage.duration=PT3M -Doutage.rate=2000} for as long and as
 * much as promised.
 */
class OutageIT {

  private static final Logger LOG = Logger.getLogger(OutageIT.class);
  private static final Duration OUTAGE =
      Duration.parse(System.getProperty("outage.duration", "PT15S"));
  private static final int RATE = Integer.getInteger("outage.rate", 1_000);
  private static final int TASKS = 5_000;
  private static final long MIB = 1 << 20;

  private final ChaosWorld world =
      new ChaosWorld(
              SimulatedCluster.builder()
                  .agents(3)
                  .launchDelay(Duration.ofMillis(800), Duration.ofMillis(1100))
                  .heartbeatInterval(Duration.ofSeconds(1))
                  .ledgerCapacity(10_000),
              "192m")
          .withSettings("bridge.publish.max-in-flight-bytes", "1M")
          .withBridges(1);
  private int repeated;
  private final ProcessMetrics metrics = new ProcessMetrics(world.bridges().get(0));

  @AfterEach
  void end() {
    world.close();
  }

  @Test
  void theHeapStaysFlatTheStreamIsReadAndNothingIsMissingAfterwards() {
    // Given
    await().until(() -> !world.cluster().ledger().outstandingOffers().isEmpty());
    String framework = world.cluster().ledger().outstandingOffers().keySet().iterator().next();
    world.cluster().faults().updates().addTasks(framework, "load", TASKS, true);
    SimLoad load = world.cluster().faults().updates().load(RATE);
    await().atMost(Duration.ofSeconds(60)).until(() -> published() > 2L * RATE);
    double before = metrics.liveHeap();
    double heartbeats = heartbeats();

    // When
    world.broker().stop();
    ScheduledExecutorService agents = Executors.newSingleThreadScheduledExecutor();
    var repeating = agents.scheduleAtFixedRate(this::repeatUpdates, 0, 100, TimeUnit.MILLISECONDS);
    double during = most(heartbeats + OUTAGE.toSeconds() * 0.7);
    repeating.cancel(false);
    agents.shutdownNow();
    double heard = heartbeats() - heartbeats;
    double declined = declined();
    load.close();
    world.broker().start();
    long back = System.nanoTime();

    // Then
    await()
        .atMost(OUTAGE.multipliedBy(2).plusSeconds(120))
        .pollInterval(Duration.ofSeconds(3))
        .untilAsserted(() -> assertThat(missing()).isEmpty());
    Duration toCatchUp = Duration.ofNanos(System.nanoTime() - back);
    double after = metrics.liveHeap();
    double records = metrics.sum("bridge_records_total", "UPDATE\"");
    LOG.infof(
        "Kafka away for %s at %d updates/s, %d made: heap %.1f MiB before, at most %.1f during,"
            + " %.1f after; %.0f heartbeats and %.0f updates read, %.0f calls DECLINE, shed %.0f updates;"
            + " caught up after %s",
        OUTAGE,
        RATE,
        load.made(),
        before / MIB,
        during / MIB,
        after / MIB,
        heard,
        records,
        declined,
        metrics.sum("bridge_shed_total", "updates-with-uuid"),
        toCatchUp);
    assertThat(declined).as("offers declined at once").isPositive();
    assertThat(during).isLessThan(before + 48 * MIB);
    assertThat(after).isLessThan(before + 16 * MIB);
    assertThat(world.topics().records(ChaosWorld.EVENTS))
        .extracting(record -> Follower.header(record, "ce_type"))
        .contains("io.mesosbridge.shedding-started", "io.mesosbridge.shedding-stopped");
  }

  /** Agents have one update of each task under way, which alone would make a quiet outage. */
  private void repeatUpdates() {
    for (int i = 0; i < RATE / 10; i++) {
      world.cluster().faults().updates().repeat("load-" + repeated++ % TASKS);
    }
  }

  private void haveOffersMadeAnew() {
    String agent = world.cluster().agentIds().get(0);
    world.cluster().faults().agents().disconnect(agent);
    world.cluster().faults().agents().bringBack(agent);
  }

  /**
   * The live heap at its largest until the outage is over, so many heartbeats are read and an offer
   * was declined.
   */
  private double most(double heard) {
    long end = System.nanoTime() + OUTAGE.toNanos();
    double[] most = {0};
    await()
        .atMost(OUTAGE.multipliedBy(2).plusSeconds(120))
        .pollInterval(Duration.ofSeconds(2))
        .until(
            () -> {
              most[0] = Math.max(most[0], metrics.liveHeap());
              haveOffersMadeAnew();
              return System.nanoTime() > end && heartbeats() > heard && declined() > 0;
            });
    return most[0];
  }

  private double declined() {
    return metrics.sum("bridge_calls_seconds_count", "DECLINE");
  }

  private double heartbeats() {
    return metrics.sum("bridge_records_total", "HEARTBEAT");
  }

  private int published() {
    return world.topics().count(ChaosWorld.UPDATES);
  }

  private Set<String> missing() {
    Set<String> missing = new HashSet<>();
    for (Ledger.Update update : world.cluster().ledger().updates()) {
      if (!update.acknowledged()) {
        missing.add(update.uuid());
      }
    }
    if (missing.isEmpty()) {
      world.cluster().ledger().updates().forEach(update -> missing.add(update.uuid()));
      ConsumedUpdate.all(world.topics().records(ChaosWorld.UPDATES))
          .forEach(status -> missing.remove(status.uuid()));
    }
    return missing;
  }
}
