package io.mesosbridge.app;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.mesosbridge.app.Services.ServicesProducer;
import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.kafka.Topics;
import io.mesosbridge.testkit.Configs;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfig;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that keys name and that cannot be read are for the check of the configuration to tell. */
class UnreadableFilesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bridge.framework.info-file",
        "bridge.mesos.secret-file",
        "bridge.mesos.token-file",
        "bridge.commands.policy-file"
      })
  void whatIsMadeBeforeTheCheckDoesNotFail(String key) {
    // Given
    SmallRyeConfig keys =
        Configs.keys(Map.of(key, "/no/such/file", "bridge.mesos.principal", "bridge"), Map.of());
    BridgeConfig config = keys.getConfigMapping(BridgeConfig.class);

    // When
    assertThatCode(
            () -> {
              MeterRegistry meters = new SimpleMeterRegistry();
              Topics topics = new Topics(config.topics());
              PolicyInForce policy = new PolicyInForce(config, meters);
              ServicesProducer.services(
                  null,
                  null,
                  config,
                  keys,
                  policy,
                  topics,
                  null,
                  null,
                  null,
                  meters,
                  Optional.empty());
            })

        // Then
        .doesNotThrowAnyException();
  }
}
