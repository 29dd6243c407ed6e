package io.mesosbridge.app;

import static io.mesosbridge.testkit.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class BridgeHealthTest {

  @Test
  void whoseEventLoopIsStuckIsNeitherLiveNorReady() {
    try (StuckLoop stuck = new StuckLoop()) {
      // When
      var both =
          Uni.combine()
              .all()
              .unis(
                  new BridgeHealth.Alive(stuck.loop).call(),
                  new BridgeHealth.Ready(stuck.loop, null).call())
              .asTuple()
              .await()
              .atMost(PATIENCE);
      HealthCheckResponse live = both.getItem1();
      HealthCheckResponse ready = both.getItem2();

      // Then
      assertThat(live.getStatus()).isEqualTo(Status.DOWN);
      assertThat(ready.getStatus()).isEqualTo(Status.DOWN);
      assertThat(ready.getName()).isEqualTo("bridge");
    }
  }
}
