package io.mesosbridge.sandbox.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthChecksTest {

  private static final String CHECK =
      "'health_check': {'type': 'COMMAND', 'command': {'value': 'test -f f'}, 'delay_seconds': 1,"
          + " 'interval_seconds': 1, 'grace_period_seconds': 100}, 'resources'";

  private final SimulatedCluster cluster =
      SimulatedCluster.builder()
          .allocationInterval(Duration.ofMillis(20))
          .timeStandsStill()
          .start();

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void nothingIsForgivenAfterTheFirstSuccess() {
    // Given
    TestFramework framework = TestFramework.subscribe(cluster);
    JsonNode offer = framework.events().offers().at("/offers/offers/0");
    framework.call(
        "ACCEPT",
        TestFramework.accept(offer, "task", "touch f; sleep 3; rm f; sleep infinity")
            .replace("'resources'", CHECK));
    assertThat(framework.acknowledged()).isEqualTo("TASK_STARTING");
    assertThat(framework.acknowledged()).isEqualTo("TASK_RUNNING");
    JsonNode healthy = framework.update();
    assertThat(healthy.path("healthy").asBoolean()).isTrue();
    Duration graceIsFarFromOver = cluster.time().plusSeconds(10);

    // When
    framework.acknowledge(healthy);

    // Then
    assertThat(framework.update().path("healthy").asBoolean()).isFalse();
    assertThat(cluster.time()).isLessThan(graceIsFarFromOver);
  }
}
