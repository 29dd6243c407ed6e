package io.mesosbridge.leadership;

import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/**
 * The command topic as a channel hands it out to one reader at a time: what was not committed comes
 * again to the next one.
 */
final class CommandLog {

  private final String topic;
  private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
  private final Set<Long> settled = new TreeSet<>();
  private long committed;
  private Channel channel;

  CommandLog(String topic) {
    this.topic = topic;
  }

  /** Appends a command; returns its offset. */
  synchronized long add(String json) {
    long offset = records.size();
    records.add(
        new ConsumerRecord<>(topic, 0, offset, null, json.getBytes(StandardCharsets.UTF_8)));
    if (channel != null) {
      channel.handOut();
    }
    return offset;
  }

  /** From now on this subscriber reads, beginning with what is not committed. */
  synchronized void connect(Flow.Subscriber<? super Message<byte[]>> reader) {
    channel = new Channel(reader, committed);
    reader.onSubscribe(channel);
  }

  /** Nobody reads any more. */
  synchronized void disconnect() {
    channel = null;
  }

  /** No record that is there now will be handed out again. */
  synchronized void commit() {
    committed = records.size();
  }

  synchronized boolean isSettled(long offset) {
    return settled.contains(offset);
  }

  /** How many records the present reader has got. */
  synchronized long handedOut() {
    return channel == null ? 0 : channel.next;
  }

  private synchronized CompletionStage<Void> settle(Channel by, long offset) {
    if (by == channel) {
      settled.add(offset);
    }
    return CompletableFuture.completedFuture(null);
  }

  private final class Channel implements Flow.Subscription {

    private final Flow.Subscriber<? super Message<byte[]>> reader;
    private long next;
    private long wanted;

    private Channel(Flow.Subscriber<? super Message<byte[]>> reader, long next) {
      this.reader = reader;
      this.next = next;
    }

    @Override
    public void request(long number) {
      synchronized (CommandLog.this) {
        wanted += number;
        handOut();
      }
    }

    @Override
    public void cancel() {
      disconnect();
    }

    private void handOut() {
      while (channel == this && wanted > 0 && next < records.size()) {
        wanted--;
        reader.onNext(message(records.get((int) next++)));
      }
    }

    private Message<byte[]> message(ConsumerRecord<byte[], byte[]> record) {
      return Message.of(
          record.value(),
          Metadata.of(new IncomingKafkaRecordMetadata<>(record, "commands")),
          () -> settle(this, record.offset()),
          failure -> settle(this, record.offset()));
    }
  }
}
