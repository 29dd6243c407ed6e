package io.mesosbridge.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How many commands pass with a durable result, what each takes, and how long one needs from a
 * producer to its call on the wire; beside a loop that consumes records and produces their like.
 */
final class CommandsBenchmark {

  private static final int COUNT = Bench.sized(10_000);
  private static final int RATE = 500;
  private static final Duration DURING = Duration.ofSeconds(Bench.sized(4));
  private static final String LOOP = "consume-and-produce loop";
  private static final List<Load> LOADS =
      List.of(Load.KILLS, Load.MESSAGES, Load.LAUNCHES, Load.PLACED);

  private CommandsBenchmark() {}

  static void run(Bench bench) {
    List<BenchedBridge> bridges = bench.bridges(Map.of("bridge.framework.roles", "test"));
    Child baseline = bench.baseline();
    KafkaProducer<byte[], byte[]> producer =
        bench.closing(
            new KafkaProducer<>(
                Map.of("bootstrap.servers", bench.servers(), "linger.ms", 0),
                new ByteArraySerializer(),
                new ByteArraySerializer()));
    List<Consumer<Report>> turns = new ArrayList<>();
    turns.add(report -> loop(bench, baseline, producer, report));
    for (BenchedBridge bridge : bridges) {
      LOADS.forEach(load -> turns.add(report -> measure(bridge, load, report)));
      for (Load load : List.of(Load.KILLS, Load.MESSAGES)) {
        turns.add(
            report ->
                report.add(
                    "%s: produce to call, %d a second".formatted(load.name(), RATE),
                    bridge.name(),
                    onTheWire(bridge, load, producer)));
      }
    }
    turns.forEach(turn -> turn.accept(new Report("warm-up")));
    bench.rounds(turns);
    for (Load load : LOADS) {
      bench.report().ratio(load.toString(), "this", LOOP, LOOP, "a second");
      for (String unit : List.of("a second", "us CPU", "bytes")) {
        bench.report().ratio(load.toString(), "this", "against", unit);
      }
    }
  }

  private static void measure(BenchedBridge bridge, Load load, Report report) {
    Measured measured = bridge.run(load, COUNT);
    report.add(load.toString(), bridge.name(), "a second", measured.perSecond());
    report.add(load.toString(), bridge.name(), "us CPU", measured.cpuMicros());
    report.add(load.toString(), bridge.name(), "us of JIT", measured.compilerMicros());
    report.add(load.toString(), bridge.name(), "bytes", measured.bytes());
  }

  /** Takes what a bridge takes, KILLs, while they are written. */
  private static void loop(
      Bench bench, Child baseline, KafkaProducer<byte[], byte[]> producer, Report report) {
    String from = bench.topic();
    String to = bench.topic();
    ProcessTime before = baseline.time();
    CompletableFuture<Void> written =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < COUNT; i++) {
                byte[] kill = Load.KILLS.command(i).getBytes(UTF_8);
                var unused = producer.send(new ProducerRecord<>(from, kill));
              }
            });
    String[] answer = baseline.ask("loop %d %s %s".formatted(COUNT, from, to)).split(" ", 2);
    written.join();
    report.add(LOOP, LOOP, "a second", COUNT / Double.parseDouble(answer[0]));
    report.add(LOOP, LOOP, "us CPU", baseline.time().since(before).micros() / COUNT);
    bench.delete(from);
    bench.delete(to);
  }

  private static Histogram onTheWire(
      BenchedBridge bridge, Load load, KafkaProducer<byte[], byte[]> producer) {
    Paced paced = new Paced(RATE, DURING);
    bridge.master().listen(call -> paced.arrived(number(call)));
    return paced.run(
        number -> {
          byte[] command = load.command(number).getBytes(UTF_8);
          var unused = producer.send(new ProducerRecord<>(bridge.topic("commands"), command));
        });
  }

  private static int number(JsonObject call) {
    JsonObject id =
        switch (call.getString("type")) {
          case "KILL" -> call.getJsonObject("kill").getJsonObject("task_id");
          case "MESSAGE" -> call.getJsonObject("message").getJsonObject("executor_id");
          default -> new JsonObject().put("value", "none--1");
        };
    String text = id.getString("value");
    return Integer.parseInt(text.substring(text.indexOf('-') + 1));
  }
}
