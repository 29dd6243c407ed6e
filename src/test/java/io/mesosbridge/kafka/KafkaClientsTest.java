package io.mesosbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.testkit.Configs;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;

class KafkaClientsTest {

  private final Map<String, Object> settings = new HashMap<>();
  private final KafkaClients clients =
      new KafkaClients(Map.of(), Configs.of(Map.of())) {
        @Override
        protected Producer<byte[], byte[]> producer(Map<String, Object> of) {
          settings.putAll(of);
          return new MockProducer<>();
        }
      };

  @Test
  void topicsOfTheBridgesOwnStayKnownHoweverSeldomTheyAreWritten() {
    // When
    clients.producer("records").close();

    // Then
    assertThat(settings).doesNotContainKey(ProducerConfig.METADATA_MAX_IDLE_CONFIG);
  }

  @Test
  void topicsForRepliesAreSoonForgottenLestABrokerMakesADeletedOneAgain() {
    // When
    clients.replyProducer("replies").close();

    // Then
    assertThat(settings).containsEntry(ProducerConfig.METADATA_MAX_IDLE_CONFIG, 10_000);
  }
}
