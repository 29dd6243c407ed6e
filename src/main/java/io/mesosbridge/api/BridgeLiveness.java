package io.mesosbridge.api;

import io.mesosbridge.leadership.Leadership;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Down only when a restart would help: the bridge's event loop does not answer any more. */
@Liveness
@ApplicationScoped
public class BridgeLiveness implements AsyncHealthCheck {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Leadership leadership;

  BridgeLiveness(Leadership leadership) {
    this.leadership = leadership;
  }

  @Override
  public Uni<HealthCheckResponse> call() {
    return Uni.createFrom()
        .completionStage(() -> leadership.snapshot().toCompletionStage())
        .map(snapshot -> HealthCheckResponse.up("event-loop"))
        .ifNoItem()
        .after(PATIENCE)
        .fail()
        .onFailure(TimeoutException.class)
        .recoverWithItem(() -> HealthCheckResponse.down("event-loop"));
  }
}
