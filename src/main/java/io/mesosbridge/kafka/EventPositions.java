package io.mesosbridge.kafka;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * Where somebody stands who reads the topics of events: which record comes next of each partition.
 * Written as text, it says as well which topics these were, since one that was made anew has other
 * records at the same offsets.
 */
final class EventPositions {

  private static final int MOST_BYTES_OF_AN_OFFSET = 9;
  private static final int BITS = 7;

  private final List<TopicPartition> partitions;
  private final int topics;
  private final Map<TopicPartition, Integer> numbers = new HashMap<>();
  private final long[] next;

  /**
   * At those offsets.
   *
   * @param topics tells which topics of these names they are
   * @param next the next offset of each of the partitions
   */
  EventPositions(List<TopicPartition> partitions, int topics, long[] next) {
    this.partitions = partitions;
    this.topics = topics;
    this.next = next;
    for (int i = 0; i < partitions.size(); i++) {
      numbers.put(partitions.get(i), i);
    }
  }

  EventPositions copy() {
    return new EventPositions(partitions, topics, next.clone());
  }

  List<TopicPartition> partitions() {
    return partitions;
  }

  long next(TopicPartition partition) {
    return next[numbers.get(partition)];
  }

  /** Goes on to behind that record; returns whether it stood before it. */
  boolean pass(TopicPartition partition, long offset) {
    int number = numbers.get(partition);
    boolean isNew = offset >= next[number];
    next[number] = Math.max(next[number], offset + 1);
    return isNew;
  }

  /** Whether these are of the same partitions of the same topics. */
  boolean isOfTheSameAs(EventPositions other) {
    return topics == other.topics && partitions.equals(other.partitions);
  }

  /** Whether no record comes first that these have passed. */
  boolean reaches(EventPositions other) {
    for (int i = 0; i < next.length; i++) {
      if (next[i] < other.next[i]) {
        return false;
      }
    }
    return true;
  }

  /** As a text of letters, digits, and two more signs. */
  String text() {
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + next.length * MOST_BYTES_OF_AN_OFFSET);
    bytes.putInt(topics);
    for (long offset : next) {
      long left = offset;
      while (left >>> BITS != 0) {
        bytes.put((byte) (left | 0x80));
        left >>>= BITS;
      }
      bytes.put((byte) left);
    }
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOf(bytes.array(), bytes.position()));
  }

  /** Those that the text says, if it is of these very topics. */
  Optional<EventPositions> read(String text) {
    long[] offsets = new long[next.length];
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
      if (bytes.getInt() != topics) {
        return Optional.empty();
      }
      for (int i = 0; i < offsets.length; i++) {
        offsets[i] = readOffset(bytes);
      }
      return bytes.hasRemaining()
          ? Optional.empty()
          : Optional.of(new EventPositions(partitions, topics, offsets));
    } catch (IllegalArgumentException | java.nio.BufferUnderflowException others) {
      return Optional.empty();
    }
  }

  private static long readOffset(ByteBuffer from) {
    long offset = 0;
    for (int i = 0; i < MOST_BYTES_OF_AN_OFFSET; i++) {
      byte bits = from.get();
      offset |= (long) (bits & 0x7F) << (i * BITS);
      if (bits >= 0) {
        return offset;
      }
    }
    throw new IllegalArgumentException("an offset of more than nine bytes");
  }
}
