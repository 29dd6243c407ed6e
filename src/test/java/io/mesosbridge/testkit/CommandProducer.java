package io.mesosbridge.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes to the command topic, as any client of Kafka does that was told to write large records.
 */
public final class CommandProducer implements AutoCloseable {

  private static final int LARGEST = 100 << 20;

  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;

  /** Writes to that topic. */
  public CommandProducer(String bootstrapServers, String topic) {
    this.topic = topic;
    producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                LARGEST,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                LARGEST),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Writes a record and returns its offset. */
  public long write(byte[] value, Map<String, byte[]> headers) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, "any".getBytes(UTF_8), value);
    headers.forEach(record.headers()::add);
    try {
      return producer.send(record).get().offset();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka did not take the command", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
