package io.mesosbridge.bench;

import io.mesosbridge.bench.BenchedBridge.Load;
import io.mesosbridge.bench.BenchedBridge.Measured;
import io.mesosbridge.sandbox.kafka.SandboxBroker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.tools.ProducerPerformance;

/**
 * How fast events, updates and commands pass, and what of processors and heap they need, in turns
 * with Kafka's own {@link ProducerPerformance} on the same broker and, with {@code
 * -Dbench.other=<quarkus-run.jar>}, with another build of the bridge. Prints medians, quartiles and
 * ratios of the rounds.
 */
public final class EventsBenchmark {

  static final int BYTES = Integer.getInteger("bench.bytes", 1_000);
  static final int TASKS = Integer.getInteger("bench.tasks", 2_000);

  private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
  private static final int RECORDS = Integer.getInteger("bench.records", 200_000);
  private static final Map<Load, Integer> COUNTS =
      Map.of(
          Load.EVENTS, RECORDS,
          Load.OFFERS, Integer.getInteger("bench.offers", 40_000),
          Load.OFFERS_OF_100, Integer.getInteger("bench.offers", 40_000),
          Load.UPDATES, Integer.getInteger("bench.updates", 40_000),
          Load.COMMANDS, Integer.getInteger("bench.commands", 20_000),
          Load.FENCED, Integer.getInteger("bench.commands", 20_000));

  private EventsBenchmark() {}

  /** Runs all of it; takes a few minutes at most. */
  public static void main(String[] arguments) throws Exception {
    Optional<Path> other = Optional.ofNullable(System.getProperty("bench.other")).map(Path::of);
    List<BenchedBridge> bridges = new ArrayList<>();
    try (SandboxBroker broker = SandboxBroker.create().start()) {
      try {
        bridges.add(new BenchedBridge("this", broker, Optional.empty()));
        other.ifPresent(jar -> bridges.add(new BenchedBridge("other", broker, other)));
        run(broker, bridges);
      } finally {
        bridges.forEach(BenchedBridge::close);
      }
    }
  }

  private static void run(SandboxBroker broker, List<BenchedBridge> bridges) throws Exception {
    List<Double> kafka = new ArrayList<>();
    List<BenchedBridge> turns = new ArrayList<>(bridges);
    for (int round = 0; round <= ROUNDS; round++) {
      boolean counts = round > 0;
      double producer = producerPerformance(broker, round);
      if (counts) {
        kafka.add(producer);
      }
      System.out.printf(
          "round %d%s: ProducerPerformance %.0f/s%n",
          round, counts ? "" : " (warm-up, not counted)", producer);
      Collections.reverse(turns);
      for (Load load : Load.values()) {
        for (BenchedBridge bridge : turns) {
          Measured measured = bridge.run(load, COUNTS.get(load), counts);
          System.out.printf(
              "  %s, %s: %.0f/s, %.1f us CPU, %.0f bytes%n",
              bridge.name(), load, measured.perSecond(), measured.cpuMicros(), measured.bytes());
        }
      }
    }
    System.out.printf(
        "%d rounds of %s; median [quartiles]%nProducerPerformance: %s/s%n",
        ROUNDS, COUNTS, spread(kafka));
    for (Load load : Load.values()) {
      for (BenchedBridge bridge : bridges) {
        System.out.printf(
            "%s, %s: %s/s, %s us CPU, %s bytes%n",
            bridge.name(),
            load,
            spread(each(bridge, load, Measured::perSecond)),
            spread(each(bridge, load, Measured::cpuMicros)),
            spread(each(bridge, load, Measured::bytes)));
      }
      if (bridges.size() > 1) {
        System.out.printf(
            "this to other, %s: rate %s, CPU %s, bytes %s%n",
            load,
            spread(ratios(bridges, load, Measured::perSecond)),
            spread(ratios(bridges, load, Measured::cpuMicros)),
            spread(ratios(bridges, load, Measured::bytes)));
      }
    }
    System.out.printf(
        "events to ProducerPerformance: %s%n",
        spread(ratios(each(bridges.get(0), Load.EVENTS, Measured::perSecond), kafka)));
  }

  private static List<Double> each(
      BenchedBridge bridge, Load load, ToDoubleFunction<Measured> value) {
    return bridge.rounds(load).stream().mapToDouble(value).boxed().toList();
  }

  private static List<Double> ratios(
      List<BenchedBridge> bridges, Load load, ToDoubleFunction<Measured> value) {
    return ratios(each(bridges.get(0), load, value), each(bridges.get(1), load, value));
  }

  private static List<Double> ratios(List<Double> ones, List<Double> others) {
    return IntStream.range(0, ones.size()).mapToObj(i -> ones.get(i) / others.get(i)).toList();
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
    return RECORDS / ((System.nanoTime() - started) / 1e9);
  }

  private static String spread(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(value -> value).sorted().toArray();
    return IntStream.of(sorted.length / 2, sorted.length / 4, sorted.length * 3 / 4)
        .mapToObj(at -> "%.4g".formatted(sorted[at]))
        .collect(
            Collectors.collectingAndThen(
                Collectors.toList(), q -> "%s [%s, %s]".formatted(q.get(0), q.get(1), q.get(2))));
  }
}
