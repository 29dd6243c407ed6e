package io.mesosbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventPositionsTest {

  private static final TopicPartition FIRST = new TopicPartition("events", 0);
  private static final TopicPartition SECOND = new TopicPartition("events", 1);
  private static final int TOPICS = 4711;

  private final EventPositions here = at(TOPICS, 127, 1L << 40);

  @Test
  void whatIsWrittenAsTextIsReadAgain() {
    // When
    EventPositions read = at(TOPICS, 0, 0).read(here.text()).orElseThrow();

    // Then
    assertThat(read.next(FIRST)).isEqualTo(127);
    assertThat(read.next(SECOND)).isEqualTo(1L << 40);
    assertThat(here.text()).matches("[\\w-]+");
  }

  @Test
  void thatOfOtherTopicsIsNone() {
    assertThat(at(TOPICS + 1, 0, 0).read(here.text())).isEmpty();
    assertThat(at(TOPICS + 1, 0, 0).isOfTheSameAs(here)).isFalse();
    assertThat(at(TOPICS, 0, 0).isOfTheSameAs(here)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "AA", "no base64!", "AAASZwEB_____________w", "AAASZwEBAQ"})
  void whatNobodyWroteIsNone(String text) {
    assertThat(here.read(text)).isEmpty();
  }

  @Test
  void aRecordIsPassedOnce() {
    // When
    boolean first = here.pass(FIRST, 200);
    boolean again = here.pass(FIRST, 200);

    // Then
    assertThat(first).isTrue();
    assertThat(again).isFalse();
    assertThat(here.next(FIRST)).isEqualTo(201);
    assertThat(here.reaches(at(TOPICS, 201, 0))).isTrue();
    assertThat(here.reaches(at(TOPICS, 202, 0))).isFalse();
  }

  private static EventPositions at(int topics, long first, long second) {
    return new EventPositions(List.of(FIRST, SECOND), topics, new long[] {first, second});
  }
}
