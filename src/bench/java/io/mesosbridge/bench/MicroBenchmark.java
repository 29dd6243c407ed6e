package io.mesosbridge.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mesosbridge.core.Outgoing;
import io.mesosbridge.core.Outgoing.Extras;
import io.mesosbridge.core.language.Command.Source;
import io.mesosbridge.core.language.CommandReader;
import io.mesosbridge.core.language.CommandReader.Reading;
import io.mesosbridge.core.mesos.Event;
import io.mesosbridge.core.mesos.Event.Slice;
import io.mesosbridge.core.mesos.EventReader;
import io.mesosbridge.kafka.Envelope;
import io.mesosbridge.kafka.Topics;
import io.mesosbridge.mesos.RecordDecoder;
import io.mesosbridge.mesos.RecordDecoder.BrokenStreamException;
import io.mesosbridge.testkit.Configs;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** The steps that each event, record or command takes, one by one. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MicroBenchmark {

  private static final int RECORDS = 64;
  private static final int MIB_64 = 64 << 20;

  private final ByteBuf chunk = Unpooled.buffer();
  private final Slice message = slice(MesosTexts.message(0, EventsBenchmark.BYTES));
  private final Slice offers = slice(MesosTexts.offers(0, 1));
  private final Slice update = slice(MesosTexts.update("task-1", "bench-S0", "TASK_RUNNING", 1));
  private final EventReader reader = new EventReader();
  private final CommandReader commands = new CommandReader(Optional.empty(), 100_000);
  private final Envelope envelope = new Envelope(new Topics(Configs.of(Map.of()).topics()));
  private final byte[] launch = Load.LAUNCHES.command(1).getBytes(UTF_8);
  private long sequence;

  /** Fills the chunk. */
  public MicroBenchmark() {
    IntStream.range(0, RECORDS)
        .forEach(
            number ->
                chunk.writeBytes(
                    MesosTexts.framed(MesosTexts.message(number, EventsBenchmark.BYTES))
                        .getBytes()));
  }

  private static Slice slice(String json) {
    return Slice.of(json.getBytes(UTF_8));
  }

  /** RecordIO: a record of 1,000 bytes in a chunk of 64. */
  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public void decoder(Blackhole sink) throws BrokenStreamException {
    new RecordDecoder(MIB_64, sink::consume).decode(chunk);
  }

  /** A MESSAGE event of 1,000 bytes. */
  @Benchmark
  public Event readerOfMessage() {
    return reader.read(message);
  }

  /** An OFFERS event of one offer. */
  @Benchmark
  public Event readerOfOffers() {
    return reader.read(offers);
  }

  /** An UPDATE event. */
  @Benchmark
  public Event readerOfUpdate() {
    return reader.read(update);
  }

  /** A record with its headers. */
  @Benchmark
  public ProducerRecord<byte[], byte[]> envelope() {
    return envelope.wrap(
        new Outgoing(
            Outgoing.Topic.EVENTS,
            MesosTexts.FRAMEWORK,
            new Outgoing.Type(true, "MESSAGE"),
            "stream/" + ++sequence,
            launch,
            new Outgoing.Source(MesosTexts.FRAMEWORK, "stream", sequence, 1),
            Extras.NONE,
            sequence));
  }

  /** A LAUNCH of one task. */
  @Benchmark
  public Reading parserOfLaunch() {
    return commands.read(launch, new Source("commands", 0, ++sequence, null));
  }
}
