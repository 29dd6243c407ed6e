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
  private static final List<Outgoing.Topic> TABLES =
      List.of(
          Outgoing.Topic.STATE,
          Outgoing.Topic.TASKS,
          Outgoing.Topic.OFFERS,
          Outgoing.Topic.LAUNCHES);

  /** There may be many results, so that reading them takes so long at most. */
  private static final long RESULTS_MILLIS = 5_000;

  private final CoreBridge bridge;
  private final SimProcess process;
  private final Map<Outgoing.Topic, Reading> readings = new EnumMap<>(Outgoing.Topic.class);
  private final Map<Outgoing.Topic, Long> ends = new EnumMap<>(Outgoing.Topic.class);
  private long request;
  private long ledEpoch = Long.MIN_VALUE;
  private long endOfResults;
  private boolean awaitsResults;

  CoreLog(CoreBridge bridge, SimProcess process) {
    this.bridge = bridge;
    this.process = process;
    read();
  }

  private void read() {
    TABLES.forEach(topic -> read(topic, Duration.ZERO));
    read(Outgoing.Topic.RESULTS, process.kafka().atMost(RESULTS_MILLIS));
  }

  private void read(Outgoing.Topic topic, Duration late) {
    Reading former = readings.get(topic);
    readings.put(topic, new Reading(topic, late, former == null ? null : former.topicId));
  }

  /**
   * From here on, what the leader of this epoch writes to the tables is of no interest, nor are its
   * results once all that there are now have been read.
   */
  void led(long epoch) {
    ledEpoch = epoch;
    askForEndOfResults(epoch);
  }

  private void askForEndOfResults(long epoch) {
    if (epoch != ledEpoch) {
      return;
    }
    SimPartition results =
        process.kafka().isAway()
            ? null
            : process.kafka().partition(SimWorld.RESULTS, 0).orElse(null);
    if (results == null) {
      process.after(AGAIN, () -> askForEndOfResults(epoch));
    } else {
      awaitsResults = true;
      endOfResults = results.end();
      lookForResults(epoch);
    }
  }

  /** Again and again, since a topic that is made anew may have none to be told of. */
  private void lookForResults(long epoch) {
    if (awaitsResults && epoch == ledEpoch) {
      bridge.input(this::tellIfThere);
      process.after(AGAIN, () -> lookForResults(epoch));
    }
  }

  void anew() {
    ledEpoch = Long.MIN_VALUE;
    awaitsResults = false;
    ends.clear();
    readings.values().forEach(Reading::close);
    read();
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
            && TABLES.stream()
                .allMatch(topic -> process.kafka().topic(SimCodec.name(topic)).isPresent());
    if (answers) {
      for (Outgoing.Topic topic : TABLES) {
        ends.put(topic, process.kafka().partition(SimCodec.name(topic), 0).orElseThrow().end());
      }
      lookForEnds(of);
    } else {
      process.after(AGAIN, () -> askForEnds(of));
    }
  }

  /** Again and again, for the same reason. */
  private void lookForEnds(long of) {
    if (of == request && !ends.isEmpty()) {
      bridge.input(this::tellIfThere);
      process.after(AGAIN, () -> lookForEnds(of));
    }
  }

  private void tellIfThere() {
    boolean there =
        ends.size() == TABLES.size()
            && ends.entrySet().stream().allMatch(end -> hasRead(end.getKey(), end.getValue()));
    if (there && TABLES.stream().allMatch(topic -> readings.get(topic).isOfToday())) {
      ends.clear();
      bridge.core().caughtUp(request, bridge.now());
    }
    if (awaitsResults
        && hasRead(Outgoing.Topic.RESULTS, endOfResults)
        && readings.get(Outgoing.Topic.RESULTS).isOfToday()) {
      awaitsResults = false;
      bridge.core().resultsRead(ledEpoch, bridge.now());
    }
  }

  /** A topic that was made anew meanwhile may not have so many. */
  private boolean hasRead(Outgoing.Topic topic, long end) {
    long toRead =
        process
            .kafka()
            .partition(SimCodec.name(topic), 0)
            .map(now -> Math.min(end, now.end()))
            .orElse(end);
    return readings.get(topic).position() >= toRead;
  }

  private final class Reading implements SimReader.Listener {
    private final Outgoing.Topic topic;
    private String topicId;
    private SimReader reader;
    private boolean closed;

    /** What was told, not what was fetched: a process that pauses has that still before it. */
    private long toldUpTo;

    /** Of the topic that the former reading was of, null for none or an unknown one. */
    private Reading(Outgoing.Topic topic, Duration late, String formerId) {
      this.topic = topic;
      this.topicId = formerId == null ? id() : formerId;
      if (late.isZero()) {
        open();
      } else {
        process.after(late, this::open);
      }
    }

    private void open() {
      if (!closed) {
        reader = process.reader(SimCodec.name(topic), 0, 0, this);
        bridge.input(CoreLog.this::tellIfThere);
      }
    }

    private long position() {
      return reader == null ? -1 : toldUpTo;
    }

    private String id() {
      return process.kafka().topic(SimCodec.name(topic)).map(SimTopic::id).orElse(topicId);
    }

    /** Whether Kafka says that it is still that topic; else it is read from its beginning. */
    private boolean isOfToday() {
      if (process.kafka().isAway() || process.kafka().topic(SimCodec.name(topic)).isEmpty()) {
        return false;
      }
      if (topicId != null && !topicId.equals(id())) {
        begin(0, "it was made anew");
        return false;
      }
      return true;
    }

    private void close() {
      closed = true;
      if (reader != null) {
        reader.close();
      }
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
              toldUpTo = position;
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
      boolean all =
          ledEpoch == Long.MIN_VALUE || (topic == Outgoing.Topic.RESULTS && awaitsResults);
      return all || (epoch >= 0 && epoch != ledEpoch);
    }

    @Override
    public void outOfRange(long start, long end) {
      bridge.input(
          () -> {
            if (!closed && reader.position() > end) {
              begin(start, "it ends at " + end);
            } else if (!closed) {
              seek(start);
              tellIfThere();
            }
          });
    }

    private void seek(long offset) {
      toldUpTo = offset;
      reader.seek(offset);
    }

    private void begin(long start, String why) {
      topicId = id();
      seek(start);
      process.tell(() -> "finds " + topic + " broken: " + why);
      bridge.core().logBroken(topic == Outgoing.Topic.RESULTS ? null : topic, why, bridge.now());
      bridge.input(CoreLog.this::tellIfThere);
    }
  }
}
