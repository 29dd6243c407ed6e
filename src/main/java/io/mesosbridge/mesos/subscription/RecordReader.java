package io.mesosbridge.mesos.subscription;

import io.mesosbridge.core.mesos.Event;
import io.mesosbridge.core.mesos.EventReader;
import io.mesosbridge.core.mesos.EventRecord;
import io.mesosbridge.core.mesos.Slice;
import org.jboss.logging.Logger;

/** Numbers, reads and counts the records of one stream. */
final class RecordReader {

  private static final Logger LOG = Logger.getLogger(RecordReader.class);

  private final EventReader events;
  private final SubscriptionMetrics metrics;
  private long sequence;

  RecordReader(EventReader events, SubscriptionMetrics metrics) {
    this.events = events;
    this.metrics = metrics;
  }

  EventRecord read(String streamId, byte[] bytes) {
    Event event = events.read(bytes);
    sequence++;
    metrics.record(event.type(), bytes.length);
    if (event instanceof Event.Unreadable unreadable) {
      LOG.warnf("Record %d of stream %s: %s", sequence, streamId, unreadable.why());
    }
    return new EventRecord(streamId, sequence, Slice.of(bytes), event);
  }
}
