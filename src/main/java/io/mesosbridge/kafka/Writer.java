package io.mesosbridge.kafka;

import io.mesosbridge.kafka.Lane.Pending;
import io.mesosbridge.kafka.ProducerThread.Attempt;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * Writes records without ever blocking its caller, each topic in a {@link Lane} of its own: one
 * that was deleted, has no leader or is refused holds up nothing but itself.
 *
 * <p>The producers must have {@code max.block.ms=0}: one that waits for the metadata of a topic
 * holds up all of them. All methods are called on the host's context, and callbacks run there.
 */
public final class Writer {

  private static final long TOLD_AFTER_NANOS = 2_000_000_000L;

  private final Host host;
  private final Bounds bounds;
  private final ProducerThread thread;
  private final WriterMetrics metrics;
  private final RefusedRecords refusals = new RefusedRecords();
  private final OwnRecords own = new OwnRecords();
  private final Map<String, Lane> lanes = new HashMap<>();
  private final Promise<Void> ended = Promise.promise();
  private long bytes;
  private int records;
  private boolean closed;
  private boolean ending;

  /** What surrounds a writer. */
  public interface Host {

    /** Runs a task on the thread that calls the writer, in order; called on any thread. */
    void onContext(Runnable task);

    /** Runs a task on that thread after a while of at least a millisecond. */
    void later(Duration delay, Runnable task);

    /** Asked before each record is given to the producer, on any thread. */
    boolean mayWrite();
  }

  /**
   * How much and for how long.
   *
   * @param windowBytes of one topic may be with the producer, or else one record
   * @param whileUnknown how long a record that need not be written waits for its topic to be there
   * @param whileAway how long such a record waits before Kafka was heard at all
   */
  public record Bounds(long windowBytes, Duration whileUnknown, Duration whileAway) {

    /** For ever; nanoseconds of it still fit. */
    static final Duration NO_END = Duration.ofNanos(Long.MAX_VALUE);
  }

  /**
   * Makes a producer, which takes a while, and may make others in its place; the name is that of
   * its thread and in its metrics.
   */
  public Writer(Producers producers, String name, Host host, Bounds bounds, MeterRegistry meters) {
    this.host = host;
    this.bounds = bounds;
    this.thread =
        new ProducerThread(new RenewedProducer(producers, name), name, host, this::answered);
    this.metrics = new WriterMetrics(name, meters);
  }

  /**
   * Writes a record; order per topic and partition is the order of the calls.
   *
   * @param done told on the context: metadata, or why the record will never be written
   */
  public void publish(ProducerRecord<byte[], byte[]> record, Callback done) {
    add(record, done, false);
  }

  /**
   * Writes a record however often Kafka refuses it, unless it is too large; those for the same
   * topic that come after it wait for it. One of which Kafka says that it has it already, but not
   * where, as after a broker's restart, is written once more: a result is looked for in its place.
   *
   * @param done told on the context: metadata, or that the record is too large
   */
  public void publishSurely(ProducerRecord<byte[], byte[]> record, Callback done) {
    add(record, done, true);
  }

  private void add(ProducerRecord<byte[], byte[]> record, Callback done, boolean insists) {
    if (!closed) {
      Lane lane = lanes.computeIfAbsent(record.topic(), Lane::new);
      Pending pending = new Pending(lane, record, done, insists, System.nanoTime());
      lane.add(pending);
      bytes += pending.size;
      records++;
      flow(lane);
    }
  }

  private void flow(Lane lane) {
    if (!ending) {
      Pending pending = lane.handOver(bounds.windowBytes);
      while (pending != null) {
        thread.give(pending);
        pending = lane.handOver(bounds.windowBytes);
      }
    }
  }

  /** What Kafka refuses now, and why; empty when it refuses nothing. */
  public Optional<String> refusal() {
    return refusals.present();
  }

  /** Where the records stand that were written. */
  public OwnRecords own() {
    return own;
  }

  /** Bytes that await Kafka. */
  public long inFlightBytes() {
    return bytes;
  }

  /** Bytes of this topic that await Kafka. */
  public long inFlightBytes(String topic) {
    Lane lane = lanes.get(topic);
    return lane == null ? 0 : lane.bytes();
  }

  /** Records that await Kafka. */
  public int inFlightRecords() {
    return records;
  }

  /** How long the oldest record has been waiting for Kafka; zero when none is. */
  public Duration oldestWait() {
    Stream<Duration> waits = lanes.keySet().stream().map(this::oldestWait);
    return waits.max(Duration::compareTo).orElse(Duration.ZERO);
  }

