package io.mesosbridge.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mesosbridge.sandbox.process.BridgeLauncher;
import io.mesosbridge.sandbox.process.BridgeProcess;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
final class BenchedBridge implements Closeable {

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
   * @param cpuMicros of all processors together, by the whole process but its JIT compilers
   * @param compilerMicros by these
   * @param bytes of heap, by the whole process
   * @param bytesByEvent of these, by threads that do the same for each, however fast they come
   */
  record Measured(
      double perSecond,
      double cpuMicros,
      double compilerMicros,
      double bytes,
      double bytesByEvent) {}

  private static final Map<Load, String> COMMANDS =
      Map.of(
          Load.COMMANDS,
          "{\"type\":\"KILL\",\"kill\":{\"task_id\":\"task-%d\",\"agent_id\":\"bench-S0\"}}",
          Load.FENCED,
          "{\"type\":\"MESSAGE\",\"message\":{\"agent_id\":\"bench-S0\","
              + "\"executor_id\":\"task-%d\",\"data\":\"QUFB\"}}");

  private static final int TASKS = 2_000;

  private final String name;
  private final String servers;
  private final FloodingMaster master = new FloodingMaster();
  private final BridgeProcess process;
  private final BridgeJvm jvm;

  /** Starts it and waits until it has subscribed. */
  BenchedBridge(String name, String servers, Optional<Path> jar, Map<String, String> properties) {
    this.name = name;
    this.servers = servers;
    BridgeLauncher launcher =
        BridgeLauncher.between(master.url(), servers)
            .withMaxHeap("768m")
            .withVariable("JAVA_TOOL_OPTIONS", ProcessTime.STEADY_COMPILERS)
            .with("bridge.topics.prefix", name + ".")
            .with("bridge.group-id", name)
            .with("bridge.framework.id", FloodingMaster.FRAMEWORK)
            .with("bridge.offers.hold", "PT1H");
    for (Map.Entry<String, String> property : properties.entrySet()) {
      launcher = launcher.with(property.getKey(), property.getValue());
    }
    process = jar.map(launcher::withJar).orElse(launcher).start();
    process.awaitReady(Duration.ofMinutes(1));
    master.awaitSubscriber();
    jvm = new BridgeJvm(process.pid());
  }

  String name() {
    return name;
  }

  /** Puts it under load, and waits until all of it has passed. */
  Measured run(Load load, int count) {
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
      ProcessTime cpu = ProcessTime.of(ProcessHandle.of(process.pid()).orElseThrow());
      int acknowledged = master.acknowledged();
      BridgeJvm.Bytes bytes = jvm.soFar();
      long started = System.nanoTime();
      switch (load) {
        case EVENTS -> master.floodMessages(count, EventsBenchmark.BYTES);
        case OFFERS -> master.floodOffers(count, 1);
        case OFFERS_OF_100 -> master.floodOffers(count, 100);
        case UPDATES -> master.floodUpdates(count, Math.min(count, TASKS));
        case COMMANDS, FENCED -> sendCommands(COMMANDS.get(load), count);
      }
      await(consumer, partition, before + count);
      if (load == Load.UPDATES) {
        await("acknowledged", () -> master.acknowledged() - acknowledged == count);
      }
      double seconds = (System.nanoTime() - started) / 1e9;
      ProcessTime time = ProcessTime.of(ProcessHandle.of(process.pid()).orElseThrow()).since(cpu);
      BridgeJvm.Bytes allocated = jvm.soFar().since(bytes);
      Measured measured =
          new Measured(
              count / seconds,
              time.micros() / count,
              time.compilerMicros() / count,
              allocated.all() / (double) count,
              allocated.byEvent() / (double) count);
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
    jvm.close();
    process.close();
    master.close();
  }
}
