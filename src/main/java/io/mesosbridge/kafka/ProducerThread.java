package io.mesosbridge.kafka;

import io.mesosbridge.kafka.Lane.Pending;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jboss.logging.Logger;

/**
 * A thread of its own that gives records to a producer, which copies and may compress them, and
 * brings back what became of them, many at a time.
 */
final class ProducerThread {

  private static final Logger LOG = Logger.getLogger(ProducerThread.class);

  /** As long as a lane rests at most, and about as often as Kafka's clients try a login again. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final RenewedProducer producer;
  private final Writer.Host host;
  private final ExecutorService executor;
  private final Handoff<Pending> toProducer;
  private final Handoff<Attempt> toContext;
  private volatile Thread thread;
  private volatile boolean abandoned;
  private boolean isLookedAt;
  private int unanswered;

  /** What the thread is giving to the producer. */
  private Attempt giving;

  /** What became of an attempt. */
  enum Fate {
    CONFIRMED,
    REFUSED,
    /** The producer has no metadata of the topic, or no room, or another took its place. */
    NOT_TAKEN,
    /** It was not to be written any more. */
    DROPPED
  }

  /**
   * Takes over the producer; it is renewed on this thread.
   *
   * @param answered told of each attempt on the host's context
   */
  ProducerThread(
      RenewedProducer producer, String name, Writer.Host host, Consumer<Attempt> answered) {
    this.producer = producer;
    this.host = host;
    this.executor =
        Executors.newSingleThreadExecutor(task -> thread = daemon(task, "bridge-writer-" + name));
    this.toProducer = new Handoff<>(executor, this::send);
    this.toContext =
        new Handoff<>(
            host::onContext,
            attempt -> {
              unanswered--;
              answered.accept(attempt);
            });
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Gives the record to the producer, after those before it. */
  void give(Pending pending) {
    toProducer.offer(pending);
    unanswered++;
    if (!isLookedAt) {
      lookLater();
    }
  }

  /** Again and again, until the producer has answered for all that it was given. */
  private void lookLater() {
    isLookedAt = unanswered > 0 && producer.tells();
    if (isLookedAt) {
      host.later(LOOK, this::look);
    }
  }

  private void look() {
    if (!executor.isShutdown()) {
      executor.execute(
          () -> {
            producer.look();
            host.onContext(this::lookLater); // at the one that there is then
          });
    }
  }

  /** Gives nothing more to the producer, also of what is on its way. */
  void abandon() {
    abandoned = true;
  }

  /**
   * Closes the producer, which drops what Kafka has not confirmed.
   *
   * @return completed when that is done; returns at once
   */
  Future<Void> close() {
    executor.shutdown();
    Promise<Void> closed = Promise.promise();
    Runnable closing =
        () -> {
          try {
            producer.close(Duration.ZERO);
          } finally {
            closed.complete();
          }
        };
    daemon(closing, "bridge-writer-closer").start();
    return closed.future();
  }

  private void send(Pending pending) {
    Attempt attempt = new Attempt(pending);
    if (abandoned || !host.mayWrite()) {
      attempt.answer(Fate.DROPPED, null, null);
    } else if (pending.round == pending.lane.brokenRound) {
      attempt.answer(Fate.NOT_TAKEN, null, pending.lane.brokenBy);
    } else {
      giving = attempt;
      try {
        producer.send(pending.record, attempt);
      } catch (RuntimeException refusedByProducer) {
        attempt.onCompletion(null, refusedByProducer);
      } catch (Error unforeseen) {
        if (unforeseen instanceof VirtualMachineError) {
          LOG.error("The producer failed", unforeseen); // whoever watches the log ends the process
        }
        attempt.onCompletion(null, new KafkaException(unforeseen));
      } finally {
        giving = null;
      }
    }
  }

  /** One time that a record is given to the producer, and what became of it. */
  final class Attempt implements Callback {
    private final Pending pending;
    private final long stamp;
    private final Producer<byte[], byte[]> to = producer.current();
    private Fate fate;
    private RecordMetadata metadata;
    private Exception failure;

    private Attempt(Pending pending) {
      this.pending = pending;
      this.stamp = pending.stamp;
    }

    Pending pending() {
      return pending;
    }

    /** Whether nothing newer is known of the record: each attempt is answered once. */
    boolean isLast() {
      return pending.handed && stamp == pending.stamp;
    }

    Fate fate() {
      return fate;
    }

    /** Where the record is; null unless Kafka told. */
    RecordMetadata metadata() {
      return metadata;
    }

    /** Why it was not written; null when it was. */
    Exception failure() {
      return failure;
    }

    @Override
    public void onCompletion(RecordMetadata where, Exception why) {
      if (why == null) {
        answer(Fate.CONFIRMED, where, null);
      } else if (Thread.currentThread() == thread && giving == this) {
        refusedAtOnce(KafkaTrouble.ofTopic(why));
      } else if (to != producer.current()) {
        endRound(why);
        answer(Fate.NOT_TAKEN, null, why);
      } else {
        answer(Fate.REFUSED, where, pending.alone ? RefusedRecords.ofRecord(why) : why);
      }
    }

    private void refusedAtOnce(Exception why) {
      boolean notTaken = KafkaTrouble.isAbsence(why);
      if (notTaken || (pending.insists && !(why instanceof RecordTooLargeException))) {
        endRound(why);
      }
      answer(notTaken ? Fate.NOT_TAKEN : Fate.REFUSED, null, why);
    }

    /** What follows must not overtake it; on the thread, or while that waits for the producer's. */
    private void endRound(Exception why) {
      pending.lane.brokenRound = pending.round;
      pending.lane.brokenBy = why;
    }

    private void answer(Fate what, RecordMetadata where, Exception why) {
      if (fate != null) {
        return; // a producer that may not write both throws and calls back
      }
      metadata = where;
      failure = why;
      fate = what;
      toContext.offer(this);
    }
  }

  /**
   * Hands items to another thread in order; one that its receiver fails on does not stop the rest.
   * Many items cost one wake-up, which is what makes a hop between event loop and producer cheap
   * enough to do twice per record; but whoever else waits for that thread has its turn in between.
   * What is left when the executor takes nothing more is dropped.
   */
  static final class Handoff<T> {

    static final int MOST_AT_ONCE = 64;

    private final Queue<T> items = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Executor executor;
    private final Consumer<T> receiver;

    Handoff(Executor executor, Consumer<T> receiver) {
      this.executor = executor;
      this.receiver = receiver;
    }

    void offer(T item) {
      items.add(item);
      schedule();
    }

    private void schedule() {
      if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
        try {
          executor.execute(this::drain);
        } catch (RejectedExecutionException ended) {
          LOG.debug("What is left at the end is dropped", ended);
        }
      }
    }

    private void drain() {
      scheduled.set(false);
      try {
        for (int left = MOST_AT_ONCE; left > 0 && !items.isEmpty(); left--) {
          receiver.accept(items.remove());
        }
      } finally {
        if (!items.isEmpty()) {
          schedule();
        }
      }
    }
  }
}
