package io.mesosbridge.kafka;

import io.mesosbridge.core.command.CommandRecord;
import io.mesosbridge.kafka.CommandTopicWatch.UnreadCommands;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * The commands that were polled and are not settled, wherever they are held: first they await being
 * received, in the connector's queue or on the way to the bridge's context, then their turn and
 * their result. The one place that counts their bytes, and that knows the first offset that must
 * not be passed by a commit. Safe for use by the polling thread and the bridge's context.
 *
 * <pre>
 *   polled --received, in order--> unsettled --settled--> (gone)
 *      |                               |
 *      +--lost on the way, forgotten---+--> rewinding: to be polled again from there
 * </pre>
 */
final class CommandsInHand {

  /** What a record takes beside its bytes. */
  static final int RECORD_OVERHEAD = 1024;

  /** How long the way from the poll to the bridge's context may take. */
  private static final long LATE_NANOS = Duration.ofSeconds(2).toNanos();

  /** What a record is that comes from the connector. */
  enum Arrival {
    /** The next command. */
    NEXT,
    /** One that was polled before its partition was lost, or before it was polled again. */
    STALE,
    /** One before it never came: both have to be polled again. */
    OUT_OF_ORDER
  }

  private record Polled(ConsumerRecord<byte[], byte[]> record, long bytes, long atNanos) {}

  private record Received(Message<byte[]> message, long bytes) {}

  private final long limit;
  private final TreeMap<Long, Polled> polled = new TreeMap<>();
  private final TreeMap<Long, Received> unsettled = new TreeMap<>();
  private final UnreadCommands unread = new UnreadCommands();
  private long bytes;
  private boolean open;
  private OptionalLong rewindTo = OptionalLong.empty();

  /**
   * Nothing is in hand.
   *
   * @param limit how many bytes may be in hand before no more are to be polled
   */
  CommandsInHand(long limit) {
    this.limit = limit;
  }

  /** A partition is read from now on, beginning with that offset. */
  synchronized void open(long offset) {
    close();
    open = true;
    unread.begin(offset);
  }

  /** The partition is another's, or another one: what is in hand dies with its assignment. */
  synchronized void close() {
    open = false;
    polled.clear();
    unsettled.clear();
    bytes = 0;
    rewindTo = OptionalLong.empty();
  }

  /** Whether a partition is read. */
  synchronized boolean isOpen() {
    return open;
  }

  /** Whether what leaves the poll begins before what left it already, and nobody asked for that. */
  synchronized boolean isPast(Iterable<ConsumerRecord<byte[], byte[]>> records) {
    return open && rewindTo.isEmpty() && unread.isPast(records);
  }

  /** These records leave the poll; what will be polled again does not count. */
  synchronized void polled(Iterable<ConsumerRecord<byte[], byte[]>> records, long nowNanos) {
    if (open && rewindTo.isEmpty()) {
      unread.read(records);
      for (ConsumerRecord<byte[], byte[]> record : records) {
        Polled next = new Polled(record, size(record), nowNanos);
        polled.put(record.offset(), next);
        bytes += next.bytes();
      }
    }
  }

  /**
   * A record that was polled arrives where commands are carried out.
   *
   * @param message what the connector made of it
   */
  synchronized Arrival received(ConsumerRecord<byte[], byte[]> record, Message<byte[]> message) {
    Polled found = polled.get(record.offset());
    if (found == null || found.record() != record) {
      return Arrival.STALE;
    }
    if (polled.firstKey() != record.offset()) {
      pollAgain();
      return Arrival.OUT_OF_ORDER;
    }
    polled.remove(record.offset());
    unsettled.put(record.offset(), new Received(message, found.bytes()));
    return Arrival.NEXT;
  }

  /**
   * A command has its result.
   *
   * @return whether there is room again where there was none
   */
  synchronized boolean settled(long offset) {
    boolean wasFull = !hasRoom();
    Received settled = unsettled.remove(offset);
    bytes -= settled == null ? 0 : settled.bytes();
    return wasFull && hasRoom();
  }

