package io.mesosbridge.kafka;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofDays;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.stream.IntStream;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;

/** What a writer writes, counts and tells. */
class WriterTest extends WriterRig {

  @Test
  void countsWhatAwaitsKafkaAndTellsWhatBecameOfIt() {
    // Given
    publish("one", 100);
    publish("two", 200);
    awaitSent(2);
    long both = bytes();

    // When
    kafka.completeNext();
    long second = bytes();
    kafka.errorNext(new RecordTooLargeException("too large"));

    // Then
    assertThat(both).isGreaterThanOrEqualTo(300);
    assertThat(second).isBetween(200L, both - 100);
    assertThat(bytes()).isZero();
    assertThat(loop.ask(writer::inFlightRecords)).isZero();
    assertThat(oldestWait()).isZero();
    assertThat(told).containsExactly("one: written", "two: too large");
    assertThat(failures()).isOne();
  }

  @Test
  void waitsAreThoseOfTheOldestRecordWhicheverIsConfirmedFirst() {
    // Given
    publish("one", 1);
    awaitSent(1);
    await().until(() -> oldestWait().compareTo(Duration.ofMillis(20)) > 0);

    // When
    insist("other", "two", "key");

    // Then
    assertThat(oldestWait()).isGreaterThan(Duration.ofMillis(20));
    assertThat(loop.ask(() -> writer.oldestWait("other")))
        .isLessThan(loop.ask(() -> writer.oldestWait("topic")));
    assertThat(loop.ask(() -> writer.oldestWait("third"))).isZero();
  }

  @Test
  void aTopicThatIsNotThereHoldsUpNothingElseAndAwaitsKafka() {
    // Given
    absent.add("gone");
    insist("gone", "held", "key");

    // When
    insist("there", "other", "key");
    awaitSent(1);
    kafka.completeNext();

    // Then
    await().untilAsserted(() -> assertThat(told).containsExactly("other: written"));
    assertThat(loop.ask(() -> writer.inFlightBytes("gone"))).isPositive().isEqualTo(bytes());
    assertThat(loop.ask(() -> writer.inFlightBytes("there"))).isZero();
    assertThat(failures()).isZero();
  }

  @Test
  void whatWaitedForATopicIsWrittenInOrderOnceItIsThere() {
    // Given
    absent.add("gone");
    IntStream.range(0, 5).forEach(i -> insist("gone", "record " + i, "key"));
    await().until(() -> loop.laterTasks() == 1);

    // When
    absent.clear();
    loop.pass();
    awaitSent(1);
    kafka.completeNext();
    awaitSent(5);
    completeAll();

    // Then
    assertThat(told)
        .containsExactlyElementsOf(
            IntStream.range(0, 5).mapToObj(i -> "record " + i + ": written").toList());
    assertThat(bytes()).isZero();
  }

  @Test
  void onlyOneRecordIsTriedWhileATopicIsRefused() {
    // Given
    IntStream.range(0, 5).forEach(i -> insist("topic", "record " + i, "key"));
    awaitSent(5);
    refuseAll();

    // When
    loop.pass();

    // Then
    awaitSent(6);
    refuseAll();
    await().until(() -> loop.laterTasks() == 1);
    assertThat(kafka.history()).hasSize(6);
    assertThat(told).isEmpty();
  }

  @Test
  void whatKafkaHasConfirmedIsLetGoWhateverIsHeldBackBeforeIt() {
    // Given
    absent.add("gone");
    insist("gone", "held", "key");
    byte[] value = new byte[100_000];
    WeakReference<byte[]> confirmed = new WeakReference<>(value);
    publish(value);
    awaitSent(1);

    // When
    completeAll();
    kafka.clear();
    value = null;

    // Then
    await()
        .until(
            () -> {
              System.gc();
              return confirmed.get() == null;
            });
    assertThat(loop.ask(writer::inFlightRecords)).isOne();
  }

  @Test
  void onlySoManyBytesOfATopicAreWithTheProducer() {
    // Given
    writer =
        new Writer(
            () -> kafka, "test", loop, new Writer.Bounds(1_000, ofDays(1), ofDays(1)), meters);

    // When
    IntStream.range(0, 5).forEach(i -> publish("record " + i, 400));
    insist("other", "other", "key");

    // Then
    awaitSent(3);
    kafka.completeNext();
    awaitSent(4);
    assertThat(bytes()).isGreaterThan(4 * 400);
    await().until(this::completesAll);
    assertThat(told).hasSize(6);
  }

  @Test
  void aRecordThatIsLargerThanTheWindowGoesAlone() {
    // Given
    writer =
        new Writer(
            () -> kafka, "test", loop, new Writer.Bounds(1_000, ofDays(1), ofDays(1)), meters);
    publish("small", 10);
    publish("large", 5_000);
    publish("last", 10);
    awaitSent(1);

    // When
    kafka.completeNext();

    // Then
    awaitSent(2);
    assertThat(kafka.history().get(1).value()).hasSize(5_000);
    kafka.completeNext();
    awaitSent(3);
  }

  @Test
  void aRecordThatNeedNotBeWrittenWaitsForItsTopicOnlyWhilePatienceLasts() {
    // Given
    absent.add("topic");
    writer =
        new Writer(() -> kafka, "test", loop, new Writer.Bounds(1_000, ZERO, ofDays(1)), meters);

    // When
    publish("reply", 1);
    insist("topic", "must", "key");

    // Then
    await().untilAsserted(() -> assertThat(told).containsExactly("reply: not present"));
    assertThat(loop.ask(writer::inFlightRecords)).isOne();
  }
}
