package io.mesosbridge.kafka;

import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The records of one topic that Kafka has not confirmed, oldest first. What keeps one topic from
 * being written keeps no other one: only so many bytes of a lane are with the producer, whose
 * buffer all lanes share, and a lane that is in trouble rests and then tries with one record.
 *
 * <pre>
 *   FLOWING --refused, or not taken--> RESTING --back-off is over--> PROBING --confirmed--> FLOWING
 *                                         ^---- refused again ---------'
 * </pre>
 *
 * <p>Belongs to the writer's context, but for what says that it is that of the producer's thread.
 */
final class Lane {

  private static final long FIRST_REST_MILLIS = 5;
  private static final long LONGEST_REST_MILLIS = 1_000;

  final String topic;

  /** The producer's thread's: records handed over in this round are no longer taken. */
  int brokenRound;

  /** The producer's thread's: why they are not. */
  Exception brokenBy;

  private State state = State.FLOWING;
  private Pending oldest;
  private Pending newest;

  /** The first record that may not be with the producer. */
  private Pending next;

  private Pending probe;
  private long bytes;
  private long handedBytes;
  private int round = 1;
  private long stamps;

  /** Of the last record that was handed over once more: what has a lower one may be behind it. */
  private long lastRepetition;

  private long restMillis;
  private long troubledSinceNanos;

  private enum State {
    FLOWING,
    RESTING,
    PROBING
  }

  Lane(String topic) {
    this.topic = topic;
  }

  boolean isEmpty() {
    return oldest == null;
  }

  /** Bytes that await Kafka. */
  long bytes() {
    return bytes;
  }

  /** The record that has waited longest, or null. */
  Pending oldest() {
    return oldest;
  }

  void add(Pending pending) {
    pending.before = newest;
    if (newest == null) {
      oldest = pending;
    } else {
      newest.after = pending;
    }
    newest = pending;
    next = next == null ? pending : next;
    bytes += pending.size;
  }

  /**
   * The next record for the producer, which counts as handed over from here on.
   *
   * @param window that many bytes may be with the producer, or else one record
   * @return null when there is none now
   */
  Pending handOver(long window) {
    if (state != State.FLOWING) {
      return null;
    }
    while (next != null && next.handed) {
      next = next.after;
    }
    if (next == null || (handedBytes > 0 && handedBytes + next.size > window)) {
      return null;
    }
    next.alone = false;
    return handed(next);
  }

  private Pending handed(Pending pending) {
    pending.handed = true;
    pending.stamp = ++stamps;
    pending.round = round;
    handedBytes += pending.size;
    if (pending.repeated) {
      lastRepetition = pending.stamp;
    }
    return pending;
  }

  /** The producer has answered for the record: it is no longer with it. */
  void takeBack(Pending pending) {
    pending.handed = false;
    handedBytes -= pending.size;
  }

  /** The topic can be written to, as this record showed. */
  void works(Pending pending) {
    restMillis = 0;
    passes(pending);
  }

  /** Whatever became of the record, it is in the way of those behind it no longer. */
  void passes(Pending pending) {
    if (pending == probe) {
      flow();
    }
  }

  private void flow() {
    state = State.FLOWING;
    probe = null;
    next = oldest;
  }

  /**
   * Whether a record that Kafka has is hidden by an older one that comes behind it, so that it has
   * to be written once more: a tombstone must not be overtaken by what it ends.
   */
  boolean isOvertaken(Pending pending) {
    if (state == State.FLOWING && pending.stamp > lastRepetition) {
      return false;
    }
    for (Pending older = oldest; older != pending; older = older.after) {
      if (!older.handed || older.stamp > pending.stamp) {
        return true;
      }
    }
    return false;
  }

  /** The record is to be handed over once more. */
  void repeat(Pending pending) {
    pending.repeated = true;
    next = oldest;
  }

  /**
   * The topic cannot be written to now, as this record showed.
   *
   * @return for how many milliseconds the lane rests from now on; 0 when that is settled already
   */
  long rest(Pending pending, long nowNanos) {
    repeat(pending);
    if (state == State.RESTING || (state == State.PROBING && pending != probe)) {
      return 0;
    }
    if (state == State.FLOWING) {
      troubledSinceNanos = nowNanos;
    }
    state = State.RESTING;
    probe = null;
    restMillis = Math.min(LONGEST_REST_MILLIS, Math.max(FIRST_REST_MILLIS, 2 * restMillis));
    return restMillis;
  }

  /** For how long it could not be written to, as of its last rest. */
  long troubledNanos(long nowNanos) {
    return nowNanos - troubledSinceNanos;
  }

  /**
   * The rest is over.
   *
   * @return the record to try with, which counts as handed over; null when none is to be tried
   */
  Pending probe() {
    Pending first = oldest;
    while (first != null && first.handed) {
      first = first.after;
    }
    round++;
    if (first == null) {
      flow();
      return null;
    }
    state = State.PROBING;
    probe = first;
    first.alone = handedBytes == 0;
    return handed(first);
  }

  /** The record does not await Kafka any more. */
  void remove(Pending pending) {
    if (pending.before == null) {
      oldest = pending.after;
    } else {
      pending.before.after = pending.after;
    }
    if (pending.after == null) {
      newest = pending.before;
    } else {
      pending.after.before = pending.before;
    }
    next = next == pending ? pending.after : next;
    bytes -= pending.size;
  }

  /** A record that awaits Kafka. */
  static final class Pending {

    private static final int OVERHEAD = 64;

    final Lane lane;
    final ProducerRecord<byte[], byte[]> record;
    final Callback done;

    /** Whether it is to be written however often Kafka refuses it. */
    final boolean insists;

    final int size;
    final long sinceNanos;

    /** Which time it was handed over: who answers for an earlier one comes too late. */
    long stamp;

    int round;
    boolean handed;

    /** Whether nothing else of the lane was with the producer, so that no batch has more. */
    boolean alone;

    private boolean repeated;
    private Pending before;
    private Pending after;

    Pending(
        Lane lane,
        ProducerRecord<byte[], byte[]> record,
        Callback done,
        boolean insists,
        long sinceNanos) {
      this.lane = lane;
      this.record = record;
      this.done = done;
      this.insists = insists;
      this.sinceNanos = sinceNanos;
      this.size = sizeOf(record);
    }

    Pending after() {
      return after;
    }

    /** What it takes of memory, about. */
    static int sizeOf(ProducerRecord<byte[], byte[]> record) {
      int size = OVERHEAD;
      for (var header : record.headers()) {
        size += header.key().length() + (header.value() == null ? 0 : header.value().length);
      }
      size += record.key() == null ? 0 : record.key().length;
      return size + (record.value() == null ? 0 : record.value().length);
    }
  }
}
