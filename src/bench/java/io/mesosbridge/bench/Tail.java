package io.mesosbridge.bench;

import java.io.Closeable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Tells of each record that comes to the one partition of a topic, as soon as a consumer sees it.
 */
final class Tail implements Closeable {

  private final KafkaConsumer<byte[], byte[]> consumer;
  private Thread thread;

  /** From what comes next on. */
  Tail(String servers, String topic) {
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", servers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    TopicPartition partition = new TopicPartition(topic, 0);
    consumer.assign(List.of(partition));
    consumer.seek(partition, consumer.endOffsets(List.of(partition)).get(partition));
    consumer.poll(Duration.ZERO); // connects
  }

  /** Tells of each from now on, by a thread of its own. */
  void tell(Consumer<ConsumerRecord<byte[], byte[]>> toEach) {
    thread = new Thread(() -> follow(toEach), "tail");
    thread.start();
  }

  private void follow(Consumer<ConsumerRecord<byte[], byte[]>> toEach) {
    try (consumer) {
      while (true) {
        consumer.poll(Duration.ofSeconds(1)).forEach(toEach);
      }
    } catch (WakeupException closed) {
      // it is told to end so
    }
  }

  @Override
  public void close() {
    consumer.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
