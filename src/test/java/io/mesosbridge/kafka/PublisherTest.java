package io.mesosbridge.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** What a publisher writes, counts and tells. */
class PublisherTest {

  private final MockProducer<byte[], byte[]> kafka =
      new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final List<Runnable> later = new ArrayList<>();
  private volatile boolean mayWrite = true;
  private final Publisher publisher =
      new Publisher(kafka, "test", Runnable::run, later::add, () -> mayWrite, meters);

  @Test
  void countsWhatAwaitsKafkaAndTellsWhatBecameOfIt() {
    // Given
    publish("one", 100);
    publish("two", 200);
    awaitSent(2);
    long both = publisher.inFlightBytes();

    // When
    kafka.completeNext();
    long second = publisher.inFlightBytes();
    kafka.errorNext(new RecordTooLargeException("too large"));

    // Then
    assertThat(both).isGreaterThanOrEqualTo(300);
    assertThat(second).isBetween(200L, both - 100);
    assertThat(publisher.inFlightBytes()).isZero();
    assertThat(publisher.inFlightRecords()).isZero();
    assertThat(publisher.oldestWait()).isZero();
    assertThat(told).containsExactly("one: written", "two: too large");
    assertThat(meters.counter("bridge.publish.failures", "producer", "test").count()).isOne();
  }

  @Test
  void waitsAreThoseOfTheOldestRecordWhicheverIsConfirmedFirst() {
    // Given
    publish("one", 1);
    awaitSent(1);
    await().until(() -> publisher.oldestWait().compareTo(Duration.ofMillis(20)) > 0);

    // When
    publish("two", 1);

    // Then
    assertThat(publisher.oldestWait()).isGreaterThan(Duration.ofMillis(20));
  }

  @Test
  void tellsOnceOfARecordThatTheProducerRefusesTwice() {
    // Given
    MockProducer<byte[], byte[]> aborting =
        new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer()) {
          @Override
          public synchronized Future<RecordMetadata> send(
              ProducerRecord<byte[], byte[]> record, Callback callback) {
            callback.onCompletion(null, new ClusterAuthorizationException("aborted"));
            throw new KafkaException("in an error state");
          }
        };
    Publisher refused =
        new Publisher(aborting, "aborting", Runnable::run, later::add, () -> true, meters);

    // When
    for (String name : List.of("one", "two")) {
      refused.publish(
          new ProducerRecord<>("topic", new byte[1]), (metadata, failure) -> told.add(name));
    }

    // Then
    await().until(() -> told.contains("two"));
    assertThat(told).containsExactly("one", "two");
    assertThat(refused.inFlightRecords()).isZero();
    assertThat(refused.inFlightBytes()).isZero();
  }

  @Test
  void nothingOvertakesWhatIsTriedAgain() {
    // Given
    insist("offer", "o-1");
    insist("other offer", "o-2");
    awaitSent(2);
    kafka.errorNext(new TopicAuthorizationException("no right yet"));
    insist("tombstone", "o-1");
    kafka.errorNext(new TopicAuthorizationException("no right yet"));

    // When
    later.forEach(Runnable::run);
    awaitSent(5);
    while (kafka.completeNext()) {
      // each in its turn
    }

    // Then
    assertThat(later).hasSize(1);
    assertThat(told)
        .containsExactly("offer: written", "other offer: written", "tombstone: written");
    assertThat(publisher.inFlightBytes()).isZero();
  }

  @Test
  void whatHasOvertakenARefusedRecordIsWrittenOnceMore() {
    // Given
    insist("offer", "o-1");
    insist("tombstone", "o-1");
    awaitSent(2);
    kafka.errorNext(new TopicAuthorizationException("no right yet"));

    // When
    kafka.completeNext();
    later.forEach(Runnable::run);
    awaitSent(4);
    while (kafka.completeNext()) {
      // each in its turn
    }

    // Then
    assertThat(told).containsExactly("offer: written", "tombstone: written");
    assertThat(publisher.inFlightRecords()).isZero();
  }

  @Test
  void whatIsTriedAgainStillAwaitsKafka() {
    // Given
    insist("offer", "o-1");
    awaitSent(1);
    long bytes = publisher.inFlightBytes();

    // When
    kafka.errorNext(new TopicAuthorizationException("no right yet"));

    // Then
    assertThat(told).isEmpty();
    assertThat(publisher.inFlightBytes()).isEqualTo(bytes);
    assertThat(publisher.oldestWait()).isPositive();
    assertThat(meters.counter("bridge.publish.failures", "producer", "test").count()).isOne();
  }

  @Test
  void writesAllThatItWasGivenBeforeAnEndWithGrace() {
    // Given
    IntStream.range(0, 1_000).forEach(i -> publish("record " + i, 1));

    // When
    var ended = publisher.close(ofSeconds(20));

    // Then
    await().until(ended::isComplete);
    assertThat(kafka.history()).hasSize(1_000);
    assertThat(kafka.closed()).isTrue();
  }

  @Test
  void tellsNobodyOfWhatKafkaConfirmsAfterTheEnd() {
    // Given
    publish("one", 1);
    awaitSent(1);

    // When
    await().until(publisher.close(ZERO)::isComplete);
    kafka.completeNext();
    publish("two", 1);

    // Then
    assertThat(told).isEmpty();
    assertThat(kafka.history()).hasSize(1);
  }

  @Test
  void writesNothingThatItMayNot() {
    // Given
    mayWrite = false;

    // When
    publish("one", 1);

    // Then
    await().until(publisher.close(ofSeconds(20))::isComplete);
    assertThat(kafka.history()).isEmpty();
    assertThat(told).isEmpty();
  }

  private void publish(String name, int size) {
    publisher.publish(
        new ProducerRecord<>("topic", new byte[size]),
        (metadata, failure) ->
            told.add(name + ": " + (failure == null ? "written" : failure.getMessage())));
  }

  private void insist(String name, String key) {
    publisher.publishSurely(
        new ProducerRecord<>("topic", key.getBytes(UTF_8), new byte[1]),
        (metadata, failure) -> told.add(name + ": " + (failure == null ? "written" : failure)));
  }

  private void awaitSent(int records) {
    await().until(() -> kafka.history().size() == records);
  }
}
