package io.mesosbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.kafka.ReplyRoom.Waiting;
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

  private boolean waits(String topic, int bytes) {
    return room.take(reply(topic, bytes)).isPresent();
  }

  private long taken(String topic, int replies, int bytes) {
    return IntStream.range(0, replies).filter(i -> waits(topic, bytes)).count();
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

  @Test
  void oneThatIsLargerThanAllThatMayWaitWaitsAlone() {
    // When
    Waiting large = room.take(reply("t", 64 * MIB)).orElseThrow();

    // Then
    assertThat(waits("t", 1)).isFalse();
    assertThat(waits("other", 1)).isFalse();
    room.release(large);
    assertThat(room.isEmpty()).isTrue();
    assertThat(waits("other", 1)).isTrue();
  }

  @Test
  void whatAClientAddsToAReplyIsNotGivenBack() {
    // Given: an interceptor adds a header on its way
    ProducerRecord<byte[], byte[]> reply = reply("traced", 1);
    Waiting waiting = room.take(reply).orElseThrow();
    reply.headers().add("traceparent", new byte[4 * MIB]);

    // When
    room.release(waiting);

    // Then
    assertThat(IntStream.range(0, 100).mapToLong(i -> taken("topic-" + i, 1, MIB)).sum())
        .isEqualTo(31);
  }
}
