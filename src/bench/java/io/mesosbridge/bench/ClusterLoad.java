package io.mesosbridge.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mesosbridge.sandbox.mesos.SimulatedCluster;
import io.mesosbridge.sandbox.process.BridgeLauncher;
import io.mesosbridge.sandbox.process.BridgeProcess;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Ten launches for each of a thousand agents of the simulated cluster, of mixed sizes, one in five
 * of a group that has one task on a host: from the topic of commands to the results. They come all
 * at once, first to a bridge that has just started, then, when those tasks have ended, to the same
 * one again.
 */
final class ClusterLoad {

  private static final int AGENTS = Bench.sized(1_000);
  private static final int LAUNCHES = 10 * AGENTS;
  private static final List<String> BRIDGES = List.of("just started", "warm", "warmer");
  private static final String[] CPUS = {"0.1", "0.25", "0.5", "1", "2"};
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final ObjectMapper JSON = new ObjectMapper();

  private ClusterLoad() {}

  static void run(Bench bench) throws IOException {
    try (SimulatedCluster mesos =
            SimulatedCluster.builder()
                .agents(AGENTS)
                .agentResources("cpus:16;mem:65536;disk:100000;ports:[31000-32000]")
                .start();
        BridgeProcess bridge =
            BridgeLauncher.between(String.join(",", mesos.urls()), bench.servers())
                .withMaxHeap("768m")
                .with("bridge.topics.prefix", "cluster.")
                .with("bridge.group-id", "cluster")
                .with("bridge.placement.deadline", "PT3M")
                .start()) {
      bridge.awaitReady(Duration.ofMinutes(1));
      for (int round = 0; round < BRIDGES.size(); round++) {
        String what =
            "%d launches on %d simulated agents, bridge %s"
                .formatted(LAUNCHES, AGENTS, BRIDGES.get(round));
        ProcessTime before = time(bridge);
        send(bench.servers(), round);
        report(bench, what, round);
        ProcessTime took = time(bridge).since(before);
        bench.report().add(what, "this", "us CPU", took.micros() / LAUNCHES);
        bench.report().add(what, "this", "us of JIT", took.compilerMicros() / LAUNCHES);
        awaitTasksEnded(mesos);
      }
    }
  }

  private static void awaitTasksEnded(SimulatedCluster mesos) {
    await().atMost(PATIENCE).until(() -> mesos.ledger().liveTasks().isEmpty());
  }

  private static ProcessTime time(BridgeProcess bridge) {
    return ProcessTime.of(ProcessHandle.of(bridge.pid()).orElseThrow());
  }

  private static void send(String servers, int round) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers, "linger.ms", 5),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = round * LAUNCHES; i < (round + 1) * LAUNCHES; i++) {
        var unused =
            producer.send(new ProducerRecord<>("cluster.commands", launch(i).getBytes(UTF_8)));
      }
    }
  }

  private static String launch(int number) {
    String constraints = number % 5 == 0 ? "[[\"hostname\",\"UNIQUE\"]]" : "[]";
    return """
    {"id":"launch-%d-%d","type":"LAUNCH","constraints":%s,"group":"group-%d",
    "launch":{"task_infos":[{"task_id":"task-%d","command":{"value":"sleep 30"},
    "resources":"cpus:%s;mem:%d;ports:1"}]}}
    """
        .formatted(
            number / LAUNCHES,
            number,
            constraints,
            number / 100,
            number,
            CPUS[number % CPUS.length],
            256 << number % 4);
  }

  /** The times are the bridge's own: from a command's arrival to its result. */
  private static void report(Bench bench, String what, int round) {
    String ids = "launch-" + round + "-";
    Histogram micros = new Histogram(3);
    Instant first = Instant.MAX;
    Instant last = Instant.MIN;
    int accepted = 0;
    int told = 0;
    long end = System.nanoTime() + PATIENCE.toNanos();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bench.servers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      TopicPartition results = new TopicPartition("cluster.command-results", 0);
      consumer.assign(List.of(results));
      consumer.seekToBeginning(List.of(results));
      while (told < LAUNCHES && System.nanoTime() < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
          JsonNode result = read(record);
          if (!result.path("command_id").asText().startsWith(ids)) {
            continue;
          }
          Instant received = Instant.parse(result.path("received_at").asText());
          Instant completed = Instant.parse(result.path("completed_at").asText());
          first = received.isBefore(first) ? received : first;
          last = completed.isAfter(last) ? completed : last;
          micros.recordValue(Duration.between(received, completed).toNanos() / 1_000);
          accepted += result.path("outcome").asText().equals("ACCEPTED") ? 1 : 0;
          told++;
        }
      }
    }
    double seconds = Duration.between(first, last).toMillis() / 1e3;
    bench.report().add(what, "this", "placed", accepted);
    bench.report().add(what, "this", "s", seconds);
    bench.report().add(what, "this", "placed a second", accepted / seconds);
    bench.report().add(what, "this", micros);
  }

  private static JsonNode read(ConsumerRecord<byte[], byte[]> record) {
    try {
      return JSON.readTree(record.value());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
