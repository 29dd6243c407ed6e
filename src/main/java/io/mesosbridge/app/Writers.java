package io.mesosbridge.app;

import io.mesosbridge.kafka.KafkaClients;
import io.mesosbridge.kafka.Writer;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What a term writes with. Ends with the term, so that what a resigned leader left in a buffer is
 * never written.
 *
 * @param records for the bridge's own topics
 * @param replies for the topics that requesters name
 */
record Writers(Writer records, Writer replies) {

  private static final String RECORDS = "records";
  private static final String REPLIES = "replies";

  /** The names of all producers. */
  static final List<String> PRODUCERS = List.of(RECORDS, REPLIES);

  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  /** Makes the producers, which takes a while, away from the context. */
  static Future<Writers> open(
      KafkaClients clients, Context context, Lease lease, MeterRegistry meters) {
    return context.executeBlocking(
        () -> {
          Writer records =
              new Writer(
                  clients.producers(RECORDS),
                  RECORDS,
                  new OnContext(context, lease::holds),
                  clients.bounds(),
                  meters);
          try {
            Writer replies =
                new Writer(
                    clients.replyProducers(REPLIES),
                    REPLIES,
                    new OnContext(context, () -> true),
                    clients.replyBounds(),
                    meters);
            return new Writers(records, replies);
          } catch (RuntimeException noReplies) {
            records.close(Duration.ZERO);
            throw noReplies;
          }
        },
        false);
  }

  /** What a writer needs of the bridge's event loop. */
  private record OnContext(Context context, BooleanSupplier lease) implements Writer.Host {
    @Override
    public void onContext(Runnable task) {
      context.runOnContext(ignored -> task.run());
    }

    @Override
    public void later(Duration delay, Runnable task) {
      context.owner().setTimer(delay.toMillis(), timer -> onContext(task));
    }

    @Override
    public boolean mayWrite() {
      return lease.getAsBoolean();
    }
  }

  /**
   * Writes nothing more after the grace, but for this last record: it is no state of a leader, and
   * goes another way.
   */
  Future<Void> close(Optional<ProducerRecord<byte[], byte[]>> last, Duration grace) {
    last.ifPresent(record -> replies.publish(record, (metadata, failure) -> {}));
    return Future.all(records.close(grace), replies.close(LAST_WORDS)).mapEmpty();
  }

  /** Writes nothing more. */
  void drop() {
    replies.close(Duration.ZERO);
    records.close(Duration.ZERO);
  }

  /**
   * Says whether this process may have been replaced without knowing: one that was paused for
   * longer than the group's patience must not act before it has asked the group. Time is that of
   * the bridge's context, which renews the lease all the time.
   */
  static final class Lease {

    /** Below the consumer's session timeout: nobody can have been elected before. */
    private static final long LENGTH_NANOS = 5_000_000_000L;

    private volatile long renewedAtNanos = System.nanoTime();

    /**
     * The context is alive.
     *
     * @return whether the lease held until now
     */
    boolean renew() {
      long now = System.nanoTime(); // once: a pause between two looks would go unnoticed
      boolean held = holdsAt(now);
      renewedAtNanos = now;
      return held;
    }

    boolean holds() {
      return holdsAt(System.nanoTime());
    }

    private boolean holdsAt(long nanos) {
      return nanos - renewedAtNanos < LENGTH_NANOS;
    }
  }
}
