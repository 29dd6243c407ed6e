package io.mesosbridge.kafka;

import io.mesosbridge.kafka.Lane.Pending;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * How many replies may wait, and how many bytes of them: whoever names a topic that takes nothing
 * must neither fill the memory nor keep those who name others from theirs.
 */
final class ReplyRoom {

  private static final int MIB = 1024 * 1024;

  private final Share all = new Share(4_000, 32 * MIB);
  private final Map<String, Share> topics = new HashMap<>();

  /**
   * A reply that waits.
   *
   * @param bytes when it began to: what a client's interceptors add since is not given back
   */
  record Waiting(ProducerRecord<byte[], byte[]> reply, int bytes) {}

  /** What waits, and what may wait at most. */
  private static final class Share {
    private final int mostReplies;
    private final long mostBytes;
    private int replies;
    private long bytes;

    private Share(int mostReplies, long mostBytes) {
      this.mostReplies = mostReplies;
      this.mostBytes = mostBytes;
    }

    private static Share ofTopic() {
      return new Share(1_000, 8 * MIB);
    }

    /** A large one may wait alone. */
    private boolean has(int size) {
      return replies == 0 || (replies < mostReplies && bytes + size <= mostBytes);
    }

    private void add(int number, int size) {
      replies += number;
      bytes += (long) number * size;
    }
  }

  /** The reply waits from here on; empty when it may not. */
  Optional<Waiting> take(ProducerRecord<byte[], byte[]> reply) {
    int size = Pending.sizeOf(reply);
    Share topic = topics.getOrDefault(reply.topic(), Share.ofTopic());
    if (!all.has(size) || !topic.has(size)) {
      return Optional.empty();
    }
    topics.put(reply.topic(), topic);
    all.add(1, size);
    topic.add(1, size);
    return Optional.of(new Waiting(reply, size));
  }

  /** The reply waits no longer, whatever became of it. */
  void release(Waiting waiting) {
    Share topic = topics.get(waiting.reply.topic());
    all.add(-1, waiting.bytes);
    topic.add(-1, waiting.bytes);
    if (topic.replies == 0) {
      topics.remove(waiting.reply.topic());
    }
  }

  /** Whether no reply waits. */
  boolean isEmpty() {
    return all.replies == 0;
  }
}
