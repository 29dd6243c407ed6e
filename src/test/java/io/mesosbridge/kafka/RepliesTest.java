package io.mesosbridge.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.core.Outgoing;
import io.mesosbridge.testkit.Configs;
import io.mesosbridge.testkit.KafkaRecord;
import io.mesosbridge.testkit.LogLines;
import io.mesosbridge.testkit.WriterLoop;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RepliesTest {

  private static final byte[] RESULT = "{\"outcome\":\"ACCEPTED\"}".getBytes(UTF_8);
  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  private static final Writer.Bounds BOUNDS =
      new Writer.Bounds(1 << 20, Duration.ZERO, Duration.ZERO);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final WriterLoop loop = WriterLoop.waiting();
  private final MockProducer<byte[], byte[]> kafka =
      new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final Writer writer = new Writer(() -> kafka, "replies", loop, BOUNDS, meters);
  private final Topics own = new Topics(Configs.of(Map.of()).topics());
  private final KnownTopics topics = new KnownTopics(loop::run);

  private final Replies replies =
      new Replies(new Envelope(own), own, Pattern.compile("[^!]*"), topics, writer, meters);
  private int written;

  @AfterEach
  void close() {
    loop.run(replies::close);
    loop.run(() -> writer.close(Duration.ZERO));
    loop.close();
  }

  private static Outgoing result(String commandId) {
    return new Outgoing(
        Outgoing.Topic.RESULTS,
        commandId,
        new Outgoing.Type(false, "command-result"),
        commandId,
        RESULT,
        new Outgoing.Source("framework-1", null, 0, 7),
        Outgoing.Extras.NONE,
        0);
  }

  private void reply(Headers headers, String commandId) {
    loop.run(() -> replies.reply(Replies.request(headers), result(commandId)));
  }

  /** All replies so far; each was given to the producer. */
  private List<KafkaRecord> written() {
    await().until(() -> loop.ask(topics::waiting) == 0);
    await().until(() -> kafka.history().size() == written + loop.ask(writer::inFlightRecords));
    return kafka.history().stream().map(KafkaRecord::of).toList();
  }

  /** Kafka refuses all that it was given and has not answered. */
  private void refuseAll(RuntimeException failure) {
    written();
    while (kafka.errorNext(failure)) {
      written++;
    }
    await().until(() -> loop.ask(writer::inFlightRecords) == 0);
  }

  private static Headers headers(Map<String, String> texts) {
    RecordHeaders headers = new RecordHeaders();
    texts.forEach((name, text) -> headers.add(name, text.getBytes(UTF_8)));
    return headers;
  }

  private List<KafkaRecord> answers(Map<String, String> headers) {
    reply(headers(headers), "c-1");
    return written();
  }

  @Test
  void whoNamesNoTopicGetsNoReply() {
    // When
    List<KafkaRecord> answers = answers(Map.of("REPLY_CORRELATION_ID", "7", "kafka_topic", "x"));

    // Then
    assertThat(answers).isEmpty();
  }

  @Test
  void bothConventionsMayBeUsedAtOnceAndCarryTheTraceparent() {
    // When
    List<KafkaRecord> answers =
        answers(
            Map.of(
                "REPLY_TOPIC", "one", "kafka_replyTopic", "other", "u", "", "traceparent", TRACE));

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
              assertThat(answer.headers()).doesNotContainKeys("u", "REPLY_TOPIC");
              assertThat(answer.header("traceparent")).isEqualTo(TRACE);
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
  @CsvSource({
    "mesos.commands, 0, the bridge's own",
    "mesos.bridge-state, 0, the bridge's own",
    "mesos.commands.dead-letter, 0, the bridge's own",
    "typo, 0, no typo",
    "__consumer_offsets, 0, is Kafka's own",
    "secret!, 0, bridge.replies.allowed",
    "t, 1, for partition 1 of topic t"
  })
  void nothingIsWrittenWhereNoReplyMayGoAndItIsSaidWhy(String topic, String partition, String why) {
    try (LogLines log = new LogLines(Replies.class)) {
      // When
      List<KafkaRecord> answers =
          answers(Map.of("REPLY_TOPIC", topic, "REPLY_PARTITION", partition));

      // Then
      assertThat(answers).isEmpty();
      assertThat(meters.counter("bridge.replies.failed").count()).isEqualTo(1);
      assertThat(log.all()).singleElement().asString().contains(why);
      assertThat(log.fields()).containsExactly("command=c-1");
    }
  }

  @ParameterizedTest
  @CsvSource({"t, 2", "typo, 0"})
  void aTopicIsLookedUpBeforeItsFirstReplyAndNotForEach(String topic, int written) {
    // When
    answers(Map.of("REPLY_TOPIC", topic));
    List<KafkaRecord> answers = answers(Map.of("REPLY_TOPIC", topic));

    // Then
    assertThat(answers).hasSize(written);
    assertThat(topics.lookedUp).containsExactly(topic);
  }

  @Test
  void aPartitionBelowZeroIsNone() {
    // Given
    Headers headers = headers(Map.of("REPLY_TOPIC", "t"));
    headers.add("REPLY_PARTITION", ByteBuffer.allocate(4).putInt(-1).array());

    // When
    reply(headers, "c-1");

    // Then
    assertThat(written()).hasSize(1);
  }

  @Test
  void aReplyThatCannotBeMadeIsCountedAndFailsNothingElse() {
    // Given
    Headers headers = headers(Map.of("REPLY_TOPIC", "t", "kafka_replyTopic", "u"));

    // When
    reply(headers, null);

    // Then
    assertThat(written()).isEmpty();
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
    reply(headers, "c-1");

    // When
    try (LogLines log = new LogLines(Replies.class)) {
      reply(headers, "c-2");

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
    refuseAll(failure);

    // When
    List<KafkaRecord> answers = answers(Map.of("REPLY_TOPIC", "t"));

    // Then
    assertThat(answers).hasSize(2);
  }

  static Stream<ApiException> failuresThatOnesTopicCauses() {
    return Stream.of(
        new TimeoutException(
            "Topic bad not present in metadata after 5000 ms.",
            new UnknownTopicOrPartitionException("This server does not host")),
        new TimeoutException(
            "Partition 7 of topic bad with partition count 1 is not present in metadata after 5000"
                + " ms."),
        new InvalidTopicException("Invalid topics: [bad]"),
        new TopicAuthorizationException("Not authorized to access topics: [bad]"));
  }

  @ParameterizedTest
  @MethodSource("failuresThatOnesTopicCauses")
  void aTopicThatIsNotThereIsLeftAloneForAWhile(ApiException failure) {
    // Given
    answers(Map.of("REPLY_TOPIC", "bad"));
    refuseAll(failure);

    // When
    List<KafkaRecord> answers = answers(Map.of("REPLY_TOPIC", "bad", "kafka_replyTopic", "good"));

    // Then
    assertThat(answers).extracting(KafkaRecord::topic).containsExactly("bad", "good");
    assertThat(meters.counter("bridge.replies.failed").count()).isEqualTo(2);
  }

  @Test
  void onlySoManyRepliesWaitForATopicAndOthersGetTheirs() {
    // Given
    IntStream.range(0, 1_000).forEach(i -> reply(headers(Map.of("REPLY_TOPIC", "slow")), "c-1"));

    // When
    reply(headers(Map.of("REPLY_TOPIC", "slow", "kafka_replyTopic", "other")), "c-2");

    // Then
    assertThat(written()).hasSize(1_001).last().extracting(KafkaRecord::topic).isEqualTo("other");
    assertThat(meters.counter("bridge.replies.failed").count()).isEqualTo(1);
  }
}
