package io.mesosbridge.kafka;

import io.mesosbridge.kafka.CommandsInHand.Arrival;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * The last piece of the way of commands to the bridge's context. However many come at once, they
 * are handed over a few at a time, and whatever else is to happen there has its turn in between: a
 * leader that heard of nothing but commands for some seconds would have to take itself for dead.
 */
final class CommandHandover {

  /** Enough for launches that come together to share offers. */
  static final int MOST_AT_ONCE = 64;

  private static final long MOST_BYTES_AT_ONCE = 1 << 20;

  /** Tasks that follow each other let other tasks in between, but neither timers nor sockets. */
  private static final long MOST_NANOS = Duration.ofMillis(20).toNanos();

  private static final long REST_MILLIS = 1;

  private final Context context;
  private final CommandsInHand inHand;
  private final Receiver receiver;
  private final Queue<Message<byte[]>> received = new ArrayDeque<>();
  private boolean scheduled;
  private long restedAtNanos;
  private long endedAtNanos;

  /** Who takes the commands, on the bridge's context. */
  interface Receiver {
    /** The next ones, in the topic's order. */
    void received(List<ConsumerRecord<byte[], byte[]>> commands);

    /** One before the next never came: all have to be polled again. */
    void isMissing();
  }

  CommandHandover(Context context, CommandsInHand inHand, Receiver receiver) {
    this.context = context;
    this.inHand = inHand;
    this.receiver = receiver;
  }

  /**
   * A command left the connector, on whatever thread that is. It counts as received only on the
   * context, behind what was told there before of the topic and its owner.
   */
  void arrived(Message<byte[]> message) {
    context.runOnContext(ignored -> receive(message));
  }

  private void receive(Message<byte[]> message) {
    Arrival arrival = inHand.received(record(message), message);
    if (arrival == Arrival.NEXT) {
      received.add(message);
      if (!scheduled) {
        noticeRest();
        schedule();
      }
    } else if (arrival == Arrival.OUT_OF_ORDER) {
      receiver.isMissing();
    }
  }

  /** When nothing was handed over for a while, a single command need not wait for others' turn. */
  private void noticeRest() {
    long now = System.nanoTime();
    if (now - endedAtNanos > Duration.ofMillis(REST_MILLIS).toNanos()) {
      restedAtNanos = now;
    }
  }

  private void schedule() {
    scheduled = true;
    if (System.nanoTime() - restedAtNanos < MOST_NANOS) {
      context.runOnContext(ignored -> handOver());
    } else {
      context.owner().setTimer(REST_MILLIS, rested -> handOverRested());
    }
  }

  private void handOverRested() {
    restedAtNanos = System.nanoTime();
    handOver();
  }

  private void handOver() {
    List<ConsumerRecord<byte[], byte[]>> next = new ArrayList<>();
    long bytes = 0;
    while (next.size() < MOST_AT_ONCE && bytes < MOST_BYTES_AT_ONCE && !received.isEmpty()) {
      Message<byte[]> message = received.remove();
      ConsumerRecord<byte[], byte[]> record = record(message);
      if (inHand.holds(record.offset(), message)) { // else it comes again, or is another's
        next.add(record);
        bytes += record.serializedValueSize();
      }
    }
    try {
      if (!next.isEmpty()) {
        receiver.received(next);
      }
    } finally {
      scheduled = false;
      endedAtNanos = System.nanoTime();
      if (!received.isEmpty()) {
        schedule(); // behind all that has been waiting
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static ConsumerRecord<byte[], byte[]> record(Message<byte[]> message) {
    return (ConsumerRecord<byte[], byte[]>)
        message.getMetadata(IncomingKafkaRecordMetadata.class).orElseThrow().getRecord();
  }
}
