package io.mesosbridge.bench;

import io.mesosbridge.sandbox.kafka.SandboxBroker;
import io.mesosbridge.sandbox.process.BridgeLauncher;
import io.mesosbridge.sandbox.process.BridgeProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.tools.ProducerPerformance;

/**
 * How fast events get from a master to Kafka, beside Kafka's own {@link ProducerPerformance} with
 * the same record size, broker and acknowledgements, in turns. Prints medians and their ratio.
 */
public final class EventsBenchmark {

  private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
  private static final int RECORDS = Integer.getInteger("bench.records", 200_000);
  private static final int BYTES = Integer.getInteger("bench.bytes", 1_000);
  private static final int UPDATES = Integer.getInteger("bench.updates", 40_000);
  private static final int TASKS = Integer.getInteger("bench.tasks", 2_000);

  private EventsBenchmark() {}

  /** Runs all of it; takes a few minutes at most. */
  public static void main(String[] arguments) throws Exception {
    try (SandboxBroker broker = SandboxBroker.create().start();
        FloodingMaster master = new FloodingMaster();
        BridgeProcess bridge = bridge(master, broker)) {
      bridge.awaitReady(Duration.ofMinutes(1));
      master.awaitSubscriber();
      List<Double> kafka = new ArrayList<>();
      List<Double> events = new ArrayList<>();
      List<Double> updates = new ArrayList<>();
      for (int round = 0; round <= ROUNDS; round++) {
        double producer = producerPerformance(broker, round);
        double messages = messages(broker, master);
        double statuses = updates(broker, master);
        System.out.printf(
            "round %d%s: ProducerPerformance %.0f/s, events %.0f/s, updates %.0f/s%n",
            round, round == 0 ? " (warm-up, not counted)" : "", producer, messages, statuses);
        if (round > 0) {
          kafka.add(producer);
          events.add(messages);
          updates.add(statuses);
        }
      }
      System.out.printf(
          "medians of %d rounds, %d records of %d bytes, acks=all: ProducerPerformance %.0f/s,"
              + " bridge %.0f/s, ratio %.2f; updates published and acknowledged %.0f/s%n",
          ROUNDS,
          RECORDS,
          BYTES,
          median(kafka),
          median(events),
          ratio(events, kafka),
          median(updates));
    }
  }

  private static double producerPerformance(SandboxBroker broker, int round) throws Exception {
    String topic = "producer-performance-" + round;
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    }
    long started = System.nanoTime();
    ProducerPerformance.main(
        new String[] {
          "--topic",
          topic,
          "--num-records",
          Integer.toString(RECORDS),
          "--record-size",
          Integer.toString(BYTES),
          "--throughput",
          "-1",
          "--producer-props",
          "bootstrap.servers=" + broker.bootstrapServers(),
          "acks=all",
          "linger.ms=1",
          "batch.size=131072"
        });
    return rate(RECORDS, started);
  }

  private static double messages(SandboxBroker broker, FloodingMaster master) {
    TopicEnd end = new TopicEnd(broker, "mesos.events");
    long before = end.offset();
    long started = System.nanoTime();
    master.floodMessages(RECORDS, BYTES);
    end.await(before + RECORDS);
    return rate(RECORDS, started);
  }

  private static double updates(SandboxBroker broker, FloodingMaster master) {
    TopicEnd end = new TopicEnd(broker, "mesos.task-updates");
    long before = end.offset();
    long started = System.nanoTime();
    master.floodUpdates(UPDATES, TASKS);
    end.await(before + UPDATES);
    return rate(UPDATES, started);
  }

  private static BridgeProcess bridge(FloodingMaster master, SandboxBroker broker) {
    return BridgeLauncher.between(master.url(), broker.bootstrapServers())
        .withMaxHeap("768m")
        .start();
  }

  private static double rate(int records, long startedNanos) {
    return records / ((System.nanoTime() - startedNanos) / 1e9);
  }

  private static double ratio(List<Double> ones, List<Double> others) {
    return median(
        IntStream.range(0, ones.size()).mapToObj(i -> ones.get(i) / others.get(i)).toList());
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  /** Watches a topic's end without reading its records. */
  private static final class TopicEnd {
    private final Map<String, Object> settings = new HashMap<>();
    private final TopicPartition partition;

    private TopicEnd(SandboxBroker broker, String topic) {
      settings.put("bootstrap.servers", broker.bootstrapServers());
      partition = new TopicPartition(topic, 0);
    }

    private long offset() {
      try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
        return consumer.endOffsets(List.of(partition)).get(partition);
      }
    }

    private void await(long offset) {
      try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
        org.awaitility.Awaitility.await(partition + " at " + offset)
            .pollInterval(Duration.ofMillis(20))
            .atMost(Duration.ofMinutes(3))
            .until(() -> consumer.endOffsets(List.of(partition)).get(partition) >= offset);
      }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
      return new KafkaConsumer<>(
          settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
  }
}