  /** Whether this command was received, and is neither settled nor to be received once more. */
  @SuppressWarnings("ReferenceEquality") // the same one, not an equal one that came again
  synchronized boolean holds(long offset, Message<byte[]> message) {
    Received held = unsettled.get(offset);
    return held != null && held.message() == message;
  }

  /** A command that was received and is not settled. */
  synchronized Optional<Message<byte[]>> message(long offset) {
    return Optional.ofNullable(unsettled.get(offset)).map(Received::message);
  }

  /**
   * What was received is to be received once more.
   *
   * @return whether something has to be polled again
   */
  synchronized boolean forget() {
    rewindTo = first();
    polled.clear();
    unsettled.clear();
    bytes = 0;
    return rewindTo.isPresent();
  }

  /**
   * Gives up waiting for what was polled long ago, as when the poll ended in an error.
   *
   * @return whether something has to be polled again
   */
  synchronized boolean giveUpLate(long nowNanos) {
    if (!polled.isEmpty() && nowNanos - polled.firstEntry().getValue().atNanos() > LATE_NANOS) {
      pollAgain();
    }
    return rewindTo.isPresent();
  }

  private void pollAgain() {
    rewindTo = OptionalLong.of(polled.firstKey());
    polled.values().forEach(lost -> bytes -= lost.bytes());
    polled.clear();
  }

  /** Where polling has to begin again; empty when it goes on. */
  synchronized OptionalLong rewindTo() {
    return rewindTo;
  }

  /**
   * Polling begins again there.
   *
   * @return where it has to begin instead, if that became another offset meanwhile
   */
  synchronized OptionalLong rewound(long offset) {
    if (rewindTo.equals(OptionalLong.of(offset))) {
      unread.begin(offset);
      rewindTo = OptionalLong.empty();
    }
    return rewindTo;
  }

  /** The topic begins there; returns how many commands at most were deleted unread since asked. */
  synchronized long deletedBefore(long start) {
    return open ? unread.deleted(start) : 0;
  }

  /** The first offset that must not be committed past; empty when nothing is in hand. */
  synchronized OptionalLong first() {
    if (!unsettled.isEmpty()) {
      return OptionalLong.of(unsettled.firstKey());
    }
    return polled.isEmpty() ? rewindTo : OptionalLong.of(polled.firstKey());
  }

  /** Whether more may be polled. */
  synchronized boolean hasRoom() {
    return bytes < limit;
  }

  /** Whether what comes next is to be polled now. */
  synchronized boolean isReading() {
    return hasRoom() && rewindTo.isEmpty();
  }

  /** What is in hand, with what records take beside their bytes. */
  synchronized long bytes() {
    return bytes;
  }

  static long size(ConsumerRecord<byte[], byte[]> record) {
    return RECORD_OVERHEAD
        + length(record.key())
        + (record.value() == null ? 0 : CommandRecord.cost(record.value()))
        + StreamSupport.stream(record.headers().spliterator(), false)
            .mapToLong(CommandsInHand::size)
            .sum();
  }

  private static long size(Header header) {
    return header.key().length() + length(header.value());
  }

  private static long length(byte[] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  /** Where the client's interceptor, which Kafka makes by its name, finds whom to tell. */
  interface Poll {

    /** The key of the client's configuration that holds it. */
    String KEY = "bridge.commands.poll";

    /** These records are about to leave the poll; called on the polling thread. */
    void returns(ConsumerRecords<byte[], byte[]> records);
  }

  /** Counts what a poll brings before anybody has it. */
  @RegisterForReflection
  public static final class Interceptor implements ConsumerInterceptor<byte[], byte[]> {

    private Poll poll;

    @Override
    public void configure(Map<String, ?> configuration) {
      poll = (Poll) configuration.get(Poll.KEY);
    }

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
      poll.returns(records);
      return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
      // whoever commits hears of it
    }

    @Override
    public void close() {
      // has nothing to close
    }
  }
}
