package io.mesosbridge.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mesosbridge.config.BridgeConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MastersTest {

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private Masters masters(String value) {
    BridgeConfig.Mesos config =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(BridgeConfig.Mesos.class, "bridge.mesos")
            .withSources(
                new PropertiesConfigSource(Map.of("bridge.mesos.masters", value), "test", 100))
            .build()
            .getConfigMapping(BridgeConfig.Mesos.class, "bridge.mesos");
    return Masters.of(vertx.getOrCreateContext(), config);
  }

  @Test
  void urlsAreTriedInTurn() {
    // When
    Masters masters = masters("http://a:1, b:2");

    // Then
    assertThat(masters.locate().result()).isEqualTo(URI.create("http://a:1/api/v1/scheduler"));
    assertThat(masters.locate().result()).isEqualTo(URI.create("http://b:2/api/v1/scheduler"));
    assertThat(masters.locate().result()).isEqualTo(URI.create("http://a:1/api/v1/scheduler"));
  }

  @Test
  void theServersOfOneZooKeeperUrlAreNotTakenForMasters() {
    // When
    Masters masters = masters("zk://127.0.0.1:1,127.0.0.1:2/mesos");

    // Then
    assertThat(masters).isInstanceOf(ZooKeeperMasters.class);
    assertThat(masters.locate().isComplete()).isFalse();
    masters.close();
  }

  @Test
  void aMistakeIsToldByItsKey() {
    assertThatThrownBy(() -> masters("ftp://a:1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("bridge.mesos.masters: 'ftp://a:1'");
  }
}
