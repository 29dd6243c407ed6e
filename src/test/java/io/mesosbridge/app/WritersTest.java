package io.mesosbridge.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.app.Writers.Lease;
import io.mesosbridge.kafka.KafkaClients;
import io.mesosbridge.testkit.Configs;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WritersTest {

  private final Vertx vertx = Vertx.vertx();
  private final MockProducer<byte[], byte[]> records = new MockProducer<>();
  private final KafkaClients clients =
      new KafkaClients(Map.of(), Configs.of(Map.of())) {
        @Override
        public Producer<byte[], byte[]> producer(String name) {
          return records;
        }

        @Override
        public Producer<byte[], byte[]> replyProducer(String name) {
          throw new KafkaException("Failed to construct kafka producer");
        }
      };

  @AfterEach
  void close() {
    vertx.close();
  }

  @Test
  void nothingStaysOpenOfWhatCouldNotBeOpenedAsAWhole() {
    // When
    Future<Writers> writers =
        Writers.open(clients, vertx.getOrCreateContext(), new Lease(), new SimpleMeterRegistry());

    // Then
    await().until(writers::isComplete);
    assertThat(writers.cause()).hasMessage("Failed to construct kafka producer");
    await().until(records::closed);
  }
}
