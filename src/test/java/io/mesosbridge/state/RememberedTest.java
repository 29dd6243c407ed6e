package io.mesosbridge.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.kafka.Topics;
import io.mesosbridge.testkit.Configs;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RememberedTest {

  private static final String FRAMEWORK =
      "{\"framework_id\":\"%s\",\"state\":\"REGISTERED\",\"at\":\"2030-01-31T12:00:00Z\"}";
  private static final String ROW = "{\"task_id\":\"web-1\",\"state\":\"TASK_RUNNING\"}";
  private static final String INTENT =
      "{\"command_id\":\"c-1\",\"type\":\"TEARDOWN\",\"repetition\":\"BY_FRAMEWORK\"}";

  private final Topics topics = new Topics(Configs.of(Map.of()).topics());
  private long offset;

  /** A record with the epoch that a leader writes; 0 for one without. */
  private ConsumerRecord<byte[], byte[]> record(
      String topic, String key, String value, long epoch) {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(
            "mesos." + topic,
            0,
            offset++,
            key.getBytes(UTF_8),
            value == null ? null : value.getBytes(UTF_8));
    if (epoch > 0) {
      record.headers().add("ce_epoch", Long.toString(epoch).getBytes(UTF_8));
      record.headers().add("ce_id", ("id-" + record.offset()).getBytes(UTF_8));
    }
    return record;
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // only read
  private final Remembered after(ConsumerRecord<byte[], byte[]>... records) {
    return Memories.of(topics, Arrays.asList(records));
  }

  @Test
  void whatTheTopicsEndWithIsRemembered() {
    // When
    Remembered remembered =
        after(
            record("bridge-state", "framework", FRAMEWORK.formatted("f-1"), 1),
            record("bridge-state", "command/c-1", INTENT, 1),
            record("bridge-state", "command/c-2", INTENT.replace("c-1", "c-2"), 1),
            record("bridge-state", "command/c-2", null, 1),
            record("tasks", "web-1", ROW, 1),
            record("tasks", "web-2", ROW.replace("web-1", "web-2"), 1),
            record("tasks", "web-2", null, 1),
            record("offers", "o-1", "{}", 1),
            record("offers", "o-2", "{}", 1),
            record("offers", "o-1", null, 1));

    // Then
    assertThat(remembered.framework()).get().extracting("frameworkId").isEqualTo("f-1");
    assertThat(remembered.intents()).containsOnlyKeys("c-1");
    assertThat(remembered.tasks()).containsOnlyKeys("web-1");
    assertThat(remembered.ended().endedBy("web-2", "id-6")).isTrue();
    assertThat(remembered.offers()).containsExactly("o-2");
  }

  @Test
  void aRecordOfAFormerLeaderThatComesLateIsIgnored() {
    // When
    Remembered remembered =
        after(
            record("bridge-state", "framework", FRAMEWORK.formatted("new"), 9),
            record("bridge-state", "framework", FRAMEWORK.formatted("old"), 4),
            record("tasks", "web-1", ROW, 9),
            record("tasks", "web-1", null, 4));

    // Then
    assertThat(remembered.framework()).get().extracting("frameworkId").isEqualTo("new");
    assertThat(remembered.tasks()).containsKey("web-1");
    assertThat(remembered.staleRecords()).isEqualTo(2);
  }

  @Test
  void aClaimMakesWhatFollowsOfEarlierLeadersStale() {
    // Given
    offset = 100;

    // When
    Remembered remembered =
        after(
            record("bridge-state", "leader", "{\"instance\":\"a\"}", 0),
            record("bridge-state", "framework", FRAMEWORK.formatted("late"), 99),
            record("bridge-state", "command/c-1", INTENT, 100));

    // Then
    assertThat(remembered.framework()).isEmpty();
    assertThat(remembered.intents()).containsKey("c-1");
  }

  @Test
  void aTaskMayBeCalledLikeTheClaim() {
    // Given
    offset = 100;

    // When
    Remembered remembered =
        after(
            record("tasks", "leader", ROW.replace("web-1", "leader"), 9),
            record("tasks", "web-1", ROW, 9),
            record("command-results", "leader", "{}", 9),
            record("offers", "leader", "{}", 9));

    // Then
    assertThat(remembered.tasks()).containsOnlyKeys("leader", "web-1");
    assertThat(remembered.results().find("leader")).isPresent();
    assertThat(remembered.offers()).containsExactly("leader");
    assertThat(remembered.staleRecords()).isZero();
  }

  @Test
  void aResultCountsWhoeverWroteItAndTheFirstOneDoes() {
    // When
    Remembered remembered =
        after(
            record("command-results", "c-1", "{}", 9),
            record("command-results", "c-1", "{}", 4),
            record("command-results", "c-2", "{}", 4));

    // Then
    assertThat(remembered.results().size()).isEqualTo(2);
    assertThat(remembered.results().find("c-1"))
        .hasValueSatisfying(place -> assertThat(place.offset()).isZero());
    assertThat(remembered.results().find("c-3")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"no json", "null", "[]", "17", "{}", "{\"state\":\"NO_SUCH\"}"})
  void aValueThatNoBridgeWroteIsPassedOver(String value) {
    // When
    Remembered remembered =
        after(
            record("bridge-state", "framework", value, 1),
            record("bridge-state", "command/c-1", value, 1),
            record("tasks", "web-1", value, 1));

    // Then
    assertThat(remembered.framework()).isEmpty();
    assertThat(remembered.intents()).isEmpty();
    assertThat(remembered.tasks()).isEmpty();
  }

  @Test
  void anEpochThatNoLeaderWroteIsNone() {
    // Given
    ConsumerRecord<byte[], byte[]> row = record("tasks", "web-1", ROW, 0);
    row.headers().add("ce_epoch", "yesterday".getBytes(UTF_8));

    // When
    Remembered remembered = after(record("tasks", "web-2", null, 9), row);

    // Then
    assertThat(remembered.tasks()).containsOnlyKeys("web-1");
  }

  @Test
  void whatIsNotOfThisBridgeIsPassedOver() {
    // When
    Remembered remembered =
        after(
            record("bridge-state", "of-a-later-version", "{}", 1),
            new ConsumerRecord<>("mesos.tasks", 0, 7, null, "{}".getBytes(UTF_8)),
            record("tasks", "web-1", ROW, 1));

    // Then
    assertThat(remembered.tasks()).containsOnlyKeys("web-1");
  }
}