  /** How long the oldest record of this topic has been waiting for Kafka; zero when none is. */
  public Duration oldestWait(String topic) {
    Lane lane = lanes.get(topic);
    return Duration.ofNanos(lane == null ? 0 : System.nanoTime() - lane.oldest().sinceNanos);
  }

  /**
   * Ends the writer. What Kafka has not confirmed after the grace is given up, and nobody is told
   * of it: with no grace at all, a leader that lost its place writes nothing more.
   *
   * @return completed when the producer is closed; returns at once
   */
  public Future<Void> close(Duration grace) {
    boolean first = !closed;
    closed = true;
    if (grace.isZero()) {
      abandon();
    } else if (first) {
      host.later(grace, this::abandon);
    }
    endIfDone();
    return ended.future();
  }

  private void abandon() {
    thread.abandon();
    end();
  }

  private void endIfDone() {
    if (closed && records == 0) {
      end();
    }
  }

  private void end() {
    if (!ending) {
      ending = true;
      thread.close().onComplete(closing -> ended.handle(closing));
    }
  }

  private void answered(Attempt attempt) {
    Pending pending = attempt.pending();
    if (attempt.isLast()) {
      pending.lane.takeBack(pending);
      switch (attempt.fate()) {
        case CONFIRMED -> confirmed(pending, attempt.metadata());
        case REFUSED -> refused(pending, attempt.metadata(), attempt.failure());
        case NOT_TAKEN -> notTaken(pending, attempt.failure());
        case DROPPED -> remove(pending);
      }
      flow(pending.lane);
      endIfDone();
    }
  }

  private void confirmed(Pending pending, RecordMetadata metadata) {
    own.add(metadata);
    metrics.confirmed(System.nanoTime() - pending.sinceNanos);
    Lane lane = pending.lane;
    refusals.written(lane.topic);
    lane.works(pending);
    boolean isOfUnknownPlace = pending.insists && !metadata.hasOffset();
    if (isOfUnknownPlace || lane.isOvertaken(pending)) {
      lane.repeat(pending);
    } else {
      settle(pending, metadata, null);
    }
  }

  private void refused(Pending pending, RecordMetadata metadata, Exception failure) {
    if (!closed) {
      metrics.refused();
      refusals.refused(pending.lane.topic, pending.size, failure);
    }
    if (pending.insists && !(failure instanceof RecordTooLargeException)) {
      rest(pending);
    } else {
      pending.lane.passes(pending);
      settle(pending, metadata, failure);
    }
  }

  private void notTaken(Pending pending, Exception failure) {
    Lane lane = pending.lane;
    boolean unknown = KafkaTrouble.isUnknownTopic(failure);
    boolean isLong = lane.troubledNanos(System.nanoTime()) > TOLD_AFTER_NANOS;
    if (rest(pending) && unknown && isLong && !closed) {
      refusals.refused(lane.topic, pending.size, failure);
    }
    giveUpOld(lane, unknown ? bounds.whileUnknown : bounds.whileAway, failure);
  }

  private void giveUpOld(Lane lane, Duration patience, Exception failure) {
    long now = System.nanoTime();
    Pending pending = lane.oldest();
    while (pending != null && now - pending.sinceNanos >= patience.toNanos()) {
      Pending following = pending.after();
      if (!pending.insists && !pending.handed) {
        metrics.refused();
        settle(pending, null, failure);
      }
      pending = following;
    }
  }

  private boolean rest(Pending pending) {
    Lane lane = pending.lane;
    long millis = lane.rest(pending, System.nanoTime());
    if (millis > 0) {
      host.later(Duration.ofMillis(millis), () -> probe(lane));
    }
    return millis > 0;
  }

  private void probe(Lane lane) {
    Pending pending = ending || lane.isEmpty() ? null : lane.probe();
    if (pending == null) {
      flow(lane);
    } else {
      thread.give(pending);
    }
  }

  private void settle(Pending pending, RecordMetadata metadata, Exception failure) {
    remove(pending);
    if (!closed) {
      pending.done.onCompletion(metadata, failure);
    }
  }

  private void remove(Pending pending) {
    Lane lane = pending.lane;
    lane.remove(pending);
    bytes -= pending.size;
    records--;
    if (lane.isEmpty()) {
      lanes.remove(lane.topic);
    }
  }
}
