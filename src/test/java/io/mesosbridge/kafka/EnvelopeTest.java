package io.mesosbridge.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Outgoing;
import io.mesosbridge.core.Outgoing.Extras;
import io.mesosbridge.core.Outgoing.Source;
import io.mesosbridge.testkit.Configs;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A record of the core as a CloudEvent in Kafka. */
class EnvelopeTest {

  private final Envelope envelope = new Envelope(new Topics(Configs.of(Map.of()).topics()));

  private static Map<String, String> headers(ProducerRecord<byte[], byte[]> record) {
    Map<String, String> texts = new HashMap<>();
    Arrays.stream(record.headers().toArray())
        .forEach(header -> texts.put(header.key(), new String(header.value(), UTF_8)));
    return texts;
  }

  @Test
  void anEventNamesFrameworkStreamAndSequence() {
    // When
    ProducerRecord<byte[], byte[]> record =
        envelope.wrap(
            new Outgoing(
                Outgoing.Topic.TASK_UPDATES,
                "web",
                new Outgoing.Type(true, "UPDATE"),
                "u-1",
                "{}".getBytes(UTF_8),
                new Source("framework/1", "stream-1", 5, 7),
                new Extras("c-1", "00-1", null, true, true, "u-2,u-3"),
                0));

    // Then
    assertThat(record.topic()).isEqualTo("mesos.task-updates");
    assertThat(record.partition()).isNull();
    assertThat(record.key()).asString(UTF_8).isEqualTo("web");
    assertThat(record.value()).asString(UTF_8).isEqualTo("{}");
    assertThat(headers(record))
        .containsEntry("ce_id", "u-1")
        .containsEntry("ce_source", "/mesos/framework%2F1")
        .containsEntry("ce_streamid", "stream-1")
        .containsEntry("ce_sequence", "5")
        .containsEntry("ce_epoch", "7")
        .containsEntry("ce_type", "org.apache.mesos.v1.scheduler.UPDATE")
        .containsEntry("ce_time", "1970-01-01T00:00:00Z")
        .containsEntry("ce_subject", "web")
        .containsEntry("mesos-command-id", "c-1")
        .containsEntry("traceparent", "00-1")
        .containsEntry("mesos-placed-again", "true")
        .containsEntry("mesos-end-to-come", "true")
        .containsEntry("mesos-ended-before", "u-2,u-3")
        .doesNotContainKey("mesos-offer-end");
  }

  @Test
  void aTombstoneOfTheBridgesOwnNamesNoSubscriptionWithoutOne() {
    // When
    ProducerRecord<byte[], byte[]> record =
        envelope.wrap(
            new Outgoing(
                Outgoing.Topic.OFFERS,
                "o-1",
                new Outgoing.Type(false, "offer-ended"),
                "o-1",
                null,
                new Source(null, null, 0, 7),
                Extras.ofOfferEnd("rescinded"),
                0));

    // Then
    assertThat(record.value()).isNull();
    assertThat(headers(record))
        .containsEntry("ce_source", "/mesos")
        .containsEntry("ce_type", "io.mesosbridge.offer-ended")
        .containsEntry("mesos-offer-end", "rescinded")
        .doesNotContainKeys("ce_streamid", "ce_sequence", "traceparent");
  }

  @Test
  void whatTheBridgeRemembersGoesToTheOnePartitionThatHasAnOrder() {
    // When
    ProducerRecord<byte[], byte[]> record =
        envelope.wrap(
            new Outgoing(
                Outgoing.Topic.STATE,
                "leader",
                new Outgoing.Type(false, "leader"),
                "me/1",
                "{}".getBytes(UTF_8),
                new Source(null, null, 0, 7),
                Extras.NONE,
                0));

    // Then
    assertThat(record.partition()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01, true",
    "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more, true",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more, false",
    "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01, false",
    "00-00000000000000000000000000000000-00f067aa0ba902b7-01, false",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01, false",
    "00-1, false"
  })
  void aTraceparentThatIsNoneIsDropped(String text, boolean isKept) {
    // Given
    var record = new ConsumerRecord<byte[], byte[]>("mesos.commands", 0, 0, null, new byte[0]);
    record.headers().add("traceparent", text.getBytes(UTF_8));

    // When
    String kept = Envelope.command(record).traceparent();

    // Then
    assertThat(kept).isEqualTo(isKept ? text : null);
  }
}
