package io.mesosbridge.testkit;

import io.mesosbridge.config.BridgeConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;

/** A bridge's configuration without a bridge. */
public final class Configs {

  private Configs() {}

  /** The defaults, but for these. */
  public static BridgeConfig of(Map<String, String> changes) {
    Map<String, String> properties = new HashMap<>(changes);
    properties.putIfAbsent("bridge.mesos.masters", "http://127.0.0.1:5050");
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(BridgeConfig.class)
        .withSources(new PropertiesConfigSource(properties, "test", 100))
        .build()
        .getConfigMapping(BridgeConfig.class);
  }
}
