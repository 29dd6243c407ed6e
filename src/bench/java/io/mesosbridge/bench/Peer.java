package io.mesosbridge.bench;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Something that brings a master's events to Kafka: the bridge, or what others would take instead.
 *
 * @param master its own
 * @param topics where its events go, each of one partition
 * @param isAlive whether its process is
 * @param time what its process took so far
 */
record Peer(
    String name,
    FloodingMaster master,
    List<String> topics,
    String servers,
    BooleanSupplier isAlive,
    Supplier<ProcessTime> time,
    Closeable process)
    implements Closeable {

  /** Its build is apart, and puts its libraries there. */
  private static final Path BUILT = Report.FOLDER.resolveSibling("peers");

  private static final Path SOURCES = BUILT.resolveSibling("../src/peers").normalize();

  /** What there is to be compared, each with the seconds between heartbeats that it is promised. */
  enum Kind {
    BRIDGE,
    RXJAVA,
    RXJAVA_BUFFERED,
    NOTEBOOK;

    /** Returns once it has written what a subscription begins with. */
    Peer start(Bench bench, double heartbeats) {
      Peer peer = started(bench, heartbeats);
      AtomicLong seen = new AtomicLong();
      Awaitility.await("its first records")
          .pollInterval(Duration.ofSeconds(1))
          .atMost(Duration.ofMinutes(1))
          .until(
              () -> {
                long written = peer.written();
                return seen.getAndSet(written) == written && written > 0;
              });
      return peer;
    }

    private Peer started(Bench bench, double heartbeats) {
      FloodingMaster master = new FloodingMaster(heartbeats);
      String topic = bench.topic();
      return switch (this) {
        case BRIDGE -> bridge(bench, master, topic);
        case RXJAVA -> process(bench, master, topic, rxJava(bench, master, topic, "plain"));
        case RXJAVA_BUFFERED ->
            process(bench, master, topic, rxJava(bench, master, topic, "buffered"));
        case NOTEBOOK ->
            process(
                bench,
                master,
                topic,
                Child.of(NotebookPeer.class, "768m", master.url(), bench.servers(), topic));
      };
    }

    @Override
    public String toString() {
      return switch (this) {
        case BRIDGE -> "this";
        case RXJAVA -> "mesos-rxjava";
        case RXJAVA_BUFFERED -> "mesos-rxjava, buffered";
        case NOTEBOOK -> "the notebook's way";
      };
    }

    private Peer process(Bench bench, FloodingMaster master, String topic, Child child) {
      master.awaitSubscriber();
      return new Peer(
          toString(), master, List.of(topic), bench.servers(), child::isAlive, child::time, child);
    }
  }

  private static Peer bridge(Bench bench, FloodingMaster master, String prefix) {
    BenchedBridge bridge =
        new BenchedBridge(prefix, bench.servers(), Optional.empty(), Map.of(), master);
    List<String> topics = List.of(bridge.topic("events"), bridge.topic("task-updates"));
    return new Peer("this", master, topics, bench.servers(), bridge::isAlive, bridge::time, bridge);
  }

  private static Child rxJava(Bench bench, FloodingMaster master, String topic, String buffer) {
    List<String> words = new ArrayList<>(List.of("-Xmx768m", ProcessTime.STEADY_COMPILERS));
    words.add("-classpath");
    words.add(BUILT.resolve("classes") + ":" + BUILT.resolve("lib") + "/*");
    words.add("io.mesosbridge.peers.RxJavaPeer");
    words.addAll(List.of(master.url(), bench.servers(), topic, MesosTexts.FRAMEWORK, buffer));
    return Child.java("RxJavaPeer", words);
  }

  /** Whether mesos-rxjava is there, which is built here; its libraries have to be had. */
  static boolean buildRxJava() throws IOException, InterruptedException {
    Path log = Files.createDirectories(Report.FOLDER).resolve("peers-build.log");
    return new ProcessBuilder("mvn", "-q", "-B", "-f", SOURCES.toString(), "compile")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor()
        == 0;
  }

  /** How many records it has written so far. */
  long written() {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", servers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      return consumer
          .endOffsets(topics.stream().map(topic -> new TopicPartition(topic, 0)).toList())
          .values()
          .stream()
          .mapToLong(end -> end)
          .sum();
    }
  }

  /** Whether it has written so many within that time. */
  boolean writes(long upTo, Duration within) {
    try {
      Awaitility.await()
          .atMost(within)
          .pollInterval(Duration.ofMillis(100))
          .until(() -> written() >= upTo);
      return true;
    } catch (ConditionTimeoutException late) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    process.close();
    master.close();
  }
}
