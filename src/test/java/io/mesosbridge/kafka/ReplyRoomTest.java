package io.mesosbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** How many replies wait at most, of a topic and in all. */
class ReplyRoomTest {

  private static final int MIB = 1024 * 1024;

  private final ReplyRoom room = new ReplyRoom();

  private static ProducerRecord<byte[], byte[]> reply(String topic, int bytes) {
    return new ProducerRecord<>(topic, new byte[bytes]);
  }

  private long taken(String topic, int replies, int bytes) {
    return IntStream.range(0, replies).filter(i -> room.takes(reply(topic, bytes))).count();
  }

  @Test
  void oneTopicTakesOnlyAPartOfTheBytes() {
    // When
    long stuck = taken("stuck", 300, MIB);

    // Then
    assertThat(stuck).isEqualTo(7);
    assertThat(taken("other", 1, MIB)).isOne();
  }

  @Test
  void allTopicsTogetherTakeOnlySoManyBytes() {
    // When
    long taken = IntStream.range(0, 100).mapToLong(i -> taken("topic-" + i, 1, MIB)).sum();

    // Then
    assertThat(taken).isEqualTo(31);
  }

  @Test
  void allTopicsTogetherTakeOnlySoManyReplies() {
    // When
    long taken = IntStream.range(0, 100).mapToLong(i -> taken("topic-" + i, 100, 1)).sum();

    // Then
    assertThat(taken).isEqualTo(4_000);
  }

  private void release(String topic, int replies, int bytes) {
    IntStream.range(0, replies).forEach(i -> room.release(reply(topic, bytes)));
  }

  @Test
  void oneThatIsLargerThanAllThatMayWaitWaitsAlone() {
    // When
    long taken = taken("t", 2, 64 * MIB);

    // Then
    assertThat(taken).isOne();
    assertThat(room.takes(reply("other", 1))).isFalse();
    release("t", 1, 64 * MIB);
    assertThat(room.isEmpty()).isTrue();
    assertThat(room.takes(reply("other", 1))).isTrue();
  }
}
