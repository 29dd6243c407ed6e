package io.mesosbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.kafka.CommandTopicWatch.UnreadCommands;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class UnreadCommandsTest {

  private final UnreadCommands unread = new UnreadCommands();

  private void read(long... offsets) {
    unread.read(records(offsets));
  }

  private static List<ConsumerRecord<byte[], byte[]>> records(long... offsets) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (long offset : offsets) {
      records.add(new ConsumerRecord<>("commands", 0, offset, null, null));
    }
    return records;
  }

  @Test
  void countsWhatWasDeletedBeforeReadingBegan() {
    // Given
    unread.begin(10);

    // When / Then
    assertThat(unread.deleted(17)).isEqualTo(7);
    assertThat(unread.deleted(17)).isZero();
  }

  @Test
  void countsWhatWasDeletedWhileItWasRead() {
    // Given
    unread.begin(10);
    read(10, 11, 20, 21);

    // When
    long atOnce = unread.deleted(20);
    long later = unread.deleted(20);

    // Then
    assertThat(atOnce + later).isEqualTo(8);
    assertThat(unread.deleted(20)).isZero();
  }

  @Test
  void whatWasReadIsNotCountedWhenItIsDeleted() {
    // Given
    unread.begin(10);
    read(10, 11, 12);

    // When / Then
    assertThat(unread.deleted(10)).isZero();
    assertThat(unread.deleted(13)).isZero();
    assertThat(unread.deleted(15)).isEqualTo(2);
  }

  @Test
  void markersOfTransactionsAreNotCounted() {
    // Given
    unread.begin(0);
    read(0, 1, 3, 4, 6);

    // When / Then
    assertThat(unread.deleted(0)).isZero();
    assertThat(unread.deleted(0)).isZero();
    assertThat(unread.deleted(7)).isZero();
  }

  @Test
  void countsNoMoreThanWhatStoodBeforeTheTopicsBeginning() {
    // Given
    unread.begin(100);
    read(110);

    // When
    long atOnce = unread.deleted(104);
    long later = unread.deleted(104);

    // Then
    assertThat(atOnce + later).isEqualTo(4);
  }

  @Test
  void whatBeginsBeforeWhatWasReadIsOfAnotherTopic() {
    // Given
    unread.begin(10);
    read(10, 11);

    // When / Then
    assertThat(unread.isPast(records(11))).isTrue();
    assertThat(unread.isPast(records(12))).isFalse();
    assertThat(unread.isPast(List.of())).isFalse();
  }

  @Test
  void countsNothingBeforeAnythingIsToBeRead() {
    // When / Then
    assertThat(unread.deleted(100)).isZero();
  }
}
