package io.mesosbridge.simulation;

import io.mesosbridge.core.Fact.LogRecord;
import io.mesosbridge.core.Outgoing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Reads the topics that the core remembers itself by, as long as the process lives. */
final class CoreLog {

  private static final Duration AGAIN = Duration.ofMillis(500);
  private static final List<Outgoing.Topic> FOLLOWED =
      List.of(
          Outgoing.Topic.STATE,
          Outgoing.Topic.TASKS,
          Outgoing.Topic.OFFERS,
          Outgoing.Topic.RESULTS);

  private final CoreBridge bridge;
  private final SimProcess process;
  private final Map<Outgoing.Topic, Reading> readings = new EnumMap<>(Outgoing.Topic.class);
  private final Map<Outgoing.Topic, Long> ends = new EnumMap<>(Outgoing.Topic.class);
  private long request;
  private long ledEpoch = Long.MIN_VALUE;

  CoreLog(CoreBridge bridge, SimProcess process) {
    this.bridge = bridge;
    this.process = process;
    FOLLOWED.forEach(topic -> readings.put(topic, new Reading(topic)));
  }

  /** From here on, what the leader of this epoch writes to the tables is of no interest. */
  void ofOthers(long epoch) {
    ledEpoch = epoch;
  }

  void anew() {
    ledEpoch = Long.MIN_VALUE;
    ends.clear();
    readings.values().forEach(Reading::close);
    FOLLOWED.forEach(topic -> readings.put(topic, new Reading(topic)));
  }

  /** Tells once it has read to where the topics end now. */
  void toEnds(long newRequest) {
    request = newRequest;
    ends.clear();
    askForEnds(newRequest);
  }

  private void askForEnds(long of) {
    if (of != request) {
      return;
    }
    boolean answers =
        !process.kafka().isAway()
            && FOLLOWED.stream()
                .allMatch(topic -> process.kafka().topic(SimCodec.name(topic)).isPresent());
    if (answers) {
      for (Outgoing.Topic topic : FOLLOWED) {
        ends.put(topic, process.kafka().partition(SimCodec.name(topic), 0).orElseThrow().end());
      }
      bridge.input(this::tellIfThere);
    } else {
      process.after(AGAIN, () -> askForEnds(of));
    }
  }

  private void tellIfThere() {
    boolean there =
        ends.size() == FOLLOWED.size()
            && ends.entrySet().stream()
                .allMatch(end -> readings.get(end.getKey()).reader.position() >= end.getValue());
    if (there) {
      ends.clear();
      bridge.core().caughtUp(request, bridge.now());
    }
  }

  private final class Reading implements SimReader.Listener {
    private final Outgoing.Topic topic;
    private String topicId;
    private SimReader reader;
    private boolean closed;

    private Reading(Outgoing.Topic topic) {
      this.topic = topic;
      this.topicId = id();
      this.reader = process.reader(SimCodec.name(topic), 0, 0, this);
    }

    private String id() {
      return process.kafka().topic(SimCodec.name(topic)).map(SimTopic::id).orElse(topicId);
    }

    private void close() {
      closed = true;
      reader.close();
    }

    @Override
    public void read(List<SimRecord> records, long position) {
      bridge.input(
          () -> {
            if (closed) {
              return;
            }
            if (topicId != null && !topicId.equals(id())) {
              begin(0, "it was made anew");
            } else {
              topicId = id();
              tell(records);
              tellIfThere();
            }
          });
    }

    private void tell(List<SimRecord> records) {
      List<LogRecord> all = new ArrayList<>();
      for (SimRecord record : records) {
        if (topic == Outgoing.Topic.STATE || isOfAnother(SimCodec.epoch(record))) {
          all.add(process.kafka().read(record, () -> SimCodec.read(topic, record)));
        }
      }
      if (!all.isEmpty()) {
        bridge.core().read(all, bridge.now());
      }
    }

    private boolean isOfAnother(long epoch) {
      return ledEpoch == Long.MIN_VALUE || (epoch >= 0 && epoch != ledEpoch);
    }

    @Override
    public void outOfRange(long start, long end) {
      bridge.input(
          () -> {
            if (!closed && reader.position() > end) {
              begin(start, "it ends at " + end);
            } else if (!closed) {
              reader.seek(start);
            }
          });
    }

    private void begin(long start, String why) {
      topicId = id();
      reader.seek(start);
      process.tell(() -> "finds " + topic + " broken: " + why);
      bridge.core().logBroken(topic == Outgoing.Topic.RESULTS ? null : topic, why, bridge.now());
      bridge.input(CoreLog.this::tellIfThere);
    }
  }
}
