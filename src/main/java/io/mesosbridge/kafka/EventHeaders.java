package io.mesosbridge.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.mesosbridge.core.InstantText;
import io.mesosbridge.core.Outgoing;
import io.mesosbridge.core.Outgoing.Source;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * The headers of a record as a CloudEvent. The SDK writes them once for each type of record of a
 * subscription, since that costs more than all else that is done for an event; a record's own id,
 * time, subject and sequence take the place of the first one's. Belongs to one thread.
 */
final class EventHeaders {

  static final String OF_FRAMEWORK = "/mesos/";
  static final String EPOCH = "epoch";

  private static final String ID = "ce_id";
  private static final String TIME = "ce_time";
  private static final String SUBJECT = "ce_subject";
  private static final String SEQUENCE = "ce_sequence";

  private static final String EVENT_TYPE = "org.apache.mesos.v1.scheduler.";
  private static final String OWN_TYPE = "io.mesosbridge.";

  /** Masters may send events of any type. */
  static final int MOST_TYPES = 100;

  private final Map<Outgoing.Type, Header[]> types = new HashMap<>();
  private Source source = new Source(null, null, 0, 0);
  private final InstantText times = new InstantText();
  private long millis = -1;
  private Header time;

  /** The record's headers, its extras apart; the caller may change the array. */
  Header[] of(Outgoing record) {
    if (!comesFromTheSame(record.source()) || types.size() == MOST_TYPES) {
      types.clear();
      source = record.source();
    }
    Header[] headers = types.computeIfAbsent(record.type(), type -> written(record)).clone();
    for (int i = 0; i < headers.length; i++) {
      switch (headers[i].key()) {
        case ID -> headers[i] = header(ID, record.id());
        case TIME -> headers[i] = time(record.millis());
        case SUBJECT -> headers[i] = header(SUBJECT, record.key());
        case SEQUENCE -> headers[i] = header(SEQUENCE, Long.toString(record.source().sequence()));
        default -> {
          // the same for all of the type
        }
      }
    }
    return headers;
  }

  /** How many types are remembered. */
  int typesInHand() {
    return types.size();
  }

  private boolean comesFromTheSame(Source other) {
    return other.epoch() == source.epoch()
        && Objects.equals(other.streamId(), source.streamId())
        && Objects.equals(other.frameworkId(), source.frameworkId());
  }

  private static Header header(String key, String value) {
    return new RecordHeader(key, value.getBytes(UTF_8));
  }

  /** Many records have the same time. */
  private Header time(long at) {
    if (at != millis) {
      millis = at;
      time = new RecordHeader(TIME, times.shortest(at));
    }
    return time;
  }

  private static Header[] written(Outgoing record) {
    return KafkaMessageFactory.createWriter("").writeBinary(event(record)).headers().toArray();
  }

  /** The event that the record is. */
  static CloudEvent event(Outgoing record) {
    Source follows = record.source();
    CloudEventBuilder event =
        CloudEventBuilder.v1()
            .withId(record.id())
            .withSource(uri(follows.frameworkId()))
            .withType((record.type().ofMesos() ? EVENT_TYPE : OWN_TYPE) + record.type().name())
            .withTime(Instant.ofEpochMilli(record.millis()).atOffset(ZoneOffset.UTC))
            .withSubject(record.key())
            .withDataContentType("application/json")
            .withExtension(EPOCH, Long.toString(follows.epoch()));
    if (follows.streamId() != null) {
      event
          .withExtension("streamid", follows.streamId())
          .withExtension("sequence", Long.toString(follows.sequence()));
    }
    return record.value() == null ? event.build() : event.withData(record.value()).build();
  }

  private static URI uri(String frameworkId) {
    return URI.create(
        frameworkId == null ? "/mesos" : OF_FRAMEWORK + URLEncoder.encode(frameworkId, UTF_8));
  }
}
