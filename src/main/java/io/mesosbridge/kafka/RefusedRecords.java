package io.mesosbridge.kafka;

import io.mesosbridge.core.Recent;
import java.util.Map;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jboss.logging.Logger;

/**
 * Logs what Kafka refuses: once when it begins for a topic and once when it ends, however often
 * somebody tries. Records that are too large are lost one by one, so each size that is larger than
 * those before is told.
 */
final class RefusedRecords {

  private static final Logger LOG = Logger.getLogger(RefusedRecords.class);

  /** Requesters name topics for replies as they like. */
  private static final int MOST_TOPICS = 1_000;

  private static final int KIB = 1024;

  private final Map<String, Integer> refusedOfTopic;
  private final Map<String, Integer> largestOfTopic;

  RefusedRecords() {
    this(MOST_TOPICS);
  }

  /** Remembers so many topics. */
  RefusedRecords(int mostTopics) {
    refusedOfTopic = new Recent<>(mostTopics);
    largestOfTopic = new Recent<>(mostTopics);
  }

  void refused(String topic, int bytes, Exception failure) {
    if (failure instanceof RecordTooLargeException) {
      tooLarge(topic, bytes, failure);
    } else if (refusedOfTopic.merge(topic, 1, Integer::sum) == 1) {
      LOG.errorf(
          "Records for topic %s cannot be written: Kafka %s. Further ones are only counted",
          topic, KafkaTrouble.inWords(failure));
    }
  }

  private void tooLarge(String topic, int bytes, Exception failure) {
    if (bytes > largestOfTopic.getOrDefault(topic, 0)) {
      largestOfTopic.put(topic, bytes);
      LOG.errorf(
          "A record of %d bytes for topic %s is not written, Kafka takes none so large: %s To have"
              + " such records, set max.message.bytes of the topic to at least %d",
          (Object) bytes, topic, failure.getMessage(), (bytes / KIB + 1) * KIB);
    }
  }

  void written(String topic) {
    if (!refusedOfTopic.isEmpty()) {
      Integer refused = refusedOfTopic.remove(topic);
      if (refused != null) {
        LOG.infof(
            "Records for topic %s are written again; %d attempts were refused", topic, refused);
      }
    }
  }
}
