package io.mesosbridge.kafka;

import static java.util.Comparator.comparingLong;

import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * Records that Kafka refused and that are to be tried again, with those for the same topic that
 * came after them: a tombstone must not overtake what it ends.
 */
final class HeldBack {

  private final Map<String, Queue<PendingRecord>> byTopic = new HashMap<>();

  /** Whether something is held back for the topic. */
  boolean has(String topic) {
    return !byTopic.isEmpty() && byTopic.containsKey(topic);
  }

  /** Whether something older than the record is held back for its topic. */
  boolean hasOlder(PendingRecord pending) {
    return has(pending.topic()) && byTopic.get(pending.topic()).peek().number < pending.number;
  }

  /** Holds a record back. */
  void add(PendingRecord pending) {
    byTopic
        .computeIfAbsent(
            pending.topic(), topic -> new PriorityQueue<>(comparingLong(each -> each.number)))
        .add(pending);
  }

  /** Lets go of what was held back for the topic; to be taken from its head. */
  Queue<PendingRecord> release(String topic) {
    return byTopic.remove(topic);
  }
}
