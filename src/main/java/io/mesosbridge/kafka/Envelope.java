package io.mesosbridge.kafka;

import io.mesosbridge.core.LeaderClaim;
import io.mesosbridge.core.Outgoing;
import io.mesosbridge.core.Outgoing.Extras;
import io.mesosbridge.core.command.CommandRecord;
import io.mesosbridge.core.command.CommandRecord.Position;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Makes the bridge's records: CloudEvents in the Kafka binding's binary mode, that name the
 * framework as their source and the subscription they come from. Belongs to one thread.
 */
public final class Envelope {

  /** Where all of bridge-state goes, however many partitions somebody gave it: it has one order. */
  private static final Integer ORDERED = 0;

  /** Headers that the bridge reads go with all records about the command. */
  private static final int LONGEST_HEADER = 1_000;

  /** The one header of a trace context that the bridge carries. */
  public static final String TRACE = "traceparent";

  /** Of an update of a task that never ran: its launch gets another offer. */
  private static final String PLACED_AGAIN = "mesos-placed-again";

  private static final String IDS = "-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}";

  /** Of version 0, or of a later one, which may have more behind it. */
  private static final Pattern TRACE_CONTEXT =
      Pattern.compile("00" + IDS + "|(?!00|ff)[0-9a-f]{2}" + IDS + "(-.*)?");

  private final Topics topics;
  private final EventHeaders headers = new EventHeaders();

  /** For records of these topics. */
  public Envelope(Topics topics) {
    this.topics = topics;
  }

  /** The epoch of the leader that wrote the record; empty for one that no leader wrote. */
  public static OptionalLong epochOf(ConsumerRecord<?, ?> record) {
    String text = header(record, "ce_" + EventHeaders.EPOCH);
    long epoch =
        text != null && text.matches("-?\\d{1,18}") ? Long.parseLong(text) : Long.MAX_VALUE;
    return epoch <= LeaderClaim.HIGHEST_EPOCH ? OptionalLong.of(epoch) : OptionalLong.empty();
  }

  /** The identity of the command that a record of the topic of results is about. */
  public static String commandOf(ConsumerRecord<byte[], byte[]> result) {
    String key = result.key() == null ? "" : new String(result.key(), StandardCharsets.UTF_8);
    return FactCodec.identity(key, result);
  }

  /** A record of the topic of commands, received now. */
  public static CommandRecord command(ConsumerRecord<byte[], byte[]> record) {
    return new CommandRecord(
        Position.of(
            record.topic(),
            record.partition(),
            record.offset(),
            record.timestamp(),
            record.value()),
        Instant.now(),
        header(record, "ce_id"),
        isTrace(record.headers().lastHeader(TRACE)) ? header(record, TRACE) : null,
        record.value(),
        Replies.request(record.headers()));
  }

  /** Whether the header is there and has a W3C trace context. */
  static boolean isTrace(Header header) {
    return header != null
        && header.value() != null
        && header.value().length <= LONGEST_HEADER
        && TRACE_CONTEXT.matcher(new String(header.value(), StandardCharsets.UTF_8)).matches();
  }

  private static String header(ConsumerRecord<?, ?> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null || header.value() == null || header.value().length > LONGEST_HEADER
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }

  /** The record as Kafka gets it. */
  public ProducerRecord<byte[], byte[]> wrap(Outgoing record) {
    return wrap(record, name(record.topic(), topics));
  }

  /** The same for a topic that somebody else named. */
  ProducerRecord<byte[], byte[]> wrap(Outgoing record, String topic) {
    var written =
        new ProducerRecord<>(
            topic,
            record.topic() == Outgoing.Topic.STATE ? ORDERED : null,
            record.key().getBytes(StandardCharsets.UTF_8),
            record.value(),
            Arrays.asList(headers.of(record)));
    Extras extras = record.extras();
    add(written, FactCodec.COMMAND_ID, extras.commandId());
    add(written, TRACE, extras.traceparent());
    add(written, FactCodec.OFFER_END, extras.offerEnd());
    add(written, PLACED_AGAIN, extras.placedAgain() ? "true" : null);
    add(written, FactCodec.END_TO_COME, extras.endToCome() ? "true" : null);
    add(written, FactCodec.ENDED_BEFORE, extras.endedBefore());
    return written;
  }

  private static void add(ProducerRecord<byte[], byte[]> record, String header, String value) {
    if (value != null) {
      record.headers().add(header, value.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The framework that a record's source names; empty for a source that names none. */
  static Optional<String> frameworkOf(String source) {
    if (!source.startsWith(EventHeaders.OF_FRAMEWORK)) {
      return Optional.empty();
    }
    try {
      String id = source.substring(EventHeaders.OF_FRAMEWORK.length());
      return Optional.of(URLDecoder.decode(id, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  /** The topic of that name; null when the core writes to no such topic. */
  public static Outgoing.Topic topic(String name, Topics topics) {
    return Arrays.stream(Outgoing.Topic.values())
        .filter(topic -> name(topic, topics).equals(name))
        .findFirst()
        .orElse(null);
  }

  /** The topic's name. */
  public static String name(Outgoing.Topic topic, Topics topics) {
    return switch (topic) {
      case OFFERS -> topics.offers.name();
      case TASK_UPDATES -> topics.taskUpdates.name();
      case TASKS -> topics.tasks.name();
      case OPERATION_UPDATES -> topics.operationUpdates.name();
      case HEARTBEATS -> topics.heartbeats.name();
      case LAUNCHES -> topics.launches.name();
      case EVENTS -> topics.events.name();
      case RESULTS -> topics.commandResults.name();
      case STATE -> topics.state.name();
    };
  }
}
