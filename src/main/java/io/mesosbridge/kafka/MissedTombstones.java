package io.mesosbridge.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Tells whether a reader was away for longer than Kafka keeps tombstones, as a process that was
 * suspended or cut off: what it remembers of a key may have ended by one that was compacted away
 * before it was read, which leaves a gap behind a record that is as old. Belongs to one thread.
 */
final class MissedTombstones {

  /** As long as the topics keep them at least. */
  private static final long KEPT_MILLIS = Duration.ofHours(1).toMillis();

  private final Map<TopicPartition, Long> latest = new HashMap<>();
  private boolean follows;

  /** What is read from here on is read for the first time: what is not there is not remembered. */
  void begin() {
    follows = false;
  }

  /** All has been read that there was. */
  void caughtUp() {
    follows = true;
  }

  /**
   * A record of the partition is read.
   *
   * @param expected the offset behind the one that was read before
   * @return whether tombstones before it may have been missed; told once
   */
  boolean areBefore(TopicPartition partition, ConsumerRecord<?, ?> record, long expected) {
    Long before = latest.put(partition, record.timestamp());
    boolean areMissed =
        follows
            && record.offset() > expected
            && before != null
            && before != ConsumerRecord.NO_TIMESTAMP
            && System.currentTimeMillis() - before > KEPT_MILLIS;
    follows &= !areMissed;
    return areMissed;
  }
}
