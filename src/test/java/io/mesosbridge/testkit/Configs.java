package io.mesosbridge.testkit;

import io.mesosbridge.config.BridgeConfig;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;

/** A bridge's configuration without a bridge, read as at start. */
public final class Configs {

  private static final String MASTERS = "bridge.mesos.masters";

  private Configs() {}

  /** The defaults, but for these. */
  public static BridgeConfig of(Map<String, String> changes) {
    return keys(changes, Map.of()).getConfigMapping(BridgeConfig.class);
  }

  /** The same with environment variables, key by key. */
  public static SmallRyeConfig keys(Map<String, String> changes, Map<String, String> environment) {
    Map<String, String> properties = new HashMap<>(changes);
    if (changes.keySet().stream().noneMatch(key -> key.startsWith(MASTERS))) {
      properties.put(MASTERS, "http://127.0.0.1:5050");
    }
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .addDefaultInterceptors()
        .withSources(
            new PropertiesConfigSource(properties, "test", 400),
            new EnvConfigSource(environment, 300))
        .withValidateUnknown(false)
        .withMapping(BridgeConfig.class)
        .build();
  }
}
