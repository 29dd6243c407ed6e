package io.mesosbridge.bench;

import static io.mesosbridge.bench.MesosTexts.framed;

import io.mesosbridge.bench.Peer.Kind;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/**
 * The bridge beside what others would take: how fast, at what cost, how late; and what becomes of
 * each in those things that happen to a subscription.
 */
final class PeersBenchmark {

  private static final int COUNT = Bench.sized(30_000);
  private static final int PER_SECOND = 100;
  private static final Duration DURING = Duration.ofSeconds(Bench.sized(3));
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final double NONE_SOON = 3600;
  private static final String PASSES = "passes";

  /** What happens to a subscription. */
  private enum Scenario {
    RECONCILIATION("50,000 answers to a reconciliation at once"),
    LARGE_RECORD("a record of 8 MiB"),
    CUT_ANYWHERE("1,000 records in chunks of 1 to 700 bytes"),
    IDLE_MINUTE("a record after a minute without a byte, where none was promised"),
    FROZEN("no byte any more, where one was promised each second: subscribes anew within 30 s");

    private final String text;

    Scenario(String text) {
      this.text = text;
    }

    private String outcome(Peer peer) {
      return switch (this) {
        case RECONCILIATION ->
            gets(
                peer,
                IntStream.range(0, 50_000)
                    .mapToObj(task -> framed(MesosTexts.reconciled("r-" + task)))
                    .toList());
        case LARGE_RECORD -> gets(peer, List.of(framed(MesosTexts.message(0, 8 << 20))));
        case CUT_ANYWHERE -> gets(peer, cut(Collections.nCopies(1_000, SMALL), 700), 1_000);
        case IDLE_MINUTE -> {
          Awaitility.await("idle")
              .pollDelay(Duration.ofSeconds(Bench.sized(60)))
              .atMost(Duration.ofMinutes(2))
              .until(() -> true);
          yield gets(peer, List.of(SMALL));
        }
        case FROZEN -> {
          peer.master().expectAnother();
          yield peer.master().isSubscribed(PATIENCE) ? PASSES : "FAILS";
        }
      };
    }
  }

  private static final Buffer SMALL = framed(MesosTexts.message(0, EventsBenchmark.BYTES));

  private PeersBenchmark() {}

  static void run(Bench bench) throws IOException, InterruptedException {
    List<Kind> kinds = new ArrayList<>(List.of(Kind.BRIDGE, Kind.NOTEBOOK));
    if (Peer.buildRxJava()) {
      kinds.addAll(List.of(Kind.RXJAVA_BUFFERED, Kind.RXJAVA));
    } else {
      bench.report().say("mesos-rxjava is not here: see peers-build.log in " + Report.FOLDER);
    }
    List<Consumer<Report>> turns = new ArrayList<>();
    for (Kind kind : kinds) {
      if (kind != Kind.RXJAVA) { // a flood ends it: see RECONCILIATION
        Peer peer = bench.closing(kind.start(bench, NONE_SOON));
        int count = kind == Kind.NOTEBOOK ? COUNT / 10 : COUNT; // it is that much slower
        turns.add(report -> flood(peer, count, report));
        turns.add(
            report ->
                report.add(
                    "UPDATE to ACKNOWLEDGE, %d a second".formatted(PER_SECOND),
                    peer.name(),
                    LatencyBenchmark.acknowledged(peer.master(), PER_SECOND, DURING)));
      }
    }
    turns.forEach(turn -> turn.accept(new Report("warm-up")));
    bench.rounds(turns);
    for (Scenario scenario : Scenario.values()) {
      for (Kind kind : kinds) {
        try (Peer peer = kind.start(bench, scenario == Scenario.FROZEN ? 1 : NONE_SOON)) {
          String outcome = scenario.outcome(peer);
          bench
              .report()
              .say(
                  "%s: %s %s%s"
                      .formatted(
                          scenario.text,
                          peer.name(),
                          outcome,
                          peer.isAlive().getAsBoolean() ? "" : ", its process has ended"));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private static void flood(Peer peer, int count, Report report) {
    long before = peer.written();
    ProcessTime time = peer.time().get();
    long started = System.nanoTime();
    peer.master().floodMessages(count, EventsBenchmark.BYTES);
    if (!peer.writes(before + count, PATIENCE.multipliedBy(4))) {
      throw new IllegalStateException(
          "%s wrote %d of %d".formatted(peer.name(), peer.written() - before, count));
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    String what = Load.EVENTS.toString();
    report.add(what, peer.name(), "a second", count / seconds);
    report.add(what, peer.name(), "us CPU", peer.time().get().since(time).micros() / count);
  }

  private static String gets(Peer peer, List<Buffer> records) {
    return gets(peer, records, records.size());
  }

  private static String gets(Peer peer, List<Buffer> chunks, int records) {
    long before = peer.written();
    peer.master().flood(chunks);
    return peer.writes(before + records, PATIENCE)
        ? PASSES
        : "FAILS, has written %d of %d after %d s"
            .formatted(peer.written() - before, records, PATIENCE.toSeconds());
  }

  private static List<Buffer> cut(List<Buffer> records, int largest) {
    Buffer all = Buffer.buffer();
    records.forEach(all::appendBuffer);
    Random random = new Random(1);
    List<Buffer> chunks = new ArrayList<>();
    for (int at = 0; at < all.length(); at += chunks.get(chunks.size() - 1).length()) {
      chunks.add(all.slice(at, Math.min(all.length(), at + 1 + random.nextInt(largest))));
    }
    return chunks;
  }
}
