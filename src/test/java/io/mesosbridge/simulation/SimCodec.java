package io.mesosbridge.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mesosbridge.core.Fact;
import io.mesosbridge.core.Fact.FrameworkRecord;
import io.mesosbridge.core.Fact.LogRecord;
import io.mesosbridge.core.Fact.Place;
import io.mesosbridge.core.LeaderClaim;
import io.mesosbridge.core.Outgoing;
import io.mesosbridge.core.Outgoing.Extras;
import io.mesosbridge.core.StateJson;
import io.mesosbridge.core.StateJson.StateKeys;
import io.mesosbridge.core.offer.OutstandingOffer.OfferEnd;
import io.mesosbridge.core.task.LiveTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** The bridge's records in the simulated topics: keys and headers as the contract has them. */
final class SimCodec {

  private static final String EPOCH = "ce_epoch";
  static final String COMMAND_ID = "mesos-command-id";
  private static final String TRACE = "traceparent";
  private static final String OFFER_END = "mesos-offer-end";
  static final String PLACED_AGAIN = "mesos-placed-again";
  private static final String END_TO_COME = "mesos-end-to-come";
  private static final String ENDED_BEFORE = "mesos-ended-before";

  private SimCodec() {}

  static String name(Outgoing.Topic topic) {
    return switch (topic) {
      case OFFERS -> SimWorld.OFFERS;
      case TASK_UPDATES -> SimWorld.UPDATES;
      case TASKS -> SimWorld.TASKS;
      case OPERATION_UPDATES -> "mesos.operation-updates";
      case HEARTBEATS -> "mesos.heartbeats";
      case LAUNCHES -> SimWorld.LAUNCHES;
      case EVENTS -> "mesos.events";
      case RESULTS -> SimWorld.RESULTS;
      case STATE -> SimWorld.STATE;
    };
  }

  /** The record's headers. */
  static Map<String, String> headers(Outgoing record) {
    Outgoing.Source follows = record.source();
    Map<String, String> headers = new HashMap<>();
    headers.put("ce_id", record.id());
    headers.put(
        "ce_source", follows.frameworkId() == null ? "/mesos" : "/mesos/" + follows.frameworkId());
    headers.put(EPOCH, Long.toString(follows.epoch()));
    Outgoing.Extras extras = record.extras();
    put(headers, COMMAND_ID, extras.commandId());
    put(headers, TRACE, extras.traceparent());
    put(headers, OFFER_END, extras.offerEnd());
    put(headers, PLACED_AGAIN, extras.placedAgain() ? "true" : null);
    put(headers, END_TO_COME, extras.endToCome() ? "true" : null);
    put(headers, ENDED_BEFORE, extras.endedBefore());
    return headers;
  }

  private static void put(Map<String, String> headers, String name, String value) {
    if (value != null) {
      headers.put(name, value);
    }
  }

  /** In which epoch the record was written; -1 when it does not say. */
  static long epoch(SimRecord record) {
    String header = record.header(EPOCH);
    return header == null ? -1 : Long.parseLong(header);
  }

  /** What a record of the log says. */
  static LogRecord read(Outgoing.Topic topic, SimRecord record) {
    long epoch = epoch(record);
    Fact fact;
    try {
      fact = fact(topic, record);
      if (fact instanceof Fact.Claimed) {
        epoch = StateJson.read(record.value(), LeaderClaim.class).epochAt(record.offset(), epoch);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a record of the bridge's own cannot be read", e);
    }
    return new LogRecord(topic, 0, record.offset(), record.key(), epoch, fact);
  }

  private static Fact fact(Outgoing.Topic topic, SimRecord record) throws IOException {
    String key = record.key();
    byte[] value = record.value();
    return switch (topic) {
      case RESULTS -> new Fact.ResultAt(record.header("ce_id"), new Place(0, record.offset()));
      case OFFERS ->
          value == null
              ? new Fact.OfferGone(key, OfferEnd.of(text(record, OFFER_END)).orElse(null))
              : new Fact.Offered(key, value);
      case TASKS ->
          value == null
              ? new Fact.TaskEnded(
                  key,
                  record.header("ce_id"),
                  record.header(COMMAND_ID),
                  record.header(END_TO_COME) != null,
                  Extras.endsIn(record.header(ENDED_BEFORE)))
              : new Fact.TaskRow(
                  StateJson.read(value, LiveTask.class).tracedBy(record.header(TRACE)),
                  frameworkOf(record.header("ce_source")));
      case LAUNCHES -> new Fact.LaunchListed(key, value);
      case STATE -> state(record, key, value);
      default -> throw new IllegalArgumentException("no topic of the log: " + topic);
    };
  }

  private static String frameworkOf(String source) {
    return source.equals("/mesos") ? null : source.substring("/mesos/".length());
  }

  private static String text(SimRecord record, String header) {
    String value = record.header(header);
    return value == null ? "" : value;
  }

  private static Fact state(SimRecord record, String key, byte[] value) throws IOException {
    if (key.equals(StateKeys.LEADER)) {
      LeaderClaim claim = StateJson.read(value, LeaderClaim.class);
      return new Fact.Claimed(claim.instance(), epoch(record), claim.epoch() != null);
    }
    if (key.equals(StateKeys.FRAMEWORK)) {
      return new Fact.FrameworkIs(
          value == null ? null : StateJson.read(value, FrameworkRecord.class));
    }
    return StateJson.factOf(key, value);
  }

  /** A record in a few words, for a story. */
  static String inWords(Outgoing record) {
    return record.topic()
        + " "
        + record.key()
        + " "
        + (record.value() == null ? "tombstone" : new String(record.value(), UTF_8));
  }

  /** Sends a record that nobody waits for. */
  static void sendUnawaited(Outgoing record, SimProducer producer) {
    producer.send(
        name(record.topic()),
        0,
        record.key(),
        record.value(),
        headers(record),
        new SimProducer.Answer() {
          @Override
          public void written(int partition, long offset, long timestamp) {
            // nobody waits for it
          }

          @Override
          public void refused(SimProducer.Refusal why) {
            // nobody waits for it
          }
        });
  }
}
