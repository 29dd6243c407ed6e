package io.mesosbridge.testkit;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Everything that is written to the bridge's topics, from their beginning, as it comes. */
final class TopicLog implements AutoCloseable {

  private final String prefix;
  private final List<KafkaRecord> records = new CopyOnWriteArrayList<>();
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread thread = new Thread(this::read, "topic-log");

  /** Reads topics of one partition, whether they exist already or not. */
  TopicLog(String bootstrapServers, String prefix, List<String> topics) {
    this.prefix = prefix;
    consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.METADATA_MAX_AGE_CONFIG,
                500),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.assign(topics.stream().map(topic -> new TopicPartition(prefix + topic, 0)).toList());
    thread.setDaemon(true);
    thread.start();
  }

  private void read() {
    try (consumer) {
      while (true) {
        consumer
            .poll(Duration.ofSeconds(1))
            .forEach(
                record ->
                    records.add(KafkaRecord.of(record.topic().substring(prefix.length()), record)));
      }
    } catch (WakeupException closed) {
      records.clear();
    }
  }

  /** The topic's records so far, in their order. */
  Stream<KafkaRecord> of(String topic) {
    return records.stream().filter(record -> record.topic().equals(topic));
  }

  /** A compacted topic as a table: what has no tombstone, by key, oldest first. */
  Map<String, KafkaRecord> table(String topic) {
    Map<String, KafkaRecord> table = new LinkedHashMap<>();
    of(topic)
        .forEach(
            record -> {
              table.remove(record.key());
              if (!record.isTombstone()) {
                table.put(record.key(), record);
              }
            });
    return table;
  }

  @Override
  public void close() {
    consumer.wakeup();
  }
}
