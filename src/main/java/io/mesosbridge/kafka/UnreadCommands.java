package io.mesosbridge.kafka;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Counts commands that Kafka deleted before they were read: where the topic begins behind what was
 * to be read next. Offsets that were passed over while reading may be markers of transactions as
 * well, so that a count is an upper bound.
 */
final class UnreadCommands {

  private static final long NOWHERE = Long.MAX_VALUE;

  private long next = NOWHERE;
  private Gap passedOver = Gap.NONE;
  private Gap passedOverBefore = Gap.NONE;

  /** So many offsets from there on were not in what was read. */
  private record Gap(long from, long offsets) {
    private static final Gap NONE = new Gap(NOWHERE, 0);
  }

  /** Reading begins there. */
  void begin(long offset) {
    next = offset;
    passedOver = Gap.NONE;
    passedOverBefore = Gap.NONE;
  }

  /**
   * Whether these records begin before what was read, as only another topic's do, or a cut off
   * one's.
   */
  boolean isPast(Iterable<ConsumerRecord<byte[], byte[]>> records) {
    var all = records.iterator();
    return all.hasNext() && all.next().offset() < next;
  }

  /** These records are read. */
  void read(Iterable<ConsumerRecord<byte[], byte[]>> records) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      if (record.offset() > next) {
        passedOver =
            new Gap(
                Math.min(next, passedOver.from()), passedOver.offsets() + record.offset() - next);
      }
      next = Math.max(next, record.offset() + 1);
    }
  }

  /**
   * The topic was asked, since the look before, where it begins.
   *
   * @return how many commands at most were deleted unread, and not told before
   */
  long deleted(long start) {
    long deleted =
        Math.max(0, Math.min(passedOverBefore.offsets(), start - passedOverBefore.from()));
    passedOverBefore = passedOver;
    passedOver = Gap.NONE;
    if (start > next) {
      deleted += start - next;
      next = start;
    }
    return deleted;
  }
}
