package io.mesosbridge.api;

import io.mesosbridge.leadership.Leadership;
import io.mesosbridge.leadership.Snapshot;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.providers.extension.HealthCenter;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready is who works or stands by to do so, with Kafka at hand. */
@Readiness
@ApplicationScoped
public class BridgeReadiness implements AsyncHealthCheck {

  private static final Set<String> READY = Set.of("SUBSCRIBED", "STANDBY", "TORN_DOWN");
  private static final long KAFKA_IS_AWAY_MILLIS = 15_000;

  private static final String NO_KAFKA = "Kafka is away, or does not take what is written";

  private final Leadership leadership;
  private final HealthCenter channels;

  BridgeReadiness(Leadership leadership, HealthCenter channels) {
    this.leadership = leadership;
    this.channels = channels;
  }

  @Override
  public Uni<HealthCheckResponse> call() {
    return Uni.createFrom()
        .completionStage(() -> leadership.snapshot().toCompletionStage())
        .map(this::response);
  }

  private HealthCheckResponse response(Snapshot snapshot) {
    boolean kafka =
        leadership.isReady()
            && channels.getReadiness().isOk()
            && snapshot.kafkaWaitMillis() < KAFKA_IS_AWAY_MILLIS;
    return HealthCheckResponse.named("bridge")
        .status(kafka && READY.contains(snapshot.state()))
        .withData("state", snapshot.state())
        .withData("why", snapshot.why() != null ? snapshot.why() : kafka ? "" : NO_KAFKA)
        .withData("kafka", kafka ? "UP" : "DOWN")
        .build();
  }
}
