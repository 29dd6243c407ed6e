package io.mesosbridge.config.check;

import io.mesosbridge.config.BridgeConfig;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.config.SmallRyeConfig;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.Config;

/**
 * Refuses to start with a configuration that cannot work, before anything connects anywhere.
 *
 * <p>A value that is not of its key's type, or outside the constraints beside the key, has been
 * refused earlier, when it was read.
 */
@Singleton
class ConfigCheck {

  private static final int BEFORE_ALL_ELSE = 1;

  void atStart(
      @Observes @Priority(BEFORE_ALL_ELSE) StartupEvent start,
      BridgeConfig bridge,
      Config config,
      TlsConfigurationRegistry tls) {
    List<String> problems =
        problems(bridge, config.unwrap(SmallRyeConfig.class), name -> tls.get(name).isPresent());
    if (!problems.isEmpty()) {
      throw new ConfigurationException(
          "The configuration is refused:\n  " + String.join("\n  ", problems));
    }
  }

  /** What is wrong, one line each; empty when nothing is. */
  static List<String> problems(
      BridgeConfig bridge, SmallRyeConfig config, Predicate<String> isTlsConfiguration) {
    Problems problems = new Problems(config);
    UnknownKeys.check(config, problems);
    MastersCheck.check(bridge.mesos(), isTlsConfiguration, problems);
    KafkaCheck.check(config, isTlsConfiguration, problems);
    CredentialsCheck.check(bridge.mesos(), problems);
    bridge.framework().infoFile().ifPresent(file -> InfoFileCheck.check(file, problems));
    NamesCheck.check(bridge, problems);
    return problems.lines();
  }
}
