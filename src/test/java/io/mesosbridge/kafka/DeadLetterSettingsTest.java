package io.mesosbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.reactive.messaging.kafka.KafkaConnectorOutgoingConfiguration;
import io.smallrye.reactive.messaging.kafka.impl.KafkaSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** How the connector writes dead letters, as the service has set it up. */
class DeadLetterSettingsTest {

  private static final String PREFIX = "mp.messaging.incoming.commands.dead-letter-queue.";

  private static Map<String, String> settings() throws IOException {
    Properties properties = new Properties();
    try (var file = Files.newInputStream(Path.of("src/main/resources/application.properties"))) {
      properties.load(file);
    }
    Map<String, String> settings = new HashMap<>();
    settings.put("channel-name", "dead-letters");
    settings.put("bootstrap.servers", "localhost:9092");
    settings.put("value.serializer", ByteArraySerializer.class.getName());
    properties.stringPropertyNames().stream()
        .filter(name -> name.startsWith(PREFIX))
        .forEach(
            name -> settings.put(name.substring(PREFIX.length()), properties.getProperty(name)));
    return settings;
  }

  /** What is put aside is settled, so that nothing else keeps it. */
  @Test
  void aDeadLetterCountsAsWrittenOnceItWouldOutliveABroker() throws IOException {
    // Given
    var config =
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .withSources(new PropertiesConfigSource(settings(), "sink", 400))
            .build();

    // When
    KafkaSink sink =
        new KafkaSink(
            new KafkaConnectorOutgoingConfiguration(config),
            null,
            Beans.none(),
            Beans.none(),
            Beans.none(),
            Beans.none());

    // Then
    assertThat(sink.getProducer().configuration().get("acks")).isEqualTo("all");
    assertThat(sink.getProducer().configuration().get("enable.idempotence")).isEqualTo("false");
    sink.closeQuietly();
  }
}
