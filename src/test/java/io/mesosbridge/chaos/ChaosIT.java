package io.mesosbridge.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.sandbox.mesos.ClusterBuilder;
import io.mesosbridge.sandbox.mesos.SimulatedCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two bridges launch and kill hundreds of tasks while faults strike at random. Then all settles,
 * and the topics must tell what the cluster's ledger tells.
 *
 * <p>{@code -Dchaos.seed} chooses other faults and commands, {@code -Dchaos.duration} (such as
 * {@code PT30M}) makes it longer. Without them every build runs the same storm. {@code
 * -Dchaos.against=<quarkus-run.jar>} has the second bridge run another build.
 */
class ChaosIT {

  private static final Logger LOG = Logger.getLogger(ChaosIT.class);
  private static final int MOST_EVIDENCE = 5;
  private static final Duration TO_SETTLE = Duration.ofMinutes(4);

  private final long seed = Long.getLong("chaos.seed", 7);
  private final Duration duration = Duration.parse(System.getProperty("chaos.duration", "PT45S"));

  @Test
  @Timeout(value = 1, unit = TimeUnit.DAYS) // as long as the storm is asked to be
  void keepsItsPromisesUnderFire() throws InterruptedException, ExecutionException {
    LOG.infof("Repeat with -Dchaos.seed=%d -Dchaos.duration=%s", seed, duration);
    try (ChaosWorld world = new ChaosWorld(mesos(), "256m").withBridges(2)) {
      // Given
      Storm storm = new Storm(world, seed, duration.toMillis());

      // When
      storm.rage();

      // Then
      List<String> differences = settle(world);
      LOG.infof("%s", new Tally(world));
      Evidence evidence = new Evidence(world);
      differences.stream().limit(MOST_EVIDENCE).map(evidence::of).forEach(LOG::warn);
      assertThat(differences.stream().limit(20))
          .as(
              "-Dchaos.seed=%d -Dchaos.duration=%s: the first of %d differences",
              seed, duration, differences.size())
          .isEmpty();
    }
  }

  private static ClusterBuilder mesos() {
    return SimulatedCluster.builder()
        .masters(2)
        .agents(8)
        .agentResources("cpus:100;mem:100000")
        .launchDelay(Duration.ofMillis(800), Duration.ofMillis(1100))
        .heartbeatInterval(Duration.ofSeconds(1))
        .leaderDetection(Duration.ofSeconds(2))
        .updateRetry(Duration.ofSeconds(2));
  }

  /** Twice the same answer in a row, since an update may be under way. */
  private static List<String> settle(ChaosWorld world) {
    List<List<String>> audits = new ArrayList<>(List.of(List.of("never looked")));
    try {
      await()
          .atMost(TO_SETTLE)
          .pollInterval(2, TimeUnit.SECONDS)
          .until(
              () -> {
                List<String> before = audits.get(0);
                audits.set(0, new Audit(world).differences());
                return before.isEmpty() && audits.get(0).isEmpty();
              });
    } catch (ConditionTimeoutException unsettled) {
      LOG.warnf("Not settled: %d differences", audits.get(0).size());
    }
    return audits.get(0);
  }
}
