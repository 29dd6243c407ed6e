package io.mesosbridge.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the bridge's topics as any consumer would, from the beginning and through outages. */
final class Follower implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);

  private final Map<String, List<ConsumerRecord<String, String>>> records = new HashMap<>();
  private final Map<String, Integer> beginnings = new HashMap<>();
  private final Set<String> recreated = new HashSet<>();
  private final List<TopicPartition> partitions = new ArrayList<>();
  private final Consumer<String, String> consumer;
  private final Thread thread = new Thread(this::follow, "follower");
  private volatile boolean closed;

  /** Begins to follow these topics, which have one partition each. */
  Follower(String bootstrapServers, String... topics) {
    consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                500),
            new StringDeserializer(),
            new StringDeserializer());
    for (String topic : topics) {
      partitions.add(new TopicPartition(topic, 0));
      records.put(topic, new ArrayList<>());
    }
    consumer.assign(partitions);
    thread.setDaemon(true);
    thread.start();
  }

  /** All records of a topic so far. */
  List<ConsumerRecord<String, String>> records(String topic) {
    synchronized (records) {
      return List.copyOf(records.get(topic));
    }
  }

  /** The records of a topic from that one on, counted from 0. */
  List<ConsumerRecord<String, String>> records(String topic, int from) {
    synchronized (records) {
      List<ConsumerRecord<String, String>> all = records.get(topic);
      return List.copyOf(all.subList(from, all.size()));
    }
  }

  /** How many records of a topic there have been. */
  int count(String topic) {
    synchronized (records) {
      return records.get(topic).size();
    }
  }

  /** The topic was deleted and is there again: its new records are read from their beginning. */
  void recreated(String topic) {
    synchronized (records) {
      recreated.add(topic);
    }
  }

  /**
   * The last value of each key, without those whose last record is a tombstone; of a topic that was
   * made again only what is in the new one.
   */
  Map<String, String> table(String topic) {
    Map<String, String> table = new LinkedHashMap<>();
    for (ConsumerRecord<String, String> record : records(topic, beginning(topic))) {
      if (record.value() == null) {
        table.remove(record.key());
      } else {
        table.put(record.key(), record.value());
      }
    }
    return table;
  }

  private int beginning(String topic) {
    synchronized (records) {
      return beginnings.getOrDefault(topic, 0);
    }
  }

  static String header(ConsumerRecord<?, ?> record, String name) {
    var header = record.headers().lastHeader(name);
    return header == null ? null : new String(header.value(), UTF_8);
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow() {
    try (consumer) {
      while (!closed) {
        beginAnew();
        var batch = consumer.poll(POLL);
        synchronized (records) {
          batch.forEach(record -> records.get(record.topic()).add(record));
        }
      }
    }
  }

  private void beginAnew() {
    synchronized (records) {
      for (TopicPartition partition : partitions) {
        if (recreated.remove(partition.topic())) {
          consumer.seekToBeginning(List.of(partition));
          beginnings.put(partition.topic(), records.get(partition.topic()).size());
        }
      }
    }
  }
}
