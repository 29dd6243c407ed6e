package io.mesosbridge.kafka;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** What a writer does about records that Kafka refuses, and at its end. */
class WriterRetryTest extends WriterRig {

  @Test
  void tellsOnceOfARecordThatTheProducerRefusesTwice() {
    // Given
    MockProducer<byte[], byte[]> aborting =
        new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer()) {
          @Override
          public synchronized java.util.concurrent.Future<RecordMetadata> send(
              ProducerRecord<byte[], byte[]> record, Callback callback) {
            callback.onCompletion(null, new ClusterAuthorizationException("aborted"));
            throw new KafkaException("in an error state");
          }
        };
    writer = new Writer(() -> aborting, "aborting", loop, BOUNDS, meters);

    // When
    publish("one", 1);
    publish("two", 1);

    // Then
    await().until(() -> told.size() == 2);
    assertThat(told).containsExactly("one: aborted", "two: aborted");
    assertThat(loop.ask(writer::inFlightRecords)).isZero();
    assertThat(bytes()).isZero();
  }

  @Test
  void anErrorOfTheProducerCountsAsAnException() {
    // Given
    MockProducer<byte[], byte[]> broken =
        new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer()) {
          @Override
          public synchronized java.util.concurrent.Future<RecordMetadata> send(
              ProducerRecord<byte[], byte[]> record, Callback callback) {
            throw new StackOverflowError("too deep");
          }
        };
    writer = new Writer(() -> broken, "broken", loop, BOUNDS, meters);

    // When
    publish("one", 1);
    publish("two", 1);

    // Then
    await().until(() -> told.size() == 2);
    assertThat(told).allMatch(line -> line.contains("too deep"));
    assertThat(bytes()).isZero();
  }

  @Test
  void nothingOvertakesWhatIsTriedAgain() {
    // Given
    insist("topic", "offer", "o-1");
    insist("topic", "other offer", "o-2");
    awaitSent(2);
    kafka.errorNext(new TopicAuthorizationException("no right yet"));
    insist("topic", "tombstone", "o-1");
    kafka.errorNext(new TopicAuthorizationException("no right yet"));

    // When
    loop.pass();
    awaitSent(3);
    kafka.completeNext();
    awaitSent(5);
    completeAll();

    // Then
    assertThat(told)
        .containsExactly("offer: written", "other offer: written", "tombstone: written");
    assertThat(bytes()).isZero();
  }

  @Test
  void whatHasOvertakenARefusedRecordIsWrittenOnceMore() {
    // Given
    insist("topic", "offer", "o-1");
    insist("topic", "tombstone", "o-1");
    awaitSent(2);
    kafka.errorNext(new TopicAuthorizationException("no right yet"));

    // When
    kafka.completeNext();
    loop.pass();
    awaitSent(3);
    kafka.completeNext();
    awaitSent(4);
    completeAll();

    // Then
    assertThat(told).containsExactly("offer: written", "tombstone: written");
    assertThat(loop.ask(writer::inFlightRecords)).isZero();
  }

  @Test
  void whatKafkaTakesBetweenTwoAttemptsOfAnOlderRecordIsWrittenOnceMore() {
    // Given
    insist("topic", "offer", "o-1");
    insist("topic", "tombstone", "o-1");
    awaitSent(2);
    kafka.errorNext(new TopicAuthorizationException("no right yet"));
    loop.pass();
    awaitSent(3);

    // When
    kafka.completeNext();
    kafka.completeNext();

    // Then
    awaitSent(4);
    completeAll();
    assertThat(told).containsExactly("offer: written", "tombstone: written");
  }

  @Test
  void aRecordThatNoSegmentHasRoomForIsToldAndThoseBesideItAreWritten() {
    // Given
    insist("topic", "small", "s");
    insist("topic", "large", "l");
    awaitSent(2);
    refuseAsLarge(2);

    // When each is tried alone
    loop.pass();
    awaitSent(3);
    kafka.completeNext();
    awaitSent(4);
    refuseAsLarge(1);
    loop.pass();
    awaitSent(5);
    refuseAsLarge(1);

    // Then
    await().until(() -> told.size() == 2);
    assertThat(told).containsExactly("small: written", "large: more than a segment");
    assertThat(loop.ask(writer::refusal)).isEmpty();
    assertThat(bytes()).isZero();
  }

  private void refuseAsLarge(int records) {
    for (int i = 0; i < records; i++) {
      kafka.errorNext(new RecordBatchTooLargeException("more than a segment"));
    }
    await().until(() -> loop.laterTasks() == 1 || loop.ask(writer::inFlightRecords) == 0);
  }

  /** Such as the last update of a task, which its agent repeats, behind one that nobody repeats. */
  @Test
  void whatNeedNotBeWrittenDoesNotOvertakeWhatIsTriedAgainEither() {
    // Given
    insist("topic", "running", "web");
    publish("finished", 1);
    awaitSent(2);

    // When
    kafka.errorNext(new TopicAuthorizationException("no right yet"));
    kafka.completeNext();
    loop.pass();

    // Then
    assertThat(told).isEmpty();
    awaitSent(3);
    completeAll();
    assertThat(told).containsExactly("running: written", "finished: written");
    assertThat(bytes()).isZero();
  }

  @Test
  void whatIsTriedAgainStillAwaitsKafka() {
    // Given
    insist("topic", "offer", "o-1");
    awaitSent(1);
    long bytes = bytes();

    // When
    kafka.errorNext(new TopicAuthorizationException("no right yet"));

    // Then
    assertThat(bytes()).isEqualTo(bytes);
    assertThat(told).isEmpty();
    assertThat(oldestWait()).isPositive();
    assertThat(failures()).isOne();
  }

  @Test
  void writesAllThatItWasGivenBeforeAnEndWithGraceAlsoBeyondTheWindow() {
    // Given
    writer =
        new Writer(
            () -> kafka, "test", loop, new Writer.Bounds(1_000, ofDays(1), ofDays(1)), meters);
    loop.run(() -> IntStream.range(0, 1_000).forEach(i -> publish("record " + i, 1)));

    // When
    var ended = end(ofSeconds(20));

    // Then
    await().until(() -> completesAll() && ended.isComplete());
    assertThat(kafka.history()).hasSize(1_000);
    assertThat(kafka.closed()).isTrue();
    assertThat(told).isEmpty();
  }

  @Test
  void givesUpWhatKafkaDoesNotTakeWithinTheGrace() {
    // Given
    absent.add("gone");
    insist("gone", "held", "key");
    var ended = end(ofSeconds(20));

    // When
    loop.pass();

    // Then
    await().until(ended::isComplete);
    assertThat(kafka.closed()).isTrue();
    assertThat(kafka.history()).isEmpty();
  }

  @Test
  void tellsNobodyOfWhatKafkaConfirmsAfterTheEnd() {
    // Given
    publish("one", 1);
    awaitSent(1);

    // When
    await().until(end(ZERO)::isComplete);
    kafka.completeNext();
    publish("two", 1);

    // Then
    assertThat(loop.ask(writer::inFlightRecords)).isZero();
    assertThat(told).isEmpty();
    assertThat(kafka.history()).hasSize(1);
  }

  @Test
  void writesNothingThatItMayNot() {
    // Given
    loop.forbid();

    // When
    publish("one", 1);

    // Then
    await().until(end(ofSeconds(20))::isComplete);
    assertThat(kafka.history()).isEmpty();
    assertThat(told).isEmpty();
  }
}
