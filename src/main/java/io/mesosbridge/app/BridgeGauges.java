package io.mesosbridge.app;

import io.mesosbridge.core.Counted;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The numbers to watch, as of the last half second. */
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

  BridgeGauges(Loop loop) {
    this.loop = loop;
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
