package io.mesosbridge.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Everything below {@code bridge.}; what is Kafka's, TLS' or HTTP's keeps Quarkus' own keys. */
@ConfigMapping(prefix = "bridge")
public interface BridgeConfig {

  /** The Kafka consumer group whose members share the work: one leads, the others stand by. */
  @WithDefault("mesos-kafka-bridge")
  String groupId();

  MesosConfig mesos();

  FrameworkConfig framework();

  TopicsConfig topics();

  UpdatesConfig updates();

  OffersConfig offers();

  CommandsConfig commands();

  PlacementConfig placement();

  PublishConfig publish();
}
