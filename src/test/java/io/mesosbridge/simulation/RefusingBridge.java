package io.mesosbridge.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The smallest bridge that keeps its promises: it refuses every command, once, and commits behind
 * what it has answered. It subscribes while it leads, and never calls for anything.
 */
class RefusingBridge implements SimBridge {

  private static final Duration AGAIN = Duration.ofMillis(500);
  private static final long MOST = 64 << 20;
  private final SimProcess process;

  /** Results that are in Kafka, by key. */
  private final Set<String> known = new HashSet<>();

  /** Commands without a result, by offset. */
  private final TreeMap<Long, SimRecord> inHand = new TreeMap<>();

  private SimConsumer consumer;
  private SimReader results;
  private PlainSubscription subscription;
  private String topicId = "";
  private long epoch;
  private long bytes;
  private boolean owner;
  private boolean leads;

  RefusingBridge(SimProcess process) {
    this.process = process;
  }

  @Override
  public void start() {
    consumer = process.consumer(SimWorld.COMMANDS, new Group());
  }

  @Override
  public void kill() {
    leads = false;
  }

  private final class Group implements SimConsumer.Listener {
    @Override
    public void assigned(int generation, List<Integer> partitions) {
      owner = partitions.equals(List.of(0));
      epoch = generation;
      if (owner) {
        beginAnew();
        readResults();
      }
    }

    @Override
    public void revoked(List<Integer> partitions) {
      end();
    }

    @Override
    public void lost(List<Integer> partitions) {
      end();
    }

    @Override
    public void received(int partition, List<SimRecord> records) {
      if (!topicId.equals(topicId())) {
        return;
      }
      for (SimRecord record : records) {
        inHand.put(record.offset(), record);
        bytes += record.bytes();
      }
      if (leads) {
        records.forEach(RefusingBridge.this::answer);
      }
    }
  }

  /** What was committed may be another topic's: all is read again, and known by its result. */
  private void beginAnew() {
    topicId = topicId();
    inHand.clear();
    bytes = 0;
    consumer.seek(0, 0);
  }

  private String topicId() {
    return process.kafka().topic(SimWorld.COMMANDS).map(SimTopic::id).orElse("");
  }

  /** A topic that is made anew quickly shows by its id only. */
  private void watchTopic(long by) {
    if (owner && by == epoch) {
      if (!topicId.equals(topicId())) {
        beginAnew();
      }
      process.after(AGAIN, () -> watchTopic(by));
    }
  }

  private void end() {
    owner = false;
    leads = false;
    inHand.clear();
    bytes = 0;
    if (results != null) {
      results.close();
      results = null;
    }
    if (subscription != null) {
      subscription.close();
      subscription = null;
    }
  }

  private void readResults() {
    known.clear();
    long end = process.kafka().partition(SimWorld.RESULTS, 0).map(SimPartition::end).orElse(0L);
    results =
        process.reader(
            SimWorld.RESULTS,
            0,
            0,
            new SimReader.Listener() {
              @Override
              public void read(List<SimRecord> records, long position) {
                records.forEach(record -> known.add(record.key()));
                if (position >= end) {
                  lead();
                }
              }

              @Override
              public void outOfRange(long start, long now) {
                results.seek(start);
                if (start >= end || now < end) {
                  lead();
                }
              }
            });
    if (end == 0) {
      lead();
    }
  }

  private void lead() {
    if (!leads && owner) {
      leads = true;
      process.tell(() -> "leads in " + epoch);
      List.copyOf(inHand.values()).forEach(this::answer);
      subscription = new PlainSubscription(process);
      watchTopic(epoch);
    }
  }

  void answer(SimRecord record) {
    String key = key(record);
    long by = epoch;
    if (known.contains(key)) {
      settled(record);
      return;
    }
    if (new String(record.value(), UTF_8).endsWith("}")) {
      refuse(record, key, by);
    } else {
      send(SimWorld.DEAD_LETTERS, null, record.value(), record, by, () -> refuse(record, key, by));
    }
  }

  private void refuse(SimRecord record, String key, long by) {
    byte[] result = ("{\"command_id\":\"" + key + "\",\"outcome\":\"REJECTED\"}").getBytes(UTF_8);
    send(
        SimWorld.RESULTS,
        key,
        result,
        record,
        by,
        () -> {
          known.add(key);
          settled(record);
        });
  }

  private void send(
      String topic, String key, byte[] value, SimRecord record, long by, Runnable then) {
    process
        .producer()
        .send(
            topic,
            0,
            key,
            value,
            Map.of("ce_epoch", Long.toString(by)),
            new SimProducer.Answer() {
              @Override
              public void written(int partition, long offset, long timestamp) {
                if (leads && by == epoch) {
                  then.run();
                }
              }

              @Override
              public void refused(SimProducer.Refusal why) {
                process.after(AGAIN, () -> answerAgain(record, by));
              }
            });
  }

  private void answerAgain(SimRecord record, long by) {
    if (leads && by == epoch) {
      answer(record);
    }
  }

  private static String key(SimRecord record) {
    String text = new String(record.value(), UTF_8);
    int id = text.startsWith("{\"id\":\"") ? 7 : -1;
    return id < 0
        ? SimWorld.COMMANDS + "-0-" + record.offset()
        : text.substring(id, text.indexOf('"', id));
  }

  /** What is read once its record is settled is committed. */
  void settled(SimRecord record) {
    if (inHand.remove(record.offset()) != null) {
      bytes -= record.bytes();
    }
    commit();
  }

  private void commit() {
    Long position = consumer.positions().get(0);
    if (position != null && topicId.equals(topicId())) {
      long offset = inHand.isEmpty() ? position : inHand.firstKey();
      consumer.commit(Map.of(0, offset), verdict -> process.tell(() -> "commit " + verdict));
    }
  }

  @Override
  public boolean leads() {
    return leads;
  }

  @Override
  public long epoch() {
    return epoch;
  }

  @Override
  public long bytesInHand() {
    return bytes;
  }

  @Override
  public long mostBytesInHand() {
    return MOST;
  }

  @Override
  public long mostBytesInFlight() {
    return MOST;
  }

  @Override
  public boolean isAtRest() {
    return inHand.isEmpty() && (!leads || subscription.stands());
  }

  @Override
  public String state() {
    return (leads ? "leads in " + epoch : "stands by") + ", " + inHand.size() + " in hand";
  }
}
