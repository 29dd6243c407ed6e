package io.mesosbridge.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mesosbridge.sandbox.kafka.SandboxBroker;
import io.mesosbridge.sandbox.process.BridgeLauncher;
import io.mesosbridge.sandbox.process.BridgeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** One build of the bridge with a master and topics of its own, and what it needed so far. */
final class BenchedBridge implements AutoCloseable {

  /** What is measured. */
  enum Load {
    EVENTS("events of 1,000 bytes published"),
    OFFERS("offers published, one an event"),
    OFFERS_OF_100("offers published, 100 an event"),
    UPDATES("updates published and acknowledged"),
    COMMANDS("commands (KILL) with result"),
    FENCED("commands with an intent (MESSAGE) with result");

    private final String text;

    Load(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * One round: how fast, and what was used for one.
   *
   * @param cpuMicros of all processors together, by the whole process
   * @param bytes of heap, by the whole process
   * @param bytesByEvent of these, by threads that do the same for each, however fast they come
   */
  record Measured(double perSecond, double cpuMicros, double bytes, double bytesByEvent) {}

  private static final Map<Load, String> COMMANDS =
      Map.of(
          Load.COMMANDS,
          "{\"type\":\"KILL\",\"kill\":{\"task_id\":\"task-%d\",\"agent_id\":\"bench-S0\"}}",
          Load.FENCED,
          "{\"type\":\"MESSAGE\",\"message\":{\"agent_id\":\"bench-S0\","
              + "\"executor_id\":\"task-%d\",\"data\":\"QUFB\"}}");

  private final String name;
  private final String servers;
  private final FloodingMaster master = new FloodingMaster();
  private final BridgeProcess process;
  private final Allocations allocations;
  private final Map<Load, List<Measured>> rounds = new EnumMap<>(Load.class);

  /** Starts it and waits until it has subscribed. */
  BenchedBridge(String name, SandboxBroker broker, Optional<Path> jar) {
    this.name = name;
    this.servers = broker.bootstrapServers();
    BridgeLauncher launcher =
        BridgeLauncher.between(master.url(), servers)
            .withMaxHeap("768m")
            .with("bridge.topics.prefix", name + ".")
            .with("bridge.group-id", name)
            .with("bridge.framework.id", FloodingMaster.FRAMEWORK)
            .with("bridge.offers.hold", "PT1H");
    process = jar.map(launcher::withJar).orElse(launcher).start();
    process.awaitReady(Duration.ofMinutes(1));
    master.awaitSubscriber();
    allocations = new Allocations(process.pid());
  }

  String name() {
    return name;
  }

  /** All that was measured and counted. */
  List<Measured> rounds(Load load) {
    return rounds.getOrDefault(load, List.of());
  }

  /** Puts it under load, and remembers what came of it unless this only warms up. */
  Measured run(Load load, int count, boolean counts) {
    TopicPartition partition =
        switch (load) {
          case EVENTS -> new TopicPartition(name + ".events", 0);
          case OFFERS, OFFERS_OF_100 -> new TopicPartition(name + ".offers", 0);
          case UPDATES -> new TopicPartition(name + ".task-updates", 0);
          case COMMANDS, FENCED -> new TopicPartition(name + ".command-results", 0);
        };
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", servers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      long before = consumer.endOffsets(List.of(partition)).get(partition);
      Duration cpu = process.cpu();
      int acknowledged = master.acknowledged();
      Allocations.Bytes bytes = allocations.soFar();
      long started = System.nanoTime();
      switch (load) {
        case EVENTS -> master.floodMessages(count, EventsBenchmark.BYTES);
        case OFFERS -> master.floodOffers(count, 1);
        case OFFERS_OF_100 -> master.floodOffers(count, 100);
        case UPDATES -> master.floodUpdates(count, Math.min(count, EventsBenchmark.TASKS));
        case COMMANDS, FENCED -> sendCommands(COMMANDS.get(load), count);
      }
      await(consumer, partition, before + count);
      if (load == Load.UPDATES) {
        await("acknowledged", () -> master.acknowledged() - acknowledged == count);
      }
      double seconds = (System.nanoTime() - started) / 1e9;
      double micros = process.cpu().minus(cpu).toNanos() / 1e3;
      Allocations.Bytes allocated = allocations.soFar().since(bytes);
      Measured measured =
          new Measured(
              count / seconds,
              micros / count,
              allocated.all() / (double) count,
              allocated.byEvent() / (double) count);
      if (counts) {
        rounds.computeIfAbsent(load, any -> new ArrayList<>()).add(measured);
      }
      if (load == Load.OFFERS || load == Load.OFFERS_OF_100) {
        master.rescindOffers(count);
        await(consumer, partition, before + 2L * count);
      }
      return measured;
    }
  }

  private static void await(
      KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long end) {
    await(
        partition + " at " + end,
        () -> consumer.endOffsets(List.of(partition)).get(partition) >= end);
  }

  private static void await(String what, Callable<Boolean> over) {
    Awaitility.await(what)
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofMinutes(3))
        .until(over);
  }

  /** How often its process has asked Linux to write something. */
  long writes() throws IOException {
    try (Stream<String> counters = Files.lines(Path.of("/proc/" + process.pid() + "/io"))) {
      return counters
          .filter(counter -> counter.startsWith("syscw: "))
          .mapToLong(counter -> Long.parseLong(counter.substring("syscw: ".length())))
          .sum();
    }
  }

  private void sendCommands(String command, int count) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < count; i++) {
        byte[] value = command.formatted(i).getBytes(UTF_8);
        var unused =
            producer.send(
                new ProducerRecord<>(name + ".commands", value),
                (at, failure) -> {
                  if (failure != null) {
                    System.err.println(
                        "a command was not written, its result will not come: " + failure);
                  }
                });
      }
    }
  }

  @Override
  public void close() {
    allocations.close();
    process.close();
    master.close();
  }
}
