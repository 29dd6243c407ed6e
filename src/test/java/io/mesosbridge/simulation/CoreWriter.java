package io.mesosbridge.simulation;

import io.mesosbridge.core.Fact.Place;
import io.mesosbridge.core.Outgoing;
import io.mesosbridge.core.WriteId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Writes a term's records, a lane for each topic: what must not get lost is written until it is
 * there, and what came after it in the lane is then written after it once more.
 */
final class CoreWriter {

  private static final Duration REST = Duration.ofMillis(500);

  private static final class Pending {
    private final WriteId id;
    private final Outgoing record;
    private final long sinceMillis;
    private boolean sent;

    private Pending(WriteId id, Outgoing record, long sinceMillis) {
      this.id = id;
      this.record = record;
      this.sinceMillis = sinceMillis;
    }

    private int bytes() {
      return record.key().length() + (record.value() == null ? 0 : record.value().length);
    }
  }

  private static final class Lane {
    private final List<Pending> pending = new ArrayList<>();
    private int unanswered;
    private boolean resting;
  }

  private final CoreTerm term;
  private final SimProcess process;
  private final SimProducer producer;
  private final Map<Outgoing.Topic, Lane> lanes = new HashMap<>();
  private long bytes;

  CoreWriter(CoreTerm term, SimProcess process) {
    this.term = term;
    this.process = process;
    this.producer = process.renewProducer(process.random().nextInt(4));
  }

  void write(WriteId id, Outgoing record) {
    process.tell(() -> "writes " + SimCodec.inWords(record));
    Pending added = new Pending(id, record, process.now().millis());
    bytes += added.bytes();
    Lane lane = lanes.computeIfAbsent(record.topic(), topic -> new Lane());
    lane.pending.add(added);
    if (!lane.resting) {
      send(lane, added);
    }
  }

  long bytes() {
    return bytes;
  }

  /** How long the oldest record for that topic waits, in milliseconds; 0 for none. */
  long oldestWaitMillis(Outgoing.Topic topic) {
    Lane lane = lanes.get(topic);
    return lane == null || lane.pending.isEmpty()
        ? 0
        : process.now().millis() - lane.pending.get(0).sinceMillis;
  }

  private void send(Lane lane, Pending next) {
    if (!term.holds()) {
      remove(lane, next);
      return;
    }
    next.sent = true;
    lane.unanswered++;
    Outgoing record = next.record;
    producer.send(
        SimCodec.name(record.topic()),
        0,
        record.key(),
        record.value(),
        SimCodec.headers(record),
        new SimProducer.Answer() {
          @Override
          public void written(int partition, long offset, long timestamp) {
            answered(lane, next, new Place(partition, offset), null);
          }

          @Override
          public void refused(SimProducer.Refusal why) {
            answered(lane, next, null, why);
          }
        });
  }

  private void answered(Lane lane, Pending next, Place place, SimProducer.Refusal refusal) {
    lane.unanswered--;
    boolean tooLarge = refusal == SimProducer.Refusal.TOO_LARGE;
    boolean again = refusal == null ? isOvertaken(lane, next) : next.id.insists() && !tooLarge;
    if (again) {
      next.sent = false;
      lane.resting = true;
    } else {
      remove(lane, next);
    }
    if (lane.resting && lane.unanswered == 0) {
      process.after(REST, () -> sendAgain(lane));
    }
    if (!again && refusal == null) {
      term.written(next.id, place);
    } else if (!again) {
      term.refused(next.id, tooLarge);
    }
  }

  /** Whether one before it has to be sent again. */
  private static boolean isOvertaken(Lane lane, Pending next) {
    for (Pending before : lane.pending) {
      if (before == next) {
        return false;
      }
      if (!before.sent) {
        return true;
      }
    }
    throw new IllegalStateException("answered twice");
  }

  private void remove(Lane lane, Pending gone) {
    for (Iterator<Pending> all = lane.pending.iterator(); all.hasNext(); ) {
      if (all.next() == gone) {
        all.remove();
        bytes -= gone.bytes();
        return;
      }
    }
  }

  private void sendAgain(Lane lane) {
    if (!term.isClosed()) {
      lane.resting = false;
      List.copyOf(lane.pending).forEach(pending -> send(lane, pending));
    }
  }
}
