package io.mesosbridge.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.testkit.Configs;
import io.mesosbridge.testkit.InMemoryKafka;
import io.mesosbridge.testkit.KafkaRecord;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JournalTest {

  private final InMemoryKafka kafka = new InMemoryKafka(new SimpleMeterRegistry(), false);
  private final Topics topics = new Topics(Configs.of(Map.of()).topics());
  private final List<String> told = new ArrayList<>();

  @AfterEach
  void close() {
    kafka.close();
  }

  private ProducerRecord<byte[], byte[]> event(String type) {
    Journal journal = kafka.journal();
    return journal.event(
        topics.events, journal.frameworkKey(), type, journal.eventId(), "{}".getBytes(UTF_8));
  }

  private void writeSurely() {
    kafka.run(
        () ->
            kafka
                .journal()
                .writeSurely(
                    event("FAILURE"), at -> told.add("written"), () -> told.add("too large")));
  }

  @Test
  void whatKafkaRefusesIsWrittenUntilItTakesIt() {
    // Given
    writeSurely();
    kafka.refuseAll(new NotEnoughReplicasException("one of two"));

    // When
    await().until(() -> kafka.written().size() == 2);
    kafka.confirmAll();

    // Then
    assertThat(told).containsExactly("written");
    assertThat(kafka.written().get(1)).isEqualTo(kafka.written().get(0));
  }

  @Test
  void whatIsTooLargeIsNotWrittenAgain() {
    // Given
    writeSurely();

    // When
    kafka.refuseAll(new RecordTooLargeException("more than there is room for"));

    // Then
    assertThat(told).containsExactly("too large");
    assertThat(kafka.written()).hasSize(1);
  }

  @Test
  void recordsNameFrameworkStreamAndEvent() {
    // When
    kafka.run(
        () -> {
          Journal journal = kafka.journal();
          journal.subscription("framework/1", "stream-1");
          journal.at("stream-1", 5);
          journal.write(event("MESSAGE"), (metadata, failure) -> {});
          journal.at("stream-2", 1);
          journal.write(event("MESSAGE"), (metadata, failure) -> {});
        });

    // Then
    assertThat(kafka.written())
        .extracting(record -> record.header("ce_id"))
        .containsExactly("stream-1/5", "stream-2/1");
    KafkaRecord first = kafka.written().get(0);
    assertThat(first.key()).isEqualTo("framework/1");
    assertThat(first.headers())
        .containsEntry("ce_source", "/mesos/framework%2F1")
        .containsEntry("ce_streamid", "stream-1")
        .containsEntry("ce_sequence", "5")
        .containsEntry("ce_epoch", "7")
        .containsEntry("ce_type", "org.apache.mesos.v1.scheduler.MESSAGE");
  }

  @Test
  void noticesAreToldApartWithoutASubscription() {
    // Given
    kafka.run(() -> kafka.journal().subscription(null, null));

    // When
    kafka.run(
        () -> {
          for (int i = 0; i < 2; i++) {
            var notice = kafka.journal().notice(topics.events, "disconnected", new byte[0]);
            kafka.journal().write(notice, (metadata, failure) -> {});
          }
        });

    // Then
    assertThat(kafka.written())
        .extracting(record -> record.header("ce_id"))
        .doesNotHaveDuplicates();
    assertThat(kafka.written())
        .allSatisfy(
            notice -> {
              assertThat(notice.header("ce_source")).isEqualTo("/mesos");
              assertThat(notice.header("ce_streamid")).isNull();
              assertThat(notice.header("ce_type")).isEqualTo("io.mesosbridge.disconnected");
            });
  }
}
