package io.mesosbridge.commands;

import io.mesosbridge.kafka.Journal;
import io.mesosbridge.kafka.Publisher;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jboss.logging.Logger;

/**
 * Answers requesters on the topics that they named, for SmallRye's and Spring's request/reply. A
 * topic that cannot be written to harms nobody else: replies have a producer of their own, and only
 * so many may wait.
 */
final class Replies {

  private static final Logger LOG = Logger.getLogger(Replies.class);
  private static final int MOST_WAITING = 1_000;
  private static final List<Convention> CONVENTIONS =
      List.of(
          new Convention("REPLY_TOPIC", "REPLY_CORRELATION_ID", "REPLY_PARTITION"),
          new Convention("kafka_replyTopic", "kafka_correlationId", "kafka_replyPartition"));

  private final Journal journal;
  private final Publisher publisher;
  private final Counter failures;

  private record Convention(String topic, String correlationId, String partition) {}

  Replies(Journal journal, Publisher publisher, MeterRegistry meters) {
    this.journal = journal;
    this.publisher = publisher;
    this.failures = meters.counter("bridge.replies.failed");
  }

  /** Sends the result to whoever asked for a reply in the command's headers. */
  void reply(Headers request, String commandId, byte[] result) {
    for (Convention convention : CONVENTIONS) {
      Header topic = request.lastHeader(convention.topic);
      if (topic != null && topic.value() != null) {
        send(record(convention, topic, request, commandId, result));
      }
    }
  }

  private void send(ProducerRecord<byte[], byte[]> reply) {
    if (publisher.inFlightRecords() >= MOST_WAITING) {
      failures.increment();
      LOG.errorf("Dropped a reply for topic %s: %d wait already", reply.topic(), MOST_WAITING);
      return;
    }
    publisher.publish(
        reply,
        (metadata, failure) -> {
          if (failure != null) {
            failures.increment();
          }
        });
  }

  private ProducerRecord<byte[], byte[]> record(
      Convention convention, Header topic, Headers request, String commandId, byte[] result) {
    String name = new String(topic.value(), StandardCharsets.UTF_8);
    var event = journal.own(name, commandId, "command-result", commandId, result);
    Header partition = request.lastHeader(convention.partition);
    var reply = new ProducerRecord<>(name, number(partition), event.key(), result, event.headers());
    reply.headers().add(topic);
    for (String echoed : List.of(convention.correlationId, convention.partition, "traceparent")) {
      Header header = request.lastHeader(echoed);
      if (header != null) {
        reply.headers().add(header);
      }
    }
    return reply;
  }

  /** Both conventions send four bytes; a number in text is what people write by hand. */
  private static Integer number(Header header) {
    if (header == null || header.value() == null) {
      return null;
    }
    if (header.value().length == Integer.BYTES) {
      return ByteBuffer.wrap(header.value()).getInt();
    }
    String text = new String(header.value(), StandardCharsets.UTF_8);
    return text.matches("\\d{1,3}") ? Integer.valueOf(text) : null;
  }
}
