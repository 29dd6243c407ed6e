package io.mesosbridge.kafka;

import static org.awaitility.Awaitility.await;

import io.mesosbridge.testkit.KafkaAdmin;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What becomes of an error that a client of Kafka meets. */
public final class DyingClients {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String NAME = "dying";
  private static final String COMMANDS = NAME + ".commands";

  private DyingClients() {}

  /** Has the failure told in words. */
  public static void explain(Throwable failure) {
    KafkaTrouble.inWords(failure);
  }

  /** Has the connector poll a command for which there is no memory; returns if it survives that. */
  public static void poll(String bootstrapServers) {
    String interceptors =
        CommandsInHand.Interceptor.class.getName() + "," + OutOfMemory.class.getName();
    Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers);
    new KafkaAdmin(bootstrapServers).createUnlessThere(COMMANDS); // else its lack is told
    try (ChannelRig rig =
            new ChannelRig(settings, NAME, Map.of("interceptor.classes", interceptors));
        var producer =
            new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      await().atMost(PATIENCE).until(() -> rig.news.contains("assigned"));
      Future<?> sent = producer.send(new ProducerRecord<>(COMMANDS, new byte[1]));
      await().atMost(PATIENCE).until(() -> sent.isDone() && !rig.received.isEmpty());
    }
  }

  /** Takes the memory of the first poll that brings something. */
  public static final class OutOfMemory implements ConsumerInterceptor<byte[], byte[]> {

    private boolean isMet;

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
      if (!isMet) {
        isMet = true;
        throw new OutOfMemoryError("heap");
      }
      return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
      // of no interest
    }

    @Override
    public void close() {
      // has nothing to close
    }

    @Override
    public void configure(Map<String, ?> configuration) {
      // has nothing to configure
    }
  }
}
