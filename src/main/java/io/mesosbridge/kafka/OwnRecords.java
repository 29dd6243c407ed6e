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
    /** Where the gap before it begins, if it is known: nobody knows yet what stands in there. */
    private long gapFrom;

    private long from;
    private long to;

    private Run(long from) {
      this.gapFrom = from;
      this.from = from;
      this.to = from;
    }

    private boolean isInGap(long offset) {
      return offset >= gapFrom && offset < from;
    }

    private void add(long offset) {
      if (offset != to) {
        gapFrom = Math.min(to, offset);
        from = offset;
      }
      to = offset + 1;
    }
  }

  /**
   * A record is there; without an offset, as for one that Kafka had already, it is not known. One
   * that a leader of its partition took and could not tell of is confirmed by the next one, maybe
   * behind those that came after it.
   */
  public synchronized void add(RecordMetadata at) {
    if (at.hasOffset()) {
      TopicPartition partition = new TopicPartition(at.topic(), at.partition());
      Run run = latest.computeIfAbsent(partition, first -> new Run(at.offset()));
      if (!run.isInGap(at.offset())) {
        if (at.offset() < run.to) {
          cutOff.add(partition);
        }
        run.add(at.offset());
      }
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
