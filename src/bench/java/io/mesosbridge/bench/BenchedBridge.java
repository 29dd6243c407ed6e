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
import java.util.function.Supplier;
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

  private static final int TASKS = 2_000;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final String name;
  private final String servers;
  private final FloodingMaster master;
  private final BridgeLauncher launcher;
  private BridgeProcess process;
  private BridgeJvm jvm;
  private int tasks = TASKS;
  private int firstTask;
  private int offers = 100;

  /** Of commands, and of offers for them: none comes twice. */
  private int numbers;

  private int launched;

  /** Starts it and waits until it has subscribed. */
  BenchedBridge(String name, String servers, Optional<Path> jar, Map<String, String> properties) {
    this(name, servers, jar, properties, new FloodingMaster(3600));
  }

  /** The same with that master. */
  BenchedBridge(
      String name,
      String servers,
      Optional<Path> jar,
      Map<String, String> properties,
      FloodingMaster master) {
    this.name = name;
    this.master = master;
    this.servers = servers;
    BridgeLauncher common =
        BridgeLauncher.between(master.url(), servers)
            .withMaxHeap("768m")
            .withVariable("JAVA_TOOL_OPTIONS", ProcessTime.STEADY_COMPILERS)
            .with("bridge.topics.prefix", name + ".")
            .with("bridge.group-id", name)
            .with("bridge.framework.id", MesosTexts.FRAMEWORK)
            .with("bridge.offers.hold", "PT1H")
            // what a flood brings has to reach Kafka, however long that takes
            .with("bridge.publish.max-in-flight-bytes", "256M");
    for (Map.Entry<String, String> property : properties.entrySet()) {
      common = common.with(property.getKey(), property.getValue());
    }
    launcher = jar.map(common::withJar).orElse(common);
    process = launcher.start();
    process.awaitReady(Duration.ofMinutes(1));
    master.awaitSubscriber();
    jvm = new BridgeJvm(process.pid());
  }

  String name() {
    return name;
  }

  FloodingMaster master() {
    return master;
  }

  /** The name of its topic. */
  String topic(String suffix) {
    return name + "." + suffix;
  }

  BridgeJvm jvm() {
    return jvm;
  }

  BridgeProcess process() {
    return process;
  }

  /** From here on so many offers are there while launches are placed. */
  void keepOffers(int kept) {
    offers = kept;
  }

  /** It has so many live tasks, which the updates from here on are about. */
  void fill(int liveTasks) {
    tasks = liveTasks;
    firstTask = 0;
    run(Load.UPDATES, tasks);
  }

  /** How long after the leader was killed another one subscribes, who stood by. */
  Duration takeOver() {
    BridgeProcess standBy = launcher.start();
    standBy.awaitReady(PATIENCE);
    Awaitility.await("tables read").pollDelay(Duration.ofSeconds(4)).until(standBy::isAlive);
    jvm.close();
    return replacedBy(
        () -> {
          process.kill9();
          return standBy;
        });
  }

  /** How long after its start another one subscribes, when the leader has left in good order. */
  Duration coldStart() {
    jvm.close();
    process.terminate(PATIENCE);
    return replacedBy(launcher::start);
  }

  private Duration replacedBy(Supplier<BridgeProcess> successor) {
    master.expectAnother();
    long before = System.nanoTime();
    process = successor.get();
    master.awaitSubscriber();
    Duration taken = Duration.ofNanos(System.nanoTime() - before);
    process.awaitReady(PATIENCE);
    jvm = new BridgeJvm(process.pid());
    return taken;
  }

  /** Puts it under load, and waits until all of it has passed. */
  Measured run(Load load, int count) {
    TopicPartition partition = new TopicPartition(topic(load.topic()), 0);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", servers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      prepare(load, count, consumer);
      long before = consumer.endOffsets(List.of(partition)).get(partition);
      ProcessTime cpu = time();
      int acknowledged = master.acknowledged();
      BridgeJvm.Bytes bytes = jvm.soFar();
      double loopBefore = jvm.loopMicros();
      long started = System.nanoTime();
      switch (load) {
        case EVENTS -> master.floodMessages(count, EventsBenchmark.BYTES);
        case OFFERS -> master.floodOffers(0, count, 1);
        case OFFERS_OF_100 -> master.floodOffers(0, count, 100);
        case UPDATES -> floodUpdates(count);
        case KILLS, MESSAGES, LAUNCHES, PLACED -> sendCommands(load, count);
      }
      await(consumer, partition, before + count);
      if (load == Load.UPDATES) {
        await("acknowledged", () -> master.acknowledged() - acknowledged == count);
      }
      double seconds = (System.nanoTime() - started) / 1e9;
      ProcessTime time = time().since(cpu);
      BridgeJvm.Bytes allocated = jvm.soFar().since(bytes);
      double loop = jvm.loopMicros() - loopBefore;
      tidy(load, count, consumer);
      return new Measured(
          count / seconds,
          time.micros() / count,
          time.compilerMicros() / count,
          loop / count,
          allocated.all() / (double) count,
          allocated.byEvent() / (double) count);
    }
  }

  private void floodUpdates(int count) {
    master.floodUpdates(count, firstTask, Math.min(count + firstTask, tasks));
    firstTask = tasks > TASKS ? (firstTask + count) % tasks : 0;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What its process took so far. */
  ProcessTime time() {
    return ProcessTime.of(ProcessHandle.of(process.pid()).orElseThrow());
  }

  /** Offers are there before commands use them. */
  private void prepare(Load load, int count, KafkaConsumer<byte[], byte[]> consumer) {
    TopicPartition partition = new TopicPartition(topic(Load.OFFERS.topic()), 0);
    long before = consumer.endOffsets(List.of(partition)).get(partition);
    if (load == Load.LAUNCHES) {
      master.floodOffers(numbers, count, 1);
      await(consumer, partition, before + count);
    } else if (load == Load.PLACED) {
      master.keepOffers(offers);
      await(consumer, partition, before + offers);
    }
  }

  /** Nothing is left that would make the next round another one. */
  private void tidy(Load load, int count, KafkaConsumer<byte[], byte[]> consumer) {
    TopicPartition partition = new TopicPartition(topic(Load.OFFERS.topic()), 0);
    switch (load) {
      case OFFERS, OFFERS_OF_100 -> {
        long before = consumer.endOffsets(List.of(partition)).get(partition);
        master.rescindOffers(0, count);
        await(consumer, partition, before + count);
      }
      case LAUNCHES, PLACED -> {
        await("launched", () -> master.launched() >= launched + count);
        launched = master.launched();
        int ended = master.acknowledged() + count;
        master.rescindKept();
        master.endTasks();
        await("ended", () -> master.acknowledged() >= ended);
      }
      default -> {
        // nothing stays
      }
    }
  }

  private void await(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long end) {
    await(
        partition + " at " + end,
        () -> consumer.endOffsets(List.of(partition)).get(partition) >= end);
  }

  private void await(String what, Callable<Boolean> over) {
    int subscriptions = master.subscriptions();
    Awaitility.await(what)
        .pollInterval(Duration.ofMillis(20))
        .atMost(PATIENCE)
        .failFast(
            name + " subscribed anew: offers are gone; is this machine too busy?",
            () -> master.subscriptions() > subscriptions)
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

  private void sendCommands(Load load, int count) {
    int first = numbers;
    numbers += count;
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", servers),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = first; i < first + count; i++) {
        var unused =
            producer.send(
                new ProducerRecord<>(topic("commands"), load.command(i).getBytes(UTF_8)),
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
