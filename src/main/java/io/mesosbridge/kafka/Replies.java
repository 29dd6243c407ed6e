package io.mesosbridge.kafka;

import io.mesosbridge.core.Outgoing;
import io.mesosbridge.core.Recent;
import io.mesosbridge.core.language.LogField;
import io.mesosbridge.kafka.KafkaTrouble.Complaint;
import io.mesosbridge.kafka.ReplyRoom.Waiting;
import io.mesosbridge.kafka.Topics.Topic;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.header.Headers;
import org.jboss.logging.Logger;

/**
 * Answers requesters on the topics that they named, for SmallRye's and Spring's request/reply, as
 * far as these are there, are not Kafka's or the bridge's own, and are allowed: what is written is
 * written with the bridge's rights. A topic that cannot be written to harms nobody else: replies
 * have a producer of their own, only so many may wait, and one that is not there is left alone for
 * a while. A reply to the command topic would be a command that asks for a reply.
 */
public final class Replies {

  private static final Logger LOG = Logger.getLogger(Replies.class);

  /** Of a topic, by Kafka's rules; a longer one is no topic. */
  private static final int LONGEST_NAME = 249;

  private static final List<Convention> CONVENTIONS =
      List.of(
          new Convention("REPLY_TOPIC", "REPLY_CORRELATION_ID", "REPLY_PARTITION"),
          new Convention("kafka_replyTopic", "kafka_correlationId", "kafka_replyPartition"));

  private final Envelope envelope;
  private final Set<String> own;
  private final Pattern allowed;
  private final ReplyTopics topics;
  private final Writer writer;
  private final Counter failures;
  private final ReplyRoom room = new ReplyRoom();
  private final LostTargets lost = new LostTargets();
  private final Complaint misled = new Complaint(LOG);
  private final Complaint crowded = new Complaint(LOG);

  private record Convention(String topic, String correlationId, String partition) {}

  /**
   * Answers by this writer.
   *
   * @param own the bridge's topics
   * @param allowed which names of topics may get one
   * @param topics closed with this
   */
  public Replies(
      Envelope envelope,
      Topics own,
      Pattern allowed,
      ReplyTopics topics,
      Writer writer,
      MeterRegistry meters) {
    this.envelope = envelope;
    this.allowed = allowed;
    this.topics = topics;
    this.own = own.all().stream().map(Topic::name).collect(Collectors.toSet());
    this.writer = writer;
    this.failures = failures(meters);
  }

  /** So that there is a zero before the first. */
  public static Counter failures(MeterRegistry meters) {
    return Counter.builder("bridge.replies.failed")
        .description("Replies that requesters did not get")
        .register(meters);
  }

  /** What a reply takes from a record's headers; empty where none is asked for. */
  static Map<String, byte[]> request(Headers headers) {
    Map<String, byte[]> request = new HashMap<>();
    for (Convention convention : CONVENTIONS) {
      if (headers.lastHeader(convention.topic) != null) {
        Stream.of(convention.topic, convention.correlationId, convention.partition, Envelope.TRACE)
            .map(headers::lastHeader)
            .filter(header -> header != null && header.value() != null)
            .filter(header -> !header.key().equals(Envelope.TRACE) || Envelope.isTrace(header))
            .forEach(header -> request.put(header.key(), header.value()));
      }
    }
    return request;
  }

  /**
   * Sends the result to whoever asked for a reply in the command's headers. Never fails: a command
   * is settled whatever its headers are.
   */
  public void reply(Map<String, byte[]> request, Outgoing result) {
    for (Convention convention : CONVENTIONS) {
      byte[] topic = request.get(convention.topic);
      if (topic != null) {
        try {
          reply(convention, topic, request, result);
        } catch (RuntimeException unforeseen) {
          LOG.debug("A reply that cannot be made", unforeseen);
          drop(
              misled,
              result.key(),
              "Dropped a reply to command " + result.key() + ": " + unforeseen);
        }
      }
    }
  }

  private void reply(
      Convention convention, byte[] topic, Map<String, byte[]> request, Outgoing result) {
    if (topic.length > LONGEST_NAME) {
      drop(
          misled,
          result.key(),
          "Dropped a reply: %s of command %s has %d bytes, but a topic's name has at most %d"
              .formatted(convention.topic, result.key(), topic.length, LONGEST_NAME));
    } else {
      send(record(convention, topic, request, result));
    }
  }

  private void send(ProducerRecord<byte[], byte[]> reply) {
    String topic = reply.topic();
    String command = commandOf(reply);
    if (own.contains(topic)) {
      drop(misled, command, "Dropped a reply for topic " + topic + ", which is the bridge's own");
    } else if (!allowed.matcher(topic).matches()) {
      drop(
          misled,
          command,
          "Dropped a reply for topic %s, which bridge.replies.allowed=%s does not match"
              .formatted(topic, allowed));
    } else if (lost.has(reply)) {
      failures.increment();
    } else {
      room.take(reply)
          .ifPresentOrElse(
              waiting -> topics.find(topic, (found, failure) -> send(waiting, found, failure)),
              () ->
                  drop(
                      crowded,
                      command,
                      "Replies for topic %s are dropped: as many as may wait for it, or in all, do already"
                          .formatted(topic)));
    }
  }

