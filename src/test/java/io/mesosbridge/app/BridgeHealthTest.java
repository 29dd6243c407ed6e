package io.mesosbridge.app;

import static io.mesosbridge.testkit.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class BridgeHealthTest {

  @Test
  void whoseEventLoopIsStuckIsNeitherLiveNorReady() {
    try (StuckLoop stuck = new StuckLoop()) {
      // When
      HealthCheckResponse live = new BridgeHealth.Alive(stuck.loop).call().await().atMost(PATIENCE);
      HealthCheckResponse ready =
          new BridgeHealth.Ready(stuck.loop, null).call().await().atMost(PATIENCE);

      // Then
      assertThat(live.getStatus()).isEqualTo(Status.DOWN);
      assertThat(ready.getStatus()).isEqualTo(Status.DOWN);
      assertThat(ready.getName()).isEqualTo("bridge");
    }
  }
}
