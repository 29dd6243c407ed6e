package io.mesosbridge.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.ThreadPoolConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What may keep the process from its end after SIGTERM. */
class ShutdownTest {

  private static final Path KEYS = Path.of("src/main/resources/application.properties");

  /** What an operator is promised is ten seconds, which others need the most of. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  @Test
  void aThreadThatHangsIsNotWaitedFor() throws IOException {
    // When
    ThreadPoolConfig threads =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .addDefaultInterceptors()
            .withSources(new PropertiesConfigSource(KEYS.toUri().toURL()))
            .withValidateUnknown(false)
            .withMapping(ThreadPoolConfig.class)
            .build()
            .getConfigMapping(ThreadPoolConfig.class);

    // Then
    assertThat(threads.shutdownTimeout()).isLessThanOrEqualTo(PATIENCE);
  }
}
