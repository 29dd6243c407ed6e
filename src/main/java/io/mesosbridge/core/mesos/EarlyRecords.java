package io.mesosbridge.core.mesos;

import io.mesosbridge.core.mesos.Event.EventRecord;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * What comes before SUBSCRIBED, when nobody knows yet whose subscription it is: heartbeats wait,
 * since masters before 1.5.1 send them (MESOS-8641); no master sends anything else, so nothing else
 * is handled.
 */
final class EarlyRecords {

  static final int MOST = 20;

  private static final Logger LOG = Logger.getLogger(EarlyRecords.class);

  private final List<Happening> heartbeats = new ArrayList<>();
  private int records;
  private boolean complained;

  /** Another attempt begins. */
  void clear() {
    heartbeats.clear();
    records = 0;
    complained = false;
  }

  /** A record came; whether that are more than can be. */
  boolean add(EventRecord record) {
    if (record.event() instanceof Event.Heartbeat) {
      heartbeats.add(new Happening.Received(record));
    } else if (!complained) {
      complained = true;
      LOG.errorf(
          "%s before SUBSCRIBED in stream %s is not handled, nor is what else comes before it",
          record.event().type(), record.streamId());
    }
    return ++records > MOST;
  }

  /** The heartbeats, in order. */
  List<Happening> heartbeats() {
    return heartbeats;
  }
}
