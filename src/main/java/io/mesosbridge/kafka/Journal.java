package io.mesosbridge.kafka;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Writes a leader's records: knows the subscription that they come from and the event that they
 * follow, so that their writers need not. Lives on one context, for one term.
 */
public final class Journal {

  private final Publisher publisher;
  private final String instance = UUID.randomUUID().toString();
  private long epoch = -1;
  private String frameworkId;
  private String streamId;
  private Envelope envelope = new Envelope(null, null, epoch);
  private long sequence;
  private long notices;

  /** A journal without subscription; its epoch is not known yet. */
  public Journal(Publisher publisher) {
    this.publisher = publisher;
  }

  /** From here on, records are of this leader's epoch. */
  public void begin(long epochOfLeader, String knownFrameworkId) {
    epoch = epochOfLeader;
    subscription(knownFrameworkId, null);
  }

  /** From here on, records come from this subscription; null when there is none. */
  public void subscription(String newFrameworkId, String newStreamId) {
    frameworkId = newFrameworkId;
    streamId = newStreamId;
    envelope = new Envelope(frameworkId, streamId, epoch);
  }

  /** From here on, records follow this event; the first one tells which stream it is of. */
  public void at(String eventStreamId, long newSequence) {
    if (!eventStreamId.equals(streamId)) {
      subscription(frameworkId, eventStreamId);
    }
    sequence = newSequence;
  }

  /** The key of what concerns the framework as a whole. */
  public String frameworkKey() {
    return frameworkId == null ? instance : frameworkId;
  }

  /** An id of the event that is being handled. */
  public String eventId() {
    return streamId + "/" + sequence;
  }

  /** The framework's id, or null before the first registration. */
  public String frameworkId() {
    return frameworkId;
  }

  /** A record that repeats what the master said, not written yet. */
  public ProducerRecord<byte[], byte[]> event(
      Topic topic, String key, String eventType, String id, byte[] value) {
    return envelope.event(topic, key, eventType, id, sequence, value);
  }

  /** A record of the bridge's own, not written yet. */
  public ProducerRecord<byte[], byte[]> own(
      String topic, String key, String name, String id, byte[] value) {
    return envelope.own(topic, key, name, id, sequence, value);
  }

  /** A notice: something that happened to the bridge itself. */
  public ProducerRecord<byte[], byte[]> notice(Topic topic, String name, byte[] json) {
    String id = (streamId == null ? instance : streamId) + "/" + name + "/" + ++notices;
    return own(topic.name(), frameworkKey(), name, id, json);
  }

  /** Writes once; the writer decides what a refusal by Kafka means. */
  public void write(ProducerRecord<byte[], byte[]> record, Callback done) {
    publisher.publish(record, done);
  }

  /** Writes until Kafka has it: for what must not get lost and cannot be had again. */
  public void writeSurely(ProducerRecord<byte[], byte[]> record, Written done) {
    writeSurely(record, done, () -> {});
  }

  /**
   * The same for what somebody waits for.
   *
   * @param tooLarge told instead when the topic takes no record of that size
   */
  public void writeSurely(ProducerRecord<byte[], byte[]> record, Written done, Runnable tooLarge) {
    publisher.publishSurely(
        record,
        (metadata, failure) -> {
          if (failure == null) {
            done.at(metadata);
          } else {
            tooLarge.run();
          }
        });
  }

  /** Adds a header in UTF-8; a null value adds none. */
  public static ProducerRecord<byte[], byte[]> with(
      ProducerRecord<byte[], byte[]> record, String header, String value) {
    if (value != null) {
      record.headers().add(header, value.getBytes(StandardCharsets.UTF_8));
    }
    return record;
  }

  /** Told where a record was written. */
  @FunctionalInterface
  public interface Written {
    /** Kafka has the record. */
    void at(RecordMetadata metadata);
  }
}
