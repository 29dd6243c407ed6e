package io.mesosbridge.app;

import io.mesosbridge.kafka.CommandTopic;
import io.vertx.core.Context;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;

/**
 * The command topic as the group gives it to one instance at a time: what was not committed comes
 * again to the next one.
 */
final class CommandLog {

  /** What the service counts for a record beside its bytes. */
  private static final int RECORD_OVERHEAD = 1024;

  private final String topic;
  private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
  private final Set<Long> settled = new TreeSet<>();
  private final Set<Long> deadLetters = new TreeSet<>();
  private long committed;
  private Reader owner;

  CommandLog(String topic) {
    this.topic = topic;
  }

  /** Appends a command; returns its offset. */
  long add(String json) {
    return add(json, Map.of());
  }

  /** The same with headers. */
  synchronized long add(String json, Map<String, String> headers) {
    long offset = records.size();
    var record =
        new ConsumerRecord<byte[], byte[]>(
            topic, 0, offset, null, json.getBytes(StandardCharsets.UTF_8));
    headers.forEach(
        (name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
    records.add(record);
    if (owner != null) {
      owner.readOn();
    }
    return offset;
  }

  /** An instance's view, which owns nothing yet. */
  Reader reader(Context context, long maxInHandBytes) {
    return new Reader(context, maxInHandBytes);
  }

  /** Nobody reads any more. */
  synchronized void disconnect() {
    owner = null;
  }

  /** No record that is there now will be handed out again. */
  synchronized void commit() {
    committed = records.size();
  }

  synchronized boolean isSettled(long offset) {
    return settled.contains(offset);
  }

  synchronized boolean isDeadLetter(long offset) {
    return deadLetters.contains(offset);
  }

  /** Up to where the present owner has got records. */
  synchronized long handedOut() {
    return owner == null ? 0 : owner.next;
  }

  private synchronized ConsumerRecord<byte[], byte[]> next(Reader reader) {
    return owner == reader && reader.next < records.size()
        ? records.get((int) reader.next++)
        : null;
  }

  private synchronized void settle(Reader reader, long offset) {
    if (owner == reader) {
      settled.add(offset);
    }
  }

  private synchronized void putAside(long offset) {
    deadLetters.add(offset);
  }

  private synchronized long assign(Reader reader) {
    owner = reader;
    return committed;
  }

  /** Lives on the context of an instance, but for what its test does to it. */
  final class Reader implements CommandTopic {

    private static final long CONFIRM_MILLIS = 100;

    private final Context context;
    private final long maxInHandBytes;
    private final TreeMap<Long, Integer> inHand = new TreeMap<>();
    private Listener listener;
    private long bytes;
    private volatile long next;

    private Reader(Context context, long maxInHandBytes) {
      this.context = context;
      this.maxInHandBytes = maxInHandBytes;
    }

    /**
     * The group gives the topic to this instance.
     *
     * @param confirms whether the group goes on to say so
     */
    void own(boolean confirms) {
      context.runOnContext(
          ignored -> {
            next = assign(this);
            inHand.clear();
            bytes = 0;
            listener.assigned(Uuid.ONE_UUID, 1);
            if (confirms) {
              context
                  .owner()
                  .setPeriodic(CONFIRM_MILLIS, tick -> listener.confirmed(System.nanoTime()));
            }
            read();
          });
    }

    private void readOn() {
      context.runOnContext(ignored -> read());
    }

    private void read() {
      while (bytes < maxInHandBytes) {
        var record = next(this);
        if (record == null) {
          return;
        }
        int size = record.value().length + RECORD_OVERHEAD;
        inHand.put(record.offset(), size);
        bytes += size;
        listener.received(List.of(record));
      }
    }

    @Override
    public void listen(Listener newListener) {
      listener = newListener;
    }

    @Override
    public void settle(long offset) {
      Integer size = inHand.remove(offset);
      if (size != null) {
        bytes -= size;
        CommandLog.this.settle(this, offset);
        readOn();
      }
    }

    @Override
    public void settleAsDeadLetter(long offset, String why) {
      putAside(offset);
      settle(offset);
    }

    @Override
    public long unread() {
      return 0;
    }

    @Override
    public void forget() {
      if (!inHand.isEmpty()) {
        next = inHand.firstKey();
        inHand.clear();
        bytes = 0;
      }
      readOn();
    }
  }
}
