package io.mesosbridge.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.events.Shedding.Kind;
import io.mesosbridge.kafka.Topics;
import io.mesosbridge.testkit.Configs;
import io.mesosbridge.testkit.InMemoryKafka;
import io.mesosbridge.testkit.KafkaRecord;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SheddingTest {

  private static final int MAX = 160_000;
  private static final int OVERHEAD = 64;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final InMemoryKafka kafka = new InMemoryKafka(meters, false);
  private final Topics topics = new Topics(Configs.of(Map.of()).topics());
  private final Shedding shedding =
      new Shedding(kafka.publisher(), new Notices(kafka.journal(), topics), MAX, meters);

  @AfterEach
  void close() {
    kafka.close();
  }

  private void await(int bytes) {
    byte[] value = new byte[bytes - OVERHEAD];
    kafka.run(() -> kafka.publisher().publish(new ProducerRecord<>("t", value), (m, e) -> {}));
  }

  private List<Kind> shed() {
    return Arrays.stream(Kind.values())
        .filter(kind -> kafka.ask(() -> shedding.sheds(kind)))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "160000, 0",
    "160001, 1",
    "170001, 2",
    "180001, 4",
  })
  void theMoreAwaitsKafkaTheMoreIsShed(int bytes, int kinds) {
    // Given
    await(bytes);

    // When
    List<Kind> shed = shed();

    // Then
    assertThat(shed).isEqualTo(Arrays.asList(Kind.values()).subList(0, kinds));
  }

  @Test
  void itIsToldOnceWhenItStartsAndOnceWhenItStopsWithWhatAndHowMuch() {
    // Given
    await(MAX + MAX);
    shed();
    shed();
    Map<Kind, Long> early = kafka.ask(shedding::stopIfKafkaIsBack);
    kafka.confirmAll();

    // When
    Map<Kind, Long> dropped = kafka.ask(shedding::stopIfKafkaIsBack);

    // Then
    assertThat(early).isEmpty();
    assertThat(dropped).containsOnlyKeys(Kind.values()).containsValue(2L);
    assertThat(kafka.ask(shedding::stopIfKafkaIsBack)).isEmpty();
    assertThat(shedding.isShedding()).isFalse();
    assertThat(meters.counter("bridge.shed", "what", "offers").count()).isEqualTo(2);
    List<KafkaRecord> notices = kafka.written("mesos.events");
    assertThat(notices)
        .extracting(notice -> notice.header("ce_type"))
        .containsExactly("io.mesosbridge.shedding-started", "io.mesosbridge.shedding-stopped");
    assertThat(notices.get(1).json().at("/shed/heartbeats").asInt()).isEqualTo(2);
  }
}
