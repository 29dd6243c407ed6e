package io.mesosbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.testkit.Configs;
import io.mesosbridge.testkit.WriterLoop;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A topic takes less than the producer would give it at once. */
class SmallTopicWriterTest {

  private static final int RECORDS = 60;

  private final String topic = UUID.randomUUID().toString();
  private final KafkaClients clients = new KafkaClients(SecuredBroker.open(), Configs.of(Map.of()));
  private final WriterLoop loop = WriterLoop.ticking();
  private final Writer writer =
      new Writer(
          clients.producers("records"),
          "records",
          loop,
          clients.bounds(),
          new SimpleMeterRegistry());
  private final List<String> told = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    loop.run(() -> writer.close(Duration.ZERO));
    loop.close();
  }

  private void write(int bytes) {
    writer.publishSurely(
        new ProducerRecord<>(topic, new byte[bytes]),
        (at, failure) -> told.add(bytes + ": " + (failure == null ? "written" : failure)));
  }

  @Test
  void recordsThatAreSmallEnoughAreWrittenHoweverManyComeTogether() {
    // Given
    SecuredBroker.ADMIN.create(topic, 1, Map.of("max.message.bytes", "20000"));

    // When
    loop.run(() -> IntStream.range(0, RECORDS).forEach(i -> write(1_000)));

    // Then
    await().until(() -> told.size() == RECORDS);
    assertThat(told).containsOnly("1000: written");
  }

  @Test
  void oneThatIsLargerThanASegmentIsToldAndHoldsUpNothing() {
    // Given
    SecuredBroker.ADMIN.create(
        topic, 1, Map.of("max.message.bytes", "4000000", "segment.bytes", "1048576"));

    // When
    loop.run(() -> List.of(2_000_000, 10).forEach(this::write));

    // Then
    await().until(() -> told.size() == 2);
    assertThat(told.get(0)).startsWith("2000000: ").contains("RecordTooLargeException");
    assertThat(told.get(1)).isEqualTo("10: written");
  }
}
