package io.mesosbridge.deploy;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.testkit.Configs;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.quarkus.vertx.http.runtime.management.ManagementConfig;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a deployment has to know of the bridge: ports, memory, how long its end takes. */
final class BridgeFacts {

  /** What docs/operations.md promises of SIGTERM. */
  static final int SECONDS_TO_END = 10;

  static final int HTTP = port(VertxHttpConfig.class, "quarkus.http.port");
  static final int MANAGEMENT = port(ManagementConfig.class, "quarkus.management.port");

  private static final long MIB = 1L << 20;
  private static final Pattern LIMIT =
      Pattern.compile("deployments in `deploy/` give it (\\d+) GiB");

  private BridgeFacts() {}

  /** Bytes that every deployment limits a bridge to, by docs/operations.md. */
  static long memory() {
    Matcher limit = LIMIT.matcher(DeployedFiles.read(Path.of("docs/operations.md")));
    if (!limit.find()) {
      throw new IllegalStateException("docs/operations.md does not say " + LIMIT);
    }
    return Long.parseLong(limit.group(1)) << 30;
  }

  /**
   * Bytes of heap that the defaults want, counted as docs/operations.md does, with 10,000 tasks.
   */
  static long heap() {
    BridgeConfig config = Configs.of(Map.of());
    return 128 * MIB
        + 64 * MIB * 9 / 4
        + 2 * config.mesos().maxRecordSize()
        + config.commands().maxInHandBytes()
        + 16 * MIB
        + 16L * config.results().remembered()
        + 10_000 * 1024;
  }

  private static int port(Class<?> keys, String key) {
    return Integer.parseInt(ConfigClass.configClass(keys).getProperties().get(key));
  }
}
