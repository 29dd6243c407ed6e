package io.mesosbridge.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mesosbridge.config.BridgeConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.http.HttpClientOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

  @TempDir private Path folder;

  private static SubscriptionSettings settings(Map<String, String> keys) {
    BridgeConfig.Mesos config =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(BridgeConfig.Mesos.class, "bridge.mesos")
            .withSources(new PropertiesConfigSource(keys, "test", 100))
            .build()
            .getConfigMapping(BridgeConfig.Mesos.class, "bridge.mesos");
    return SubscriptionSettings.of(config, UnaryOperator.identity());
  }

  @Test
  void aSecretMayComeFromAFileWithATrailingLineBreak() throws IOException {
    // Given
    Path file = Files.writeString(folder.resolve("secret"), "y\r\n");

    // When
    SubscriptionSettings settings =
        settings(
            Map.of("bridge.mesos.principal", "x", "bridge.mesos.secret-file", file.toString()));

    // Then
    assertThat(settings.credentials().authorization()).contains("Basic eDp5");
  }

  @Test
  void aSecretThatCannotBeReadIsToldByItsKey() {
    // Given
    Map<String, String> keys =
        Map.of("bridge.mesos.principal", "x", "bridge.mesos.secret-file", folder + "/none");

    // Then
    assertThatThrownBy(() -> settings(keys))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("bridge.mesos.secret-file=" + folder);
  }

  @Test
  void withoutAnythingThereIsNoAuthorizationAndNoOtherTimeoutThanOurs() {
    // When
    SubscriptionSettings settings = settings(Map.of());

    // Then
    assertThat(settings.credentials().authorization()).isEmpty();
    assertThat(settings.maxRecordSize()).isEqualTo(64 * 1024 * 1024);
    HttpClientOptions options = settings.clientOptions();
    assertThat(options.getIdleTimeout()).isZero();
    assertThat(options.getConnectTimeout()).isEqualTo(5000);
  }
}
