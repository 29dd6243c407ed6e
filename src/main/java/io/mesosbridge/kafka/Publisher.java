package io.mesosbridge.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jboss.logging.Logger;

/**
 * Writes records without ever blocking its caller: a thread of its own calls the producer, since
 * {@code send} waits for metadata, and confirmations come back in batches on the caller's context.
 *
 * <p>All methods are called on that context, and callbacks run there.
 */
public final class Publisher {

  private static final Logger LOG = Logger.getLogger(Publisher.class);

  private final Producer<byte[], byte[]> producer;
  private final BooleanSupplier mayWrite;
  private final ExecutorService sender;
  private final Handoff<PendingRecord> toProducer;
  private final Handoff<Runnable> toContext;
  private final Counter failures;
  private final Timer confirmations;
  private final RefusedRecords refusals = new RefusedRecords();
  private final HeldBack heldBack = new HeldBack();
  private final Consumer<Runnable> later;
  private final ArrayDeque<PendingRecord> awaiting = new ArrayDeque<>();
  private long bytes;
  private long number;
  private int records;
  private boolean closed;

  /**
   * Takes over the producer.
   *
   * @param context runs what it is given in order, on the thread that calls this publisher
   * @param later runs what it is given on that thread as well, after a while
   * @param mayWrite asked before each record is handed over; may be called on any thread
   */
  public Publisher(
      Producer<byte[], byte[]> producer,
      String name,
      Executor context,
      Consumer<Runnable> later,
      BooleanSupplier mayWrite,
      MeterRegistry meters) {
    this.producer = producer;
    this.later = later;
    this.mayWrite = mayWrite;
    this.sender = Executors.newSingleThreadExecutor(task -> daemon(task, name));
    this.toProducer = new Handoff<>(sender, this::send);
    this.toContext = new Handoff<>(context, Runnable::run);
    this.failures = meters.counter("bridge.publish.failures", "producer", name);
    this.confirmations = meters.timer("bridge.publish.confirmations", "producer", name);
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, "bridge-publisher-" + name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Writes a record; order per topic and partition is the order of the calls.
   *
   * @param done told on the context: metadata, or why the record will never be written
   */
  public void publish(ProducerRecord<byte[], byte[]> record, Callback done) {
    add(new PendingRecord(record, done, false, number++));
  }

  /**
   * Writes a record however often Kafka refuses it, unless it is too large; those for the same
   * topic that come after it wait for it.
   *
   * @param done told on the context: metadata, or that the record is too large
   */
  public void publishSurely(ProducerRecord<byte[], byte[]> record, Callback done) {
    add(new PendingRecord(record, done, true, number++));
  }

  private void add(PendingRecord pending) {
    if (closed) {
      return;
    }
    bytes += pending.size;
    records++;
    awaiting.add(pending);
    if (heldBack.has(pending.topic())) {
      heldBack.add(pending);
    } else {
      toProducer.offer(pending);
    }
  }

  /** Bytes that await Kafka. */
  public long inFlightBytes() {
    return bytes;
  }

  /** Records that await Kafka. */
  public int inFlightRecords() {
    return records;
  }

  /** How long the oldest record has been waiting for Kafka; zero when none is. */
  public Duration oldestWait() {
    PendingRecord oldest = awaiting.peek();
    return oldest == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - oldest.sinceNanos);
  }

  /**
   * Ends the publisher. What Kafka has not confirmed after the grace is given up, and nobody is
   * told of it: with no grace at all, a leader that lost its place writes nothing more.
   *
   * @return completed when the producer is closed; returns at once
   */
  public Future<Void> close(Duration grace) {
    closed = true;
    sender.shutdown();
    Promise<Void> ended = Promise.promise();
    daemon(() -> end(grace, ended), "closer").start();
    return ended.future();
  }

  private void end(Duration grace, Promise<Void> ended) {
    try {
      if (!grace.isZero() && !sender.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warnf("Kafka did not take every record within %s", grace);
      }
      producer.close(grace);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      producer.close(Duration.ZERO);
    } finally {
      ended.complete();
    }
  }

  // the callback learns all that the future would tell
  @SuppressWarnings("FutureReturnValueIgnored")
  private void send(PendingRecord pending) {
    if (!mayWrite.getAsBoolean()) {
      return;
    }
    int attempt = pending.attempts;
    try {
      producer.send(
          pending.record, (metadata, failure) -> confirm(pending, attempt, metadata, failure));
    } catch (RuntimeException refusedByProducer) {
      confirm(pending, attempt, null, refusedByProducer);
    }
  }

  private void confirm(
      PendingRecord pending, int attempt, RecordMetadata metadata, Exception failure) {
    try {
      toContext.offer(() -> answered(pending, attempt, metadata, failure));
    } catch (RejectedExecutionException contextIsGone) {
      LOG.debug("A confirmation came after the end", contextIsGone);
    }
  }

  private void answered(
      PendingRecord pending, int attempt, RecordMetadata metadata, Exception failure) {
    if (pending.settled || attempt != pending.attempts) {
      return; // a producer that may not write both throws and calls back
    }
    if (failure == null) {
      confirmations.record(System.nanoTime() - pending.sinceNanos, TimeUnit.NANOSECONDS);
      refusals.written(pending.topic());
    } else if (!closed) {
      failures.increment();
      refusals.refused(pending.topic(), pending.size, failure);
    }
    if (pending.insists && hasToBeWritten(pending, failure)) {
      holdBack(pending);
    } else {
      settle(pending, metadata, failure);
    }
  }

  /** Also once more: what has overtaken an older record would be hidden by it. */
  private boolean hasToBeWritten(PendingRecord pending, Exception failure) {
    return failure == null
        ? heldBack.hasOlder(pending)
        : !(failure instanceof RecordTooLargeException);
  }

  private void holdBack(PendingRecord pending) {
    pending.attempts++;
    if (!heldBack.has(pending.topic())) {
      later.accept(() -> tryAgain(pending.topic()));
    }
    heldBack.add(pending);
  }

  private void tryAgain(String topic) {
    Queue<PendingRecord> held = heldBack.release(topic);
    while (!closed && !held.isEmpty()) {
      toProducer.offer(held.remove());
    }
  }

  private void settle(PendingRecord pending, RecordMetadata metadata, Exception failure) {
    pending.settled = true;
    bytes -= pending.size;
    records--;
    while (!awaiting.isEmpty() && awaiting.peek().settled) {
      awaiting.remove();
    }
    if (!closed) {
      pending.done.onCompletion(metadata, failure);
    }
  }
}
