package io.mesosbridge.app;

import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.config.Converters.InfoFile;
import io.mesosbridge.core.mesos.ConfiguredFrameworkInfo;
import io.mesosbridge.kafka.CommandTopic;
import io.mesosbridge.kafka.Envelope;
import io.mesosbridge.kafka.FirstResults;
import io.mesosbridge.kafka.KafkaClients;
import io.mesosbridge.kafka.Replies;
import io.mesosbridge.kafka.ReplyTopics;
import io.mesosbridge.kafka.Topics;
import io.mesosbridge.kafka.Writer;
import io.mesosbridge.mesos.HttpTransport;
import io.mesosbridge.mesos.Masters;
import io.mesosbridge.mesos.SubscriptionMetrics;
import io.mesosbridge.mesos.SubscriptionSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.prometheus.client.exemplars.ExemplarSampler;
import io.quarkus.micrometer.runtime.export.exemplars.OpentelemetryExemplarSamplerProvider;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.tls.runtime.config.TlsConfigUtils;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.common.net.HostName;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.impl.VertxInternal;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * What every term needs and none owns.
 *
 * @param instance a name of this process
 * @param frameworkInfo the FrameworkInfo that the configuration makes
 * @param masters makes a new way of finding the master
 * @param counters what all terms count, from the start on
 * @param tracer makes spans; empty while there are to be none
 */
record Services(
    String instance,
    Context context,
    BridgeConfig config,
    PolicyInForce policy,
    Topics topics,
    KafkaClients clients,
    CommandTopic commands,
    JsonNode frameworkInfo,
    SubscriptionSettings settings,
    Supplier<Masters> masters,
    MeterRegistry meters,
    Counters counters,
    Optional<Tracer> tracer) {

  /** Replies by that writer, told on the event loop. */
  Replies replies(Envelope envelope, Writer writer) {
    ReplyTopics found =
        new ReplyTopics(
            () -> clients.admin("replies"), task -> context.runOnContext(ignored -> task.run()));
    return new Replies(envelope, topics, config.replies().allowed(), found, writer, meters);
  }

  /** Connections to the masters, told of to that owner. */
  HttpTransport transport(SubscriptionMetrics metrics, HttpTransport.Owner owner) {
    return new HttpTransport(context, settings, masters.get(), metrics, owner);
  }

  /** Reads results again, told on the event loop. */
  FirstResults firstResults() {
    return new FirstResults(
        clients, topics.commandResults.name(), task -> context.runOnContext(ignored -> task.run()));
  }

  /** The one event loop that all of the bridge's state lives on, so that nothing is ever locked. */
  static final class BridgeContext {

    BridgeContext() {}

    @Produces
    @Singleton
    static Context context(Vertx vertx) {
      return ((VertxInternal) vertx).createEventLoopContext();
    }
  }

  /** Puts together what every term needs. */
  static final class ServicesProducer {

    private static final Logger LOG = Logger.getLogger(Services.class);

    ServicesProducer() {}

    @Produces
    @Singleton
    static Topics topics(BridgeConfig config) {
      return new Topics(config.topics());
    }

    /** Where it runs, for people, and what nobody else is called. */
    @Produces
    @Singleton
    @Identifier("instance")
    static String instance() {
      return HostName.getHostName() + "/" + UUID.randomUUID();
    }

    @Produces
    @Singleton
    static Services services(
        @Identifier("instance") String instance,
        Context context,
        BridgeConfig config,
        Config keys,
        PolicyInForce policy,
        Topics topics,
        KafkaClients clients,
        CommandTopic commands,
        TlsConfigurationRegistry tls,
        MeterRegistry meters,
        Optional<Tracer> tracer) {
      return new Services(
          instance,
          context,
          config,
          policy,
          topics,
          clients,
          commands,
          frameworkInfo(config, keys),
          unlessRefused(
              () ->
                  SubscriptionSettings.of(
                      config.mesos(), options -> secured(options, config, tls))),
          () -> Masters.of(context, config.mesos()),
          meters,
          new Counters(meters, topics),
          tracer);
    }

    @Produces
    @Singleton
    static Optional<Tracer> tracer(
        OpenTelemetry telemetry,
        @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean withoutTraces) {
      return withoutTraces ? Optional.empty() : Optional.of(telemetry.getTracer("io.mesosbridge"));
    }

    /** Exemplars name traces: while none are made, no number has to look for one. */
    @Produces
    @Alternative
    @Priority(1)
    static Optional<ExemplarSampler> exemplars(
        @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean withoutTraces) {
      return withoutTraces
          ? Optional.empty()
          : new OpentelemetryExemplarSamplerProvider().exemplarSampler();
    }

    /**
     * Null for a file that cannot be read: all this is made before the configuration is checked,
     * which refuses such a file in a line that says what would be right.
     */
    private static <T> T unlessRefused(Supplier<T> file) {
      try {
        return file.get();
      } catch (IllegalArgumentException refused) {
        // its message may hold a secret that was written where a file belongs
        LOG.debugf("A file that the configuration names is not used: %s", refused.getClass());
        return null;
      }
    }

    private static ObjectNode frameworkInfo(BridgeConfig config, Config keys) {
      Set<String> set =
          ConfiguredFrameworkInfo.OVER_FILE.stream()
              .filter(key -> isSet(keys, key))
              .collect(toSet());
      return ConfiguredFrameworkInfo.of(
          config.framework(),
          set,
          config.framework().infoFile().map(file -> unlessRefused(() -> InfoFile.read(file))),
          config.mesos().principal());
    }

    /** Whether an operator set the key, rather than its default. */
    private static boolean isSet(Config keys, String key) {
      ConfigValue value = keys.getConfigValue(key);
      return value.getValue() != null && value.getSourceOrdinal() > Integer.MIN_VALUE;
    }

    private static HttpClientOptions secured(
        HttpClientOptions options, BridgeConfig config, TlsConfigurationRegistry registry) {
      config
          .mesos()
          .tlsConfigurationName()
          .flatMap(registry::get)
          .ifPresent(configuration -> TlsConfigUtils.configure(options, configuration));
      return options;
    }
  }
}
