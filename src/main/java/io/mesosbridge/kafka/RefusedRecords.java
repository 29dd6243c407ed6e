package io.mesosbridge.kafka;

import io.mesosbridge.core.Recent;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jboss.logging.Logger;

/**
 * Logs what Kafka refuses: when it begins for a topic, again every five minutes, and once when it
 * ends, however often somebody tries. Records that are too large are lost one by one, so each size
 * that is larger than those before is told.
 */
final class RefusedRecords {

  private static final Logger LOG = Logger.getLogger(RefusedRecords.class);
  private static final long SILENCE_NANOS = Duration.ofMinutes(5).toNanos();

  /** Requesters name topics for replies as they like. */
  private static final int MOST_TOPICS = 1_000;

  private static final int KIB = 1024;

  private final LongSupplier nanos;
  private final Map<String, Refused> refusedOfTopic;
  private final Map<String, Large> largestOfTopic;

  private record Refused(int attempts, long toldAt, String why) {}

  private record Large(int bytes, long toldAt) {}

  RefusedRecords() {
    this(MOST_TOPICS, System::nanoTime);
  }

  /** Remembers so many topics. */
  RefusedRecords(int mostTopics, LongSupplier nanos) {
    this.nanos = nanos;
    refusedOfTopic = new Recent<>(mostTopics);
    largestOfTopic = new Recent<>(mostTopics);
  }

  /** Of a record that was a batch by itself: what is too large is the record. */
  static Exception ofRecord(Exception failure) {
    return failure instanceof RecordBatchTooLargeException
        ? new RecordTooLargeException(failure.getMessage(), failure)
        : failure;
  }

  void refused(String topic, int bytes, Exception failure) {
    if (failure instanceof RecordTooLargeException) {
      tooLarge(topic, bytes, failure);
      return;
    }
    String why =
        "Records for topic %s cannot be written: Kafka %s"
            .formatted(topic, KafkaTrouble.inWords(failure));
    Refused before = refusedOfTopic.getOrDefault(topic, new Refused(0, 0, why));
    long now = nanos.getAsLong();
    boolean isTold = before.attempts == 0 || now - before.toldAt >= SILENCE_NANOS;
    refusedOfTopic.put(topic, new Refused(before.attempts + 1, isTold ? now : before.toldAt, why));
    if (isTold) {
      LOG.errorf("%s. Further ones are only counted", why);
    }
  }

  private void tooLarge(String topic, int bytes, Exception failure) {
    if (failure.getCause() instanceof RecordBatchTooLargeException) {
      refusedOfTopic.remove(topic); // as what came with others before, which may be written
    }
    Large before = largestOfTopic.get(topic);
    long now = nanos.getAsLong();
    if (before == null || bytes > before.bytes || now - before.toldAt >= SILENCE_NANOS) {
      largestOfTopic.put(topic, new Large(bytes, now));
      LOG.errorf(
          "A record of %d bytes for topic %s is not written, Kafka takes none so large: %s To"
              + " have such records, set max.message.bytes and segment.bytes of the topic to at"
              + " least %d",
          (Object) bytes, topic, failure.getMessage(), (bytes / KIB + 1) * KIB);
    }
  }

  void written(String topic) {
    if (!refusedOfTopic.isEmpty()) {
      Refused refused = refusedOfTopic.remove(topic);
      if (refused != null) {
        LOG.infof(
            "Records for topic %s are written again; %d attempts were refused",
            topic, refused.attempts);
      }
    }
  }

  /** What is refused now, of one of the topics; empty when nothing is. */
  Optional<String> present() {
    return refusedOfTopic.values().stream().map(Refused::why).findFirst();
  }
}
