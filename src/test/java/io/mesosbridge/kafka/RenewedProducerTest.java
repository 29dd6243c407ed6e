package io.mesosbridge.kafka;

import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** When a writer gives what it has to another producer, and how. */
class RenewedProducerTest extends WriterRig {

  private final Refused refused = new Refused(0);
  private final Queue<Supplier<Producer<byte[], byte[]>>> next = new ConcurrentLinkedQueue<>();

  private record Total(MetricName metricName, Object metricValue) implements Metric {}

  /** One whose login was refused when it had sent so many records; fails all as it is closed. */
  static final class Refused extends MockProducer<byte[], byte[]> {
    Refused(double sent) {
      super(false, null, new ByteArraySerializer(), new ByteArraySerializer());
      Map.of("record-send-total", sent, "failed-authentication-total", 1.0)
          .forEach(
              (counter, total) -> {
                MetricName name = new MetricName(counter, "producer-metrics", "", Map.of());
                setMockMetrics(name, new Total(name, total));
              });
    }

    @Override
    public void close(Duration timeout) {
      while (errorNext(new KafkaException("closed forcefully"))) {
        // each in its turn
      }
      super.close(timeout);
    }
  }

  private void write(List<Supplier<Producer<byte[], byte[]>>> producers) {
    next.addAll(producers);
    writer = new Writer(() -> next.remove().get(), "renewed", loop, BOUNDS, meters);
  }

  @Test
  void theOtherIsGivenInOrderWhatTheFormerOneHad() {
    // Given
    write(List.of(() -> refused, () -> kafka));
    IntStream.range(0, 3).forEach(i -> publish("record " + i, i));
    await().until(() -> refused.history().size() == 3);

    // When
    awaitAllTold(3);

    // Then
    assertThat(told).containsExactly("record 0: written", "record 1: written", "record 2: written");
    assertThat(kafka.history())
        .extracting(record -> record.value().length)
        .containsExactly(0, 1, 2);
    assertThat(refused.closed()).isTrue();
    assertThat(bytes()).isZero();
  }

  @Test
  void itStaysAsLongAsNoOtherCanBeMade() {
    // Given
    Supplier<Producer<byte[], byte[]>> none =
        () -> {
          throw new KafkaException("no token yet");
        };
    write(List.of(() -> refused, none, none, () -> kafka));
    publish("one", 1);

    // When
    awaitAllTold(1);

    // Then
    assertThat(told).containsExactly("one: written");
    assertThat(next).isEmpty();
  }

  @Test
  void oneThatHasSentSomethingStays() {
    // Given
    Refused sending = new Refused(1);
    write(List.of(() -> sending, () -> kafka));

    // When
    publish("one", 1);
    await().until(sending::completeNext);
    awaitAllTold(1);

    // Then
    assertThat(told).containsExactly("one: written");
    await()
        .until(
            () -> {
              loop.pass();
              return loop.laterTasks() == 0;
            });
    assertThat(next).hasSize(1);
  }

  @Test
  void oneInAStateThatItNeverLeavesIsReplacedAlsoIfItHasSentSomething() {
    // Given
    Refused broken = new Refused(1);
    broken.sendException = new KafkaException("we are in an error state");
    write(List.of(() -> broken, () -> kafka));

    // When
    insist("topic", "one", "key");
    awaitAllTold(1);

    // Then
    assertThat(told).containsExactly("one: written");
    assertThat(broken.closed()).isTrue();
  }

  @Test
  void noOtherIsMadeAfterTheEnd() {
    // Given
    write(List.of(() -> refused, () -> kafka));
    publish("one", 1);
    await().until(() -> loop.laterTasks() == 1);

    // When
    await().until(end(ZERO)::isComplete);
    loop.pass();

    // Then
    assertThat(refused.closed()).isTrue();
    assertThat(next).hasSize(1);
    assertThat(told).isEmpty();
  }

  private void awaitAllTold(int records) {
    await()
        .until(
            () -> {
              loop.pass();
              kafka.completeNext();
              return told.size() == records;
            });
  }
}
