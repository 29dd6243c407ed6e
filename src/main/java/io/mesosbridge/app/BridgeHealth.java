package io.mesosbridge.app;

import io.mesosbridge.core.Outside.Counted;
import io.mesosbridge.kafka.KafkaClients;
import io.mesosbridge.kafka.Troubles;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.providers.extension.HealthCenter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
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

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Loop loop;

    Alive(Loop loop) {
      this.loop = loop;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
      return Uni.createFrom()
          .completionStage(() -> loop.snapshot().toCompletionStage())
          .map(snapshot -> HealthCheckResponse.up("event-loop"))
          .ifNoItem()
          .after(PATIENCE)
          .fail()
          .onFailure(TimeoutException.class)
          .recoverWithItem(() -> HealthCheckResponse.down("event-loop"));
    }
  }

  /** Ready is who works or stands by to do so, with Kafka at hand. */
  @Readiness
  @ApplicationScoped
  public static class Ready implements AsyncHealthCheck {

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
      return Uni.createFrom()
          .completionStage(() -> loop.snapshot().toCompletionStage())
          .map(this::response);
    }

    private HealthCheckResponse response(Snapshot snapshot) {
      boolean kafka =
          loop.isReady()
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

  /** The numbers to watch, as of the last half second. */
  @Singleton
  public static class BridgeGauges implements MeterBinder {

    private static final List<String> STATES =
        List.of(
            "STANDBY",
            "LOCATING",
            "SUBSCRIBING",
            "SUBSCRIBED",
            "BACKING_OFF",
            "TORN_DOWN",
            "STOPPED");

    private final Loop loop;
    private final Troubles troubles;

    BridgeGauges(Loop loop, KafkaClients clients) {
      this.loop = loop;
      this.troubles = clients.troubles();
    }

    @Override
    public void bindTo(MeterRegistry registry) {
      gauge(registry, "bridge.leader", snapshot -> snapshot.leader() ? 1 : 0);
      gauge(registry, "bridge.offers.outstanding", Snapshot::outstandingOffers);
      gauge(registry, "bridge.tasks.live", Snapshot::liveTasks);
      gauge(registry, "bridge.tasks.unreconciled", Snapshot::unreconciledTasks);
      gauge(registry, "bridge.commands.waiting", Snapshot::commandsWaiting);
      gauge(registry, "bridge.launches.waiting", Snapshot::launchesWaiting);
      gauge(registry, "bridge.publish.in.flight.bytes", Snapshot::inFlightBytes);
      gauge(registry, "bridge.publish.in.flight.records", Snapshot::inFlightRecords);
      gauge(registry, "bridge.publish.wait.seconds", snapshot -> snapshot.kafkaWaitMillis() / 1e3);
      gauge(registry, "bridge.shedding", snapshot -> snapshot.shedding() ? 1 : 0);
      for (String state : STATES) {
        Gauge.builder("bridge.state", loop, l -> l.latest().state().equals(state) ? 1 : 0)
            .tag("state", state)
            .register(registry);
      }
      FunctionCounter.builder("bridge.kafka.troubles", troubles, Troubles::met).register(registry);
      countFromZero(registry);
    }

    /** So that there is a zero before the first. */
    private static void countFromZero(MeterRegistry registry) {
      for (Counted counted : Counted.values()) {
        registry.counter(counted.meter(), counted.tags());
      }
    }

    private void gauge(MeterRegistry registry, String name, ToDoubleFunction<Snapshot> value) {
      Gauge.builder(name, loop, l -> value.applyAsDouble(l.latest())).register(registry);
    }
  }
}
