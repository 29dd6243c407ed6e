package io.mesosbridge.leadership;

import io.mesosbridge.kafka.Journal;
import io.mesosbridge.kafka.KafkaClients;
import io.mesosbridge.kafka.Publisher;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What a term writes with. Ends with the term, so that what a resigned leader left in a buffer is
 * never written.
 *
 * @param records for the bridge's own topics
 * @param replies for the topics that requesters name
 * @param journal writes the records
 */
record Pens(Publisher records, Publisher replies, Journal journal) {

  private static final long RETRY_MILLIS = 1_000;
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  /** Makes the producers, which takes a while, away from the context. */
  static Future<Pens> open(
      KafkaClients clients, Context context, Lease lease, MeterRegistry meters) {
    Executor onContext = task -> context.runOnContext(ignored -> task.run());
    Consumer<Runnable> later =
        task -> context.owner().setTimer(RETRY_MILLIS, timer -> onContext.execute(task));
    return context.executeBlocking(
        () -> {
          Publisher records =
              new Publisher(
                  clients.producer("records"), "records", onContext, later, lease::holds, meters);
          try {
            Publisher replies =
                new Publisher(
                    clients.replyProducer("replies"),
                    "replies",
                    onContext,
                    later,
                    () -> true,
                    meters);
            return new Pens(records, replies, new Journal(records));
          } catch (RuntimeException noReplies) {
            records.close(Duration.ZERO);
            throw noReplies;
          }
        });
  }

  /**
   * Writes nothing more after the grace, but for this last record: it is no state of a leader, and
   * goes another way.
   */
  Future<Void> close(ProducerRecord<byte[], byte[]> last, Duration grace) {
    replies.publish(last, (metadata, failure) -> {});
    return Future.all(records.close(grace), replies.close(LAST_WORDS)).mapEmpty();
  }

  /** Writes nothing more. */
  void drop() {
    replies.close(Duration.ZERO);
    records.close(Duration.ZERO);
  }
}
