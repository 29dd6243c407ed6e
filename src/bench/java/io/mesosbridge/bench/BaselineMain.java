package io.mesosbridge.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.tools.ProducerPerformance;

/**
 * What Kafka's own clients do without a bridge, with its settings, in a process that lives as long
 * as the bridge's, since a producer in a new one is slower. Answers with seconds, and with the
 * microseconds of processor time that the sending thread took.
 */
final class BaselineMain {

  private static final String BATCH = "131072";
  private static final String LINGER = "1";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String servers;

  private BaselineMain(String servers) {
    this.servers = servers;
  }

  public static void main(String[] arguments) throws IOException {
    BaselineMain baseline = new BaselineMain(arguments[0]);
    Child.serve(baseline::answer);
  }

  /** Of the bridge: what is not said here is the client's own. */
  static Map<String, Object> producer(String servers) {
    return Map.of(
        "bootstrap.servers", servers, "acks", "all", "batch.size", BATCH, "linger.ms", LINGER);
  }

  private String answer(String[] order) throws Exception {
    long started = System.nanoTime();
    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    int count = Integer.parseInt(order[1]);
    switch (order[0]) {
      case "performance" -> performance(order[2], count, order[3]);
      case "bare" -> bare(order[2], count, last(order[3]));
      case "loop" -> consumeAndProduce(order[2], count, order[3]);
      default -> throw new IllegalArgumentException(order[0]);
    }
    double micros = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) / 1e3;
    return (System.nanoTime() - started) / 1e9 + " " + micros;
  }

  private void performance(String topic, int count, String bytes) throws Exception {
    ProducerPerformance.main(
        new String[] {
          "--topic",
          topic,
          "--num-records",
          Integer.toString(count),
          "--record-size",
          bytes,
          "--throughput",
          "-1",
          "--producer-props",
          "bootstrap.servers=" + servers,
          "acks=all",
          "batch.size=" + BATCH,
          "linger.ms=" + LINGER
        });
  }

  /** Sends a record that the bridge has written again and again: same key, headers and value. */
  private void bare(String topic, int count, ConsumerRecord<byte[], byte[]> like) {
    try (var producer =
        new KafkaProducer<>(
            producer(servers), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < count; i++) {
        var headers = new RecordHeaders(like.headers().toArray());
        var unused =
            producer.send(
                new ProducerRecord<>(topic, null, like.key(), like.value(), headers),
                BaselineMain::complain);
      }
      producer.flush();
    }
  }

  private ConsumerRecord<byte[], byte[]> last(String topic) {
    TopicPartition partition = new TopicPartition(topic, 0);
    try (var consumer = consumer(Map.of())) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, consumer.endOffsets(List.of(partition)).get(partition) - 1);
      return consumer.poll(PATIENCE).iterator().next();
    }
  }

  /** Answers each record with one of the same value, and commits, as the bridge does. */
  private void consumeAndProduce(String from, int count, String to) {
    Map<String, Object> group =
        Map.of("group.id", "loop-" + from, "auto.offset.reset", "earliest", "max.poll.records", 16);
    try (var consumer = consumer(group);
        var producer =
            new KafkaProducer<>(
                producer(servers), new ByteArraySerializer(), new ByteArraySerializer())) {
      consumer.subscribe(List.of(from));
      int answered = 0;
      while (answered < count) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(PATIENCE);
        for (ConsumerRecord<byte[], byte[]> record : records) {
          var unused =
              producer.send(new ProducerRecord<>(to, record.value()), BaselineMain::complain);
        }
        answered += records.count();
        consumer.commitAsync();
      }
      producer.flush();
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>(more);
    settings.put("bootstrap.servers", servers);
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static void complain(Object at, Exception failure) {
    if (failure != null) {
      throw new IllegalStateException("a record was not written", failure);
    }
  }
}
