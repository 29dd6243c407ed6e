package io.mesosbridge.leadership;

import io.mesosbridge.commands.CommandIntake;
import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.kafka.KafkaClients;
import io.mesosbridge.kafka.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.tls.runtime.config.TlsConfigUtils;
import io.vertx.core.Context;
import io.vertx.core.http.HttpClientOptions;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/** Puts together what every term needs. */
final class ToolsProducer {

  private ToolsProducer() {}

  @Produces
  @Singleton
  static Topics topics(BridgeConfig config) {
    return new Topics(config.topics());
  }

  @Produces
  @Singleton
  static Tools tools(
      Context context,
      BridgeConfig config,
      Topics topics,
      KafkaClients clients,
      CommandIntake intake,
      TlsConfigurationRegistry tls,
      MeterRegistry meters) {
    com.fasterxml.jackson.databind.node.ObjectNode info =
        new com.fasterxml.jackson.databind.ObjectMapper().createObjectNode();
    info.put("user", config.framework().user());
    info.put("name", config.framework().name());
    info.put("failover_timeout", (double) config.framework().failoverTimeout().toSeconds());
    info.put("checkpoint", config.framework().checkpoint());
    config.framework().roles().forEach(info.putArray("roles")::add);
    var capabilities = info.putArray("capabilities");
    capabilities.addObject().put("type", "MULTI_ROLE");
    config.framework().capabilities().forEach(c -> capabilities.addObject().put("type", c));
    return new Tools(
        UUID.randomUUID().toString(),
        context,
        config,
        topics,
        clients,
        intake,
        info,
        (frameworkInfo, id, suppressed) -> {
          com.fasterxml.jackson.databind.node.ObjectNode whole =
              ((com.fasterxml.jackson.databind.node.ObjectNode) frameworkInfo).deepCopy();
          com.fasterxml.jackson.databind.node.ObjectNode call =
              new com.fasterxml.jackson.databind.ObjectMapper().createObjectNode();
          call.put("type", "SUBSCRIBE");
          if (id != null) {
            call.putObject("framework_id").put("value", id);
            whole.putObject("id").put("value", id);
          }
          call.putObject("subscribe").set("framework_info", whole);
          return io.vertx.core.buffer.Buffer.buffer(call.toString());
        },
        new io.mesosbridge.mesos.subscription.SubscriptionSettings(
            (int) config.mesos().maxRecordSize().asLongValue(),
            Optional.empty(),
            options -> secured(options, config, tls),
            io.mesosbridge.mesos.subscription.Timing.DEFAULT),
        () ->
            new io.mesosbridge.mesos.master.MasterList(
                config.mesos().masters().stream()
                    .map(io.mesosbridge.mesos.master.SchedulerEndpoint::of)
                    .toList()),
        meters);
  }

  private static HttpClientOptions secured(
      HttpClientOptions options, BridgeConfig config, TlsConfigurationRegistry registry) {
    Optional<TlsConfiguration> tls = config.mesos().tlsConfigurationName().flatMap(registry::get);
    tls.ifPresent(configuration -> TlsConfigUtils.configure(options, configuration));
    return options;
  }
}
