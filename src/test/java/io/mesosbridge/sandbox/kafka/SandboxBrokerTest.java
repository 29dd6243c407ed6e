package io.mesosbridge.sandbox.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class SandboxBrokerTest {

  @Test
  void recordsAndClientsOutliveAnOutage() throws Exception {
    try (SandboxBroker broker = SandboxBroker.create().start();
        Admin admin = Admin.create(servers(broker));
        var producer =
            new KafkaProducer<>(servers(broker), new StringSerializer(), new StringSerializer());
        var consumer =
            new KafkaConsumer<>(
                Map.of(
                    "bootstrap.servers", broker.bootstrapServers(),
                    "group.id", "readers",
                    "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
      // Given
      admin.createTopics(List.of(new NewTopic("t", 1, (short) 1))).all().get();
      producer.send(new ProducerRecord<>("t", "k", "before")).get();

      // When
      broker.stop();
      var sentMeanwhile =
          new FutureTask<>(() -> producer.send(new ProducerRecord<>("t", "k", "during")).get());
      new Thread(sentMeanwhile).start();
      broker.start();

      // Then
      assertThat(sentMeanwhile.get().offset()).isEqualTo(1);
      consumer.subscribe(List.of("t"));
      assertThat(consumer.poll(Duration.ofSeconds(60)))
          .extracting(ConsumerRecord::value)
          .containsExactly("before", "during");
    }
  }

  @Test
  void movesAsideWhenItsPortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      // Given
      int port = taken.getLocalPort();

      // When
      try (SandboxBroker broker = SandboxBroker.preferring(port)) {

        // Then
        assertThat(broker.port()).isNotEqualTo(port);
      }
    }
  }

  private static Map<String, Object> servers(SandboxBroker broker) {
    return Map.of("bootstrap.servers", broker.bootstrapServers());
  }
}
