package io.mesosbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OwnRecordsTest {

  private static final TopicPartition TABLE = new TopicPartition("tasks", 0);

  private final OwnRecords own = new OwnRecords();

  private void wrote(long... offsets) {
    for (long offset : offsets) {
      own.add(new RecordMetadata(TABLE, offset, 0, 0, 0, 0));
    }
  }

  @Test
  void whatIsKnownIsPassedOver() {
    // When
    wrote(3, 4, 5);

    // Then
    assertThat(own.nextOther(TABLE, 3)).isEqualTo(6);
    assertThat(own.nextOther(TABLE, 9)).isEqualTo(9);
    assertThat(own.isCutOff(TABLE)).isFalse();
  }

  @Test
  void whatStandsBeforeAGapIsNot() {
    // When
    wrote(3, 4, 6);

    // Then
    assertThat(own.nextOther(TABLE, 3)).isEqualTo(3);
    assertThat(own.isCutOff(TABLE)).isFalse();
  }

  @Test
  void aConfirmationWithoutOffsetLeavesAGap() {
    // When
    wrote(3, -1, 5);

    // Then
    assertThat(own.nextOther(TABLE, 3)).isEqualTo(3);
    assertThat(own.nextOther(TABLE, 5)).isEqualTo(6);
  }

  /** As where a leader of the partition was hanging, and the next one has what it had not told. */
  @Test
  void recordsThatAreConfirmedBehindLaterOnesAreInNobodysPlace() {
    // When
    wrote(3, 4, 7, 8, 5, 6, 9);

    // Then
    assertThat(own.isCutOff(TABLE)).isFalse();
    assertThat(own.nextOther(TABLE, 3)).isEqualTo(3);
    assertThat(own.nextOther(TABLE, 7)).isEqualTo(10);
  }

  @Test
  void aRecordBeforeAGapShowsThatTheLogWasCutOffAsWell() {
    // When
    wrote(3, 4, 7, 8, 4);

    // Then
    assertThat(own.isCutOff(TABLE)).isTrue();
  }

  @Test
  void aRecordInThePlaceOfAnotherShowsThatTheLogWasCutOff() {
    // Given
    wrote(3, 4, 5);

    // When
    wrote(4);

    // Then
    assertThat(own.isCutOff(TABLE)).isTrue();
    own.forget(TABLE);
    assertThat(own.isCutOff(TABLE)).isFalse();
    assertThat(own.nextOther(TABLE, 0)).isZero();
  }
}
