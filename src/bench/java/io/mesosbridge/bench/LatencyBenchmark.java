package io.mesosbridge.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How long after a record's last byte is on the socket a consumer has it, beside a record that a
 * bare producer sends instead, and how long until an update's ACKNOWLEDGE is there.
 */
final class LatencyBenchmark {

  private static final int[] RATES = {100, 1_000, 5_000};
  private static final Duration DURING = Duration.ofSeconds(Bench.sized(3));
  private static final int TASKS = 2_000;
  private static final String BARE = "bare producer";

  /** None has the number, and so the uuid, of another, nor of the flood's. */
  private static final AtomicInteger UPDATES = new AtomicInteger(1_000_000_000);

  private LatencyBenchmark() {}

  static void run(Bench bench) {
    List<BenchedBridge> bridges = bench.bridges(Map.of());
    var producer =
        bench.closing(
            new KafkaProducer<>(
                BaselineMain.producer(bench.servers()),
                new ByteArraySerializer(),
                new ByteArraySerializer()));
    String topic = bench.topic();
    bridges.forEach(bridge -> bridge.run(Load.EVENTS, Bench.sized(100_000)));
    bridges.forEach(bridge -> bridge.run(Load.UPDATES, Bench.sized(20_000)));
    List<Consumer<Report>> turns = new ArrayList<>();
    for (int rate : RATES) {
      String seen = "record to consumer, %d a second".formatted(rate);
      String acknowledged = "UPDATE to ACKNOWLEDGE, %d a second".formatted(rate);
      IntConsumer bare =
          number -> {
            byte[] value = MesosTexts.message(number, EventsBenchmark.BYTES).getBytes(UTF_8);
            var unused = producer.send(new ProducerRecord<>(topic, value));
          };
      turns.add(report -> report.add(seen, BARE, seen(bench, topic, rate, bare)));
      for (BenchedBridge bridge : bridges) {
        IntConsumer event =
            number -> bridge.master().send(MesosTexts.message(number, EventsBenchmark.BYTES));
        turns.add(
            report ->
                report.add(seen, bridge.name(), seen(bench, bridge.topic("events"), rate, event)));
        turns.add(
            report ->
                report.add(
                    acknowledged, bridge.name(), acknowledged(bridge.master(), rate, DURING)));
      }
    }
    turns.forEach(turn -> turn.accept(new Report("warm-up")));
    bench.rounds(turns);
    for (int rate : RATES) {
      for (String unit : List.of("ms p50", "ms p99")) {
        bench
            .report()
            .difference("record to consumer, %d a second".formatted(rate), "this", BARE, unit);
      }
    }
  }

  private static Histogram seen(Bench bench, String topic, int rate, IntConsumer send) {
    Paced paced = new Paced(rate, DURING);
    try (Tail tail = new Tail(bench.servers(), topic)) {
      tail.tell(record -> paced.arrived(MesosTexts.numberOfMessage(record.value())));
      return paced.run(send);
    }
  }

  /** From updates on the socket to their acknowledgements. */
  static Histogram acknowledged(FloodingMaster master, int rate, Duration during) {
    Paced paced = new Paced(rate, during);
    int first = UPDATES.getAndAdd(rate * (int) during.toSeconds());
    master.listen(
        call -> {
          JsonObject acknowledge = call.getJsonObject("acknowledge");
          if (acknowledge != null) {
            paced.arrived(MesosTexts.numberOfUpdate(acknowledge.getString("uuid")) - first);
          }
        });
    return paced.run(
        number ->
            master.send(
                MesosTexts.update(
                    "task-" + number % TASKS, "bench-S0", "TASK_RUNNING", first + number)));
  }
}
