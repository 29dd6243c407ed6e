package io.mesosbridge.bench;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;

/** What every part needs: a broker, the builds of the bridge, baselines, rounds that end. */
final class Bench implements Closeable {

  /** Another build's {@code quarkus-run.jar}, measured in turns with this one. */
  static final Optional<Path> AGAINST =
      Optional.ofNullable(System.getProperty("bench.against"))
          .filter(path -> !path.isBlank())
          .map(Path::of);

  static final Duration LONGEST =
      Duration.ofSeconds(
          (long) (60 * Double.parseDouble(System.getProperty("bench.minutes", "4"))));
  private static final int MOST_ROUNDS = Integer.getInteger("bench.rounds", 9);

  /** All counts are multiplied by it: less than 1 for a quick look. */
  private static final double SIZE = Double.parseDouble(System.getProperty("bench.size", "1"));

  private final Report report;
  private final Child broker = Child.of(BrokerMain.class, "1g");
  private final String servers = broker.ask("servers");
  private final List<Closeable> closed = new ArrayList<>();
  private final Admin admin = Admin.create(Map.of("bootstrap.servers", servers));
  private int topics;

  Bench(String part) {
    report = new Report(part);
  }

  /** That many, but for what the whole run is to be larger or smaller. */
  static int sized(int count) {
    return Math.max(1, (int) (count * SIZE));
  }

  Report report() {
    return report;
  }

  String servers() {
    return servers;
  }

  /** This build, and the other if there is one. */
  List<BenchedBridge> bridges(Map<String, String> properties) {
    return bridges("", properties);
  }

  /** The same with something behind their names. */
  List<BenchedBridge> bridges(String suffix, Map<String, String> properties) {
    List<BenchedBridge> bridges = new ArrayList<>();
    bridges.add(closing(new BenchedBridge("this" + suffix, servers, Optional.empty(), properties)));
    AGAINST.ifPresent(
        jar ->
            bridges.add(
                closing(new BenchedBridge("against" + suffix, servers, AGAINST, properties))));
    return bridges;
  }

  /** What Kafka's clients do on their own. */
  Child baseline() {
    return closing(Child.of(BaselineMain.class, "768m", servers));
  }

  <T extends Closeable> T closing(T resource) {
    closed.add(0, resource);
    return resource;
  }

  /** A new topic of one partition. */
  String topic() {
    String name = "bench-" + ++topics;
    await(admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all());
    return name;
  }

  /** Gives its room on the disk back. */
  void delete(String topic) {
    await(admin.deleteTopics(List.of(topic)).all());
  }

  private static void await(KafkaFuture<Void> done) {
    try {
      done.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Repeats what is to be repeated, each time in the opposite order, until there are enough rounds
   * or the time is over, which ends no round before it is complete.
   */
  void rounds(List<Consumer<Report>> turns) {
    long end = System.nanoTime() + LONGEST.toNanos();
    List<Consumer<Report>> order = new ArrayList<>(turns);
    for (int round = 1; round <= MOST_ROUNDS && (round == 1 || System.nanoTime() < end); round++) {
      System.out.printf("%s, round %d%n", report.part(), round);
      order.forEach(turn -> turn.accept(report));
      Collections.reverse(order);
    }
  }

  @Override
  public void close() throws IOException {
    for (Closeable each : closed) {
      each.close();
    }
    admin.close();
    broker.close();
  }
}
