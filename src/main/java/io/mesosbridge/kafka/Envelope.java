package io.mesosbridge.kafka;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Makes the bridge's records: CloudEvents in the Kafka binding's binary mode, that name the
 * framework as their source and the subscription they come from.
 */
public final class Envelope {

  private static final String EPOCH = "epoch";
  private static final String EVENT_TYPE = "org.apache.mesos.v1.scheduler.";
  private static final String OWN_TYPE = "io.mesosbridge.";

  private final URI source;
  private final String streamId;
  private final String epoch;

  /**
   * The envelope of one subscription.
   *
   * @param frameworkId null before the first registration
   * @param streamId null while there is no subscription
   * @param epoch the leader's epoch
   */
  public Envelope(String frameworkId, String streamId, long epoch) {
    this.source =
        URI.create(
            frameworkId == null
                ? "/mesos"
                : "/mesos/" + URLEncoder.encode(frameworkId, StandardCharsets.UTF_8));
    this.streamId = streamId;
    this.epoch = Long.toString(epoch);
  }

  /** The epoch of the leader that wrote the record; empty for one that no leader wrote. */
  public static OptionalLong epochOf(ConsumerRecord<?, ?> record) {
    Header header = record.headers().lastHeader("ce_" + EPOCH);
    if (header == null || header.value() == null) {
      return OptionalLong.empty();
    }
    String text = new String(header.value(), StandardCharsets.UTF_8);
    return text.matches("-?\\d{1,18}")
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }

  /**
   * A record that repeats what the master said.
   *
   * @param eventType the event's type in Mesos, e.g. {@code OFFERS}
   * @param id the CloudEvent's id
   * @param sequence the event's number in the subscription
   * @param value the object's bytes, or null for a tombstone
   */
  public ProducerRecord<byte[], byte[]> event(
      Topic topic, String key, String eventType, String id, long sequence, byte[] value) {
    return record(topic.name(), key, EVENT_TYPE + eventType, id, sequence, value);
  }

  /**
   * A record of the bridge's own.
   *
   * @param name what it is, in kebab case
   * @param id the CloudEvent's id
   * @param sequence the number of the event that it follows
   * @param value its JSON, or null for a tombstone
   */
  public ProducerRecord<byte[], byte[]> own(
      String topic, String key, String name, String id, long sequence, byte[] value) {
    return record(topic, key, OWN_TYPE + name, id, sequence, value);
  }

  private ProducerRecord<byte[], byte[]> record(
      String topic, String key, String type, String id, long sequence, byte[] value) {
    CloudEventBuilder event =
        CloudEventBuilder.v1()
            .withId(id)
            .withSource(source)
            .withType(type)
            .withTime(OffsetDateTime.now(ZoneOffset.UTC))
            .withSubject(key)
            .withDataContentType("application/json")
            .withExtension(EPOCH, epoch);
    if (streamId != null) {
      event.withExtension("streamid", streamId).withExtension("sequence", Long.toString(sequence));
    }
    return write(topic, key, value == null ? event.build() : event.withData(value).build());
  }

  private static ProducerRecord<byte[], byte[]> write(String topic, String key, CloudEvent event) {
    return KafkaMessageFactory.createWriter(topic, key.getBytes(StandardCharsets.UTF_8))
        .writeBinary(event);
  }
}
