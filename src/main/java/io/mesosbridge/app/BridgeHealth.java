package io.mesosbridge.app;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.providers.extension.HealthCenter;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/** What a supervisor asks before it restarts an instance, or counts on it. */
public final class BridgeHealth {

  private BridgeHealth() {}

  /** Down only when a restart would help: the bridge's event loop does not answer any more. */
  @Liveness
  @ApplicationScoped
  public static class Alive implements AsyncHealthCheck {

    private final Loop loop;

    Alive(Loop loop) {
      this.loop = loop;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
      return LoopAnswer.to(loop::snapshot)
          .map(snapshot -> HealthCheckResponse.up("event-loop"))
          .onFailure(TimeoutException.class)
          .recoverWithItem(() -> HealthCheckResponse.down("event-loop"));
    }
  }

  /** Ready is who works or stands by to do so, with Kafka at hand. */
  @Readiness
  @ApplicationScoped
  public static class Ready implements AsyncHealthCheck {

    private static final String NAME = "bridge";
    private static final Set<String> READY = Set.of("SUBSCRIBED", "STANDBY", "TORN_DOWN");
    private static final long KAFKA_IS_AWAY_MILLIS = 8_000;

    private static final String NO_KAFKA = "Kafka is away, or does not take what is written";

    private final Loop loop;
    private final HealthCenter channels;

    Ready(Loop loop, HealthCenter channels) {
      this.loop = loop;
      this.channels = channels;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
      return LoopAnswer.to(loop::snapshot)
          .map(this::response)
          .onFailure(TimeoutException.class)
          .recoverWithItem(Ready::stuck);
    }

    private static HealthCheckResponse stuck() {
      return HealthCheckResponse.named(NAME)
          .down()
          .withData("why", "The bridge's event loop does not answer")
          .build();
    }

    private HealthCheckResponse response(Snapshot snapshot) {
      boolean kafka =
          loop.isReady()
              && channels.getReadiness().isOk()
              && snapshot.kafkaWaitMillis() < KAFKA_IS_AWAY_MILLIS;
      return HealthCheckResponse.named(NAME)
          .status(kafka && READY.contains(snapshot.state()))
          .withData("state", snapshot.state())
          .withData("why", snapshot.why() != null ? snapshot.why() : kafka ? "" : NO_KAFKA)
          .withData("kafka", kafka ? "UP" : "DOWN")
          .build();
    }
  }
}
