package io.mesosbridge.commands;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.kafka.Topics;
import io.mesosbridge.testkit.Configs;
import io.mesosbridge.testkit.InMemoryKafka;
import io.mesosbridge.testkit.KafkaRecord;
import io.mesosbridge.testkit.LogLines;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepliesTest {

  private static final byte[] RESULT = "{\"outcome\":\"ACCEPTED\"}".getBytes(UTF_8);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final InMemoryKafka kafka = new InMemoryKafka(meters, false);
  private final Topics topics = new Topics(Configs.of(Map.of()).topics());
  private final Replies replies = new Replies(kafka.journal(), topics, kafka.publisher(), meters);

  @AfterEach
  void close() {
    kafka.close();
  }

  private static Headers headers(Map<String, String> texts) {
    RecordHeaders headers = new RecordHeaders();
    texts.forEach((name, text) -> headers.add(name, text.getBytes(UTF_8)));
    return headers;
  }

  private List<KafkaRecord> answers(Map<String, String> headers) {
    kafka.run(() -> replies.reply(headers(headers), "c-1", RESULT));
    return kafka.written();
  }

  @Test
  void whoNamesNoTopicGetsNoReply() {
    // When
    List<KafkaRecord> answers = answers(Map.of("REPLY_CORRELATION_ID", "7", "kafka_topic", "x"));

    // Then
    assertThat(answers).isEmpty();
  }

  @Test
  void bothConventionsMayBeUsedAtOnce() {
    // When
    List<KafkaRecord> answers =
        answers(Map.of("REPLY_TOPIC", "one", "kafka_replyTopic", "other", "unrelated", "kept"));

    // Then
    assertThat(answers).extracting(KafkaRecord::topic).containsExactly("one", "other");
    assertThat(answers)
        .allSatisfy(
            answer -> {
              assertThat(answer.value()).isEqualTo(new String(RESULT, UTF_8));
              assertThat(answer.key()).isEqualTo("c-1");
              assertThat(answer.header("ce_id")).isEqualTo("c-1");
              assertThat(answer.header("ce_type")).isEqualTo("io.mesosbridge.command-result");
              assertThat(answer.header("content-type")).isEqualTo("application/json");
              assertThat(answer.header("unrelated")).isNull();
            });
  }

  @Test
  void aPartitionInTextIsUnderstoodAndNonsenseIsNot() {
    // When
    List<KafkaRecord> answers =
        answers(Map.of("REPLY_TOPIC", "t", "REPLY_PARTITION", "first", "REPLY_CORRELATION_ID", ""));

    // Then
    assertThat(answers).hasSize(1);
    assertThat(answers.get(0).headers()).containsEntry("REPLY_PARTITION", "first");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mesos.commands", "mesos.bridge-state", "mesos.commands.dead-letter"})
  void noReplyGoesToATopicOfTheBridgesOwn(String topic) {
    // When
    List<KafkaRecord> answers = answers(Map.of("REPLY_TOPIC", topic));

    // Then
    assertThat(answers).isEmpty();
    assertThat(meters.counter("bridge.replies.failed").count()).isEqualTo(1);
  }

  @Test
  void aPartitionBelowZeroIsNone() {
    // Given
    Headers headers = headers(Map.of("REPLY_TOPIC", "t"));
    headers.add("REPLY_PARTITION", ByteBuffer.allocate(4).putInt(-1).array());

    // When
    kafka.run(() -> replies.reply(headers, "c-1", RESULT));

    // Then
    assertThat(kafka.written()).hasSize(1);
  }

  @Test
  void aReplyThatCannotBeMadeIsCountedAndFailsNothingElse() {
    // Given
    Headers headers = headers(Map.of("REPLY_TOPIC", "t", "kafka_replyTopic", "u"));

    // When
    kafka.run(() -> replies.reply(headers, null, RESULT));

    // Then
    assertThat(kafka.written()).isEmpty();
    assertThat(meters.counter("bridge.replies.failed").count()).isEqualTo(2);
  }

  @Test
  void aNameThatIsTooLongForATopicIsCounted() {
    // When
    List<KafkaRecord> answers = answers(Map.of("REPLY_TOPIC", "t".repeat(250)));

    // Then
    assertThat(answers).isEmpty();
    assertThat(meters.counter("bridge.replies.failed").count()).isEqualTo(1);
  }

  @Test
  void manyDroppedRepliesAreOneLine() {
    // Given
    Headers headers = headers(Map.of("REPLY_TOPIC", "mesos.commands"));
    kafka.run(() -> replies.reply(headers, "c-1", RESULT));

    // When
    try (LogLines log = new LogLines(Replies.class)) {
      kafka.run(() -> replies.reply(headers, "c-2", RESULT));

      // Then
      assertThat(log.all()).isEmpty();
    }
  }

  static Stream<ApiException> failuresThatTellNothingOfTheTopic() {
    return Stream.of(
        new RecordTooLargeException("larger than the max."),
        new TimeoutException("Expiring 1 record(s) for t-0:30000 ms has passed"),
        new TimeoutException("Topic t not present in metadata after 5000 ms."));
  }

  @ParameterizedTest
  @MethodSource("failuresThatTellNothingOfTheTopic")
  void theNextReplyMaySucceed(ApiException failure) {
    // Given
    answers(Map.of("REPLY_TOPIC", "t"));
    kafka.refuseAll(failure);

    // When
    List<KafkaRecord> answers = answers(Map.of("REPLY_TOPIC", "t"));

    // Then
    assertThat(answers).hasSize(2);
  }

  static Stream<ApiException> failuresThatOnesTopicCauses() {
    return Stream.of(
        new TimeoutException(
            "Topic typo not present in metadata after 5000 ms.",
            new UnknownTopicOrPartitionException("This server does not host")),
        new TimeoutException(
            "Partition 7 of topic typo with partition count 1 is not present in metadata after 5000"
                + " ms."),
        new InvalidTopicException("Invalid topics: [typo]"),
        new TopicAuthorizationException("Not authorized to access topics: [typo]"));
  }

  @ParameterizedTest
  @MethodSource("failuresThatOnesTopicCauses")
  void aTopicThatIsNotThereIsLeftAloneForAWhile(ApiException failure) {
    // Given
    answers(Map.of("REPLY_TOPIC", "typo"));
    kafka.refuseAll(failure);

    // When
    List<KafkaRecord> answers = answers(Map.of("REPLY_TOPIC", "typo", "kafka_replyTopic", "good"));

    // Then
    assertThat(answers).extracting(KafkaRecord::topic).containsExactly("typo", "good");
    assertThat(meters.counter("bridge.replies.failed").count()).isEqualTo(2);
  }

  @Test
  void onlySoManyRepliesWait() {
    // Given
    Headers headers = headers(Map.of("REPLY_TOPIC", "slow"));
    kafka.run(
        () -> {
          for (int i = 0; i < 1_000; i++) {
            replies.reply(headers, "c-1", RESULT);
          }
        });

    // When
    kafka.run(() -> replies.reply(headers, "c-1", RESULT));

    // Then
    assertThat(kafka.written()).hasSize(1_000);
    assertThat(meters.counter("bridge.replies.failed").count()).isEqualTo(1);
  }
}
