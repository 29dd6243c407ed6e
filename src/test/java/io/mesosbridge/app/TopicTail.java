package io.mesosbridge.app;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What a topic holds, read by somebody who is no part of the bridge. */
final class TopicTail implements AutoCloseable {

  private final KafkaConsumer<String, String> consumer;
  private final TopicPartition partition;
  private final List<ConsumerRecord<String, String>> records = new ArrayList<>();

  TopicTail(String topic) {
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", SharedBroker.bootstrapServers(), "fetch.max.wait.ms", "5"),
            new StringDeserializer(),
            new StringDeserializer());
    partition = new TopicPartition(topic, 0);
    consumer.assign(List.of(partition));
    consumer.seekToBeginning(List.of(partition));
  }

  /** All records so far. */
  synchronized List<ConsumerRecord<String, String>> records() {
    long end = consumer.endOffsets(List.of(partition)).get(partition);
    while (consumer.position(partition) < end) {
      consumer.poll(Duration.ofMillis(100)).forEach(records::add);
    }
    return List.copyOf(records);
  }

  /** All values so far with that key. */
  List<String> values(String key) {
    return records().stream()
        .filter(record -> key.equals(record.key()))
        .map(ConsumerRecord::value)
        .toList();
  }

  /** The values of all records of that CloudEvents type, without {@code io.mesosbridge.}. */
  List<String> ofType(String type) {
    return records().stream()
        .filter(record -> ("io.mesosbridge." + type).equals(header(record, "ce_type")))
        .map(ConsumerRecord::value)
        .toList();
  }

  static String header(ConsumerRecord<?, ?> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
  }

  @Override
  public synchronized void close() {
    consumer.close();
  }
}
