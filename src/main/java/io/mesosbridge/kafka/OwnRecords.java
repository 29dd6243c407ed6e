package io.mesosbridge.kafka;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Where the records stand that the leader of one term wrote, as Kafka's confirmations tell: what
 * stands between or behind them is of others, or is not known to be its own. Safe for any thread.
 */
public final class OwnRecords {

  private final Map<TopicPartition, Run> latest = new HashMap<>();
  private final Set<TopicPartition> cutOff = new HashSet<>();

  /** Offsets from the first one until before the last one, all of them the leader's own. */
  private static final class Run {
    private long from;
    private long to;
  }

  /** A record is there; without an offset, as for one that Kafka had already, it is not known. */
  public synchronized void add(RecordMetadata at) {
    if (at.hasOffset()) {
      TopicPartition partition = new TopicPartition(at.topic(), at.partition());
      Run run = latest.computeIfAbsent(partition, first -> new Run());
      if (at.offset() < run.to) {
        cutOff.add(partition);
      }
      run.from = at.offset() == run.to ? run.from : at.offset();
      run.to = at.offset() + 1;
    }
  }

  /** Whether a record took the place of one that was there before. */
  synchronized boolean isCutOff(TopicPartition partition) {
    return cutOff.contains(partition);
  }

  /** The next offset from there on that is not known to be this leader's own. */
  synchronized long nextOther(TopicPartition partition, long offset) {
    Run run = latest.get(partition);
    return run == null || offset < run.from ? offset : Math.max(offset, run.to);
  }

  /** The partition begins anew. */
  synchronized void forget(TopicPartition partition) {
    latest.remove(partition);
    cutOff.remove(partition);
  }
}
