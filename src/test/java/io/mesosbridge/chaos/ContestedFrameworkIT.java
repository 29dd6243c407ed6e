package io.mesosbridge.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.sandbox.mesos.SimulatedCluster;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two bridges that both lead, each in a group of its own, with one framework between them. */
class ContestedFrameworkIT {

  @Test
  void twoThatBothLeadDoNotFightForEver() {
    try (ChaosWorld world = new ChaosWorld(SimulatedCluster.builder(), "160m").withBridges(1)) {
      // Given
      await().until(() -> world.bridges().leader().isPresent());

      // When
      world.bridges().add(world.launcher().with("bridge.group-id", "another-group"));

      // Then
      await()
          .atMost(Duration.ofSeconds(90))
          .untilAsserted(
              () ->
                  assertThat(List.of(state(world, 0), state(world, 1)))
                      .containsExactlyInAnyOrder("STOPPED", "SUBSCRIBED"));
    }
  }

  private static String state(ChaosWorld world, int bridge) {
    String status = world.bridges().status(bridge);
    return status.startsWith("{") ? ConsumedUpdate.stateOf(status) : status;
  }
}