  private void send(Waiting waiting, TopicDescription found, Throwable failure) {
    ProducerRecord<byte[], byte[]> reply = waiting.reply();
    Integer partition = reply.partition();
    if (failure != null) {
      lost.failed(reply, failure);
      drop(waiting, "Dropped a reply for topic " + reply.topic() + ": " + failure.getMessage());
    } else if (found.isInternal()) {
      drop(waiting, "Dropped a reply for topic " + reply.topic() + ", which is Kafka's own");
    } else if (partition != null && partition >= found.partitions().size()) {
      drop(
          waiting,
          "Dropped a reply for partition %d of topic %s, which has %d"
              .formatted(partition, reply.topic(), found.partitions().size()));
    } else {
      writer.publish(reply, (metadata, unwritten) -> came(waiting, unwritten));
    }
  }

  /** Nothing is written from here on. */
  public void close() {
    topics.close();
  }

  private static String commandOf(ProducerRecord<byte[], byte[]> reply) {
    return new String(reply.key(), StandardCharsets.UTF_8);
  }

  private void drop(Waiting waiting, String reason) {
    room.release(waiting);
    drop(misled, commandOf(waiting.reply()), reason);
  }

  private void drop(Complaint complaint, String command, String reason) {
    failures.increment();
    complaint.because(reason, LogField.command(command));
  }

  private void came(Waiting waiting, Exception failure) {
    room.release(waiting);
    if (failure == null) {
      lost.found(waiting.reply());
      if (room.isEmpty()) { // a topic that takes its replies says nothing of one that does not
        crowded.over("Replies are written again");
      }
    } else {
      failures.increment();
      lost.failed(waiting.reply(), failure);
    }
  }

  private ProducerRecord<byte[], byte[]> record(
      Convention convention, byte[] topic, Map<String, byte[]> request, Outgoing result) {
    String name = new String(topic, StandardCharsets.UTF_8);
    var event = envelope.wrap(result, name);
    byte[] partition = request.get(convention.partition);
    var reply =
        new ProducerRecord<>(name, number(partition), event.key(), event.value(), event.headers());
    // not the topic: a record that names one is a request, which SmallRye's requesters pass over
    for (String echoed : List.of(convention.correlationId, convention.partition, Envelope.TRACE)) {
      if (request.containsKey(echoed)) {
        reply.headers().add(echoed, request.get(echoed));
      }
    }
    return reply;
  }

  /** Both conventions send four bytes; a number in text is what people write by hand. */
  private static Integer number(byte[] partition) {
    if (partition == null) {
      return null;
    }
    if (partition.length == Integer.BYTES) {
      int number = ByteBuffer.wrap(partition).getInt();
      return number < 0 ? null : number;
    }
    String text = new String(partition, StandardCharsets.UTF_8);
    return text.matches("\\d{1,3}") ? Integer.valueOf(text) : null;
  }

  /**
   * Topics and partitions that replies cannot go to. They are left alone for a while, since each
   * attempt makes all other replies wait for seconds; what one record or a Kafka that is away fails
   * with says nothing about its topic.
   */
  static final class LostTargets {

    private static final int MOST = 1_000;
    private static final long LEFT_ALONE_NANOS = 60_000_000_000L;

    private final Map<Target, Long> since = new Recent<>(MOST);

    /** The partition is null where Kafka is to choose. */
    private record Target(String topic, Integer partition) {
      private static Target of(ProducerRecord<?, ?> reply) {
        return new Target(reply.topic(), reply.partition());
      }
    }

    /** Whether this reply need not be tried now. */
    boolean has(ProducerRecord<?, ?> reply) {
      Long failed = since.get(Target.of(reply));
      return failed != null && System.nanoTime() - failed < LEFT_ALONE_NANOS;
    }

    void found(ProducerRecord<?, ?> reply) {
      since.remove(Target.of(reply));
    }

    void failed(ProducerRecord<?, ?> reply, Throwable failure) {
      if (failure instanceof InvalidTopicException
          || failure instanceof UnknownTopicOrPartitionException
          || failure instanceof AuthorizationException
          || isNotThere(failure)) {
        since.put(Target.of(reply), System.nanoTime());
      }
    }

    /** A producer tells of a partition that is not there in words only. */
    private static boolean isNotThere(Throwable failure) {
      return failure instanceof TimeoutException
          && (failure.getCause() instanceof UnknownTopicOrPartitionException
              || String.valueOf(failure.getMessage()).startsWith("Partition "));
    }
  }
}
