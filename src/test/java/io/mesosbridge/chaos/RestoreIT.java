package io.mesosbridge.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.sandbox.mesos.SimulatedCluster;
import io.mesosbridge.sandbox.process.BridgeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.LocalTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/**
 * A cold start with many live tasks; {@code -Drestore.tasks=100000} and {@code
 * -Drestore.promised=PT3S} for as many and as soon as promised.
 */
class RestoreIT {

  private static final Logger LOG = Logger.getLogger(RestoreIT.class);
  private static final int TASKS = Integer.getInteger("restore.tasks", 20_000);
  private static final Duration PROMISED =
      Duration.parse(System.getProperty("restore.promised", "PT2M"));
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Test
  void readsLiveTasksBack() throws IOException {
    try (ChaosWorld world =
        new ChaosWorld(
                SimulatedCluster.builder()
                    .agents(10)
                    .ledgerCapacity(1_000)
                    .updateRetry(Duration.ofSeconds(60)),
                "512m")
            .withBridges(1)) {
      // Given
      await().until(() -> !world.cluster().ledger().outstandingOffers().isEmpty());
      String framework = world.cluster().ledger().outstandingOffers().keySet().iterator().next();
      world.cluster().faults().updates().addTasks(framework, "load", TASKS, true);
      await().atMost(PATIENCE).until(() -> world.topics().count(ChaosWorld.TASKS) >= TASKS);
      world.bridges().kill9(0);

      // When
      world.bridges().restart(0);
      BridgeProcess restarted = world.bridges().get(0);
      await().atMost(PATIENCE).until(() -> log(restarted).contains("Subscribed framework"));

      // Then
      Duration time =
          Duration.between(
              time(restarted, "owns .* and leads"), time(restarted, "Leading in epoch .*"));
      LOG.infof("%d live tasks read back: %d ms from ownership to leading", TASKS, time.toMillis());
      assertThat(log(restarted)).contains("with " + TASKS + " live tasks");
      assertThat(time).isLessThanOrEqualTo(PROMISED);
    }
  }

  private static String log(BridgeProcess bridge) throws IOException {
    return Files.readString(bridge.log());
  }

  private static LocalTime time(BridgeProcess bridge, String message) throws IOException {
    Matcher line = Pattern.compile("\\d+-\\d+-\\d+ (\\S+) .*" + message).matcher(log(bridge));
    assertThat(line.find()).as(message).isTrue();
    return LocalTime.parse(line.group(1).replace(',', '.'));
  }
}
