package io.mesosbridge.app;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.kafka.KafkaClients;
import io.mesosbridge.kafka.Replies;
import io.mesosbridge.kafka.Troubles;
import io.mesosbridge.kafka.WriterMetrics;
import io.mesosbridge.mesos.SubscriptionMetrics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The numbers to watch, as of the last half second; with those that a term makes, from zero. */
@Singleton
public class BridgeGauges implements MeterBinder {

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
  private final String version;
  private final long limitBytes;

  BridgeGauges(
      Loop loop,
      KafkaClients clients,
      BridgeConfig config,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.loop = loop;
    this.troubles = clients.troubles();
    this.limitBytes = BridgeConfig.Publish.limitOf(config.publish());
    this.version = version;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("bridge.build.info", () -> 1)
        .description("Always 1; the labels say what runs here")
        .tag("version", version)
        .tag("java", Runtime.version().toString())
        .register(registry);
    gauge(registry, "bridge.leader", "Whether this instance leads", s -> s.leader() ? 1 : 0);
    gauge(
        registry,
        "bridge.offers.outstanding",
        "Offers that can be accepted",
        Snapshot::outstandingOffers);
    gauge(registry, "bridge.tasks.live", "Tasks in the live-task table", Snapshot::liveTasks);
    gauge(
        registry,
        "bridge.tasks.unreconciled",
        "Tasks that have not answered a reconciliation yet",
        Snapshot::unreconciledTasks);
    gauge(
        registry,
        "bridge.commands.waiting",
        "Commands that wait for a subscription, for those before them, or for results to be read",
        Snapshot::commandsWaiting);
    gauge(
        registry,
        "bridge.commands.unread",
        "Commands in the topic that were not received yet",
        Snapshot::commandsUnread);
    gauge(
        registry,
        "bridge.launches.waiting",
        "Launches that wait for an offer",
        Snapshot::launchesWaiting);
    gauge(
        registry,
        "bridge.publish.in.flight.bytes",
        "Bytes that await Kafka",
        Snapshot::inFlightBytes);
    Gauge.builder("bridge.publish.limit.bytes", () -> limitBytes)
        .description("How many bytes may await Kafka before events are dropped")
        .register(registry);
    gauge(
        registry,
        "bridge.publish.in.flight.records",
        "Records that await Kafka",
        Snapshot::inFlightRecords);
    gauge(
        registry,
        "bridge.publish.wait.seconds",
        "Age of the oldest record that awaits Kafka, or how long Kafka keeps from leading",
        snapshot -> snapshot.kafkaWaitMillis() / 1e3);
    gauge(registry, "bridge.shedding", "Whether events are dropped", s -> s.shedding() ? 1 : 0);
    for (String state : STATES) {
      Gauge.builder("bridge.state", loop, l -> l.latest().state().equals(state) ? 1 : 0)
          .description("1 for the state that this instance is in")
          .tag("state", state)
          .register(registry);
    }
    FunctionCounter.builder("bridge.kafka.troubles", troubles, Troubles::met)
        .description("Attempts to work with Kafka that failed")
        .register(registry);
    new SubscriptionMetrics(registry);
    Writers.PRODUCERS.forEach(name -> new WriterMetrics(name, registry));
    Replies.failures(registry);
  }

  private void gauge(
      MeterRegistry registry, String name, String help, ToDoubleFunction<Snapshot> value) {
    Gauge.builder(name, loop, l -> value.applyAsDouble(l.latest()))
        .description(help)
        .register(registry);
  }
}
