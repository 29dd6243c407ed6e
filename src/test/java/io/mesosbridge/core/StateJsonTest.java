package io.mesosbridge.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.mesosbridge.core.command.CommandResult;
import io.mesosbridge.core.command.CommandResult.Outcome;
import io.mesosbridge.core.command.Intent;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the bridge reads of its own. */
class StateJsonTest {

  private static final String INTENT =
      """
      {"command_id":"launch-%1$d","type":"LAUNCH","repetition":"RELAUNCH",\
      "task_ids":["task-%1$d"],"ports":{"task-%1$d":[31000]},"command":{"offset":7},"epoch":7,"attempt":1}
      """;

  private static Fact read(String json) {
    try {
      return StateJson.factOf("command/launch", json.getBytes(UTF_8));
    } catch (IOException e) {
      throw new AssertionError(json, e);
    }
  }

  /** Bytes for each of so many intents about tasks that nobody has launched before. */
  private static long bytesForEach(int from, int number) {
    var thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    String[] intents =
        IntStream.range(from, from + number).mapToObj(INTENT::formatted).toArray(String[]::new);
    long before = thread.getCurrentThreadAllocatedBytes();
    for (String intent : intents) {
      read(intent);
    }
    return (thread.getCurrentThreadAllocatedBytes() - before) / number;
  }

  @Test
  void aRecordOfACommandIsItsIntentOrItsRefusal() {
    // When
    Fact intended = read(INTENT.formatted(1));
    Fact refused =
        read(
            "{\"command_id\":\"launch-1\",\"outcome\":\"REJECTED\",\"command\":{\"offset\":7},"
                + "\"error\":{\"code\":\"INVALID\"}}");

    // Then
    assertThat(intended)
        .isInstanceOfSatisfying(
            Fact.Intended.class,
            fact -> {
              Intent intent = fact.intent();
              assertThat(intent.commandId()).isEqualTo("launch-1");
              assertThat(intent.ports()).containsOnlyKeys("task-1");
            });
    assertThat(refused)
        .isInstanceOfSatisfying(
            Fact.Refused.class,
            fact -> {
              CommandResult result = fact.result();
              assertThat(result.outcome()).isEqualTo(Outcome.REJECTED);
            });
  }

  @Test
  void anIntentWhoseTaskIsCalledAsTheFieldOfRefusalsIsAnIntent() {
    // When
    Fact intended = read(INTENT.replace("task-%1$d", "outcome").formatted(1));

    // Then
    assertThat(intended)
        .isInstanceOfSatisfying(
            Fact.Intended.class,
            fact -> assertThat(fact.intent().ports()).containsOnlyKeys("outcome"));
  }

  @Test
  void whatIsNoObjectIsRefused() {
    // When / Then
    for (String json : List.of("null", "", "[]")) {
      assertThatIOException()
          .as(json)
          .isThrownBy(() -> StateJson.factOf("command/launch", json.getBytes(UTF_8)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"received_at\":\"yesterday\"",
        "\"received_at\":null",
        "\"received_at\":\"2030-01-01T00:00:00Z\",\"dropped\":{}",
        "\"received_at\":\"2030-01-01T00:00:00Z\",\"dropped\":{\"update\":\"e30=\"}",
        "\"received_at\":\"2030-01-01T00:00:00Z\",\"dropped\":{\"status\":{}}"
      })
  void aLaunchThatNobodyCouldTakeUpIsRefused(String rest) {
    // Given
    String kept = "{\"command_id\":\"a\",\"command\":{\"offset\":7},\"value\":\"e30=\",%s}";

    // When / Then
    assertThatIOException()
        .isThrownBy(() -> StateJson.factOf("launch/a", kept.formatted(rest).getBytes(UTF_8)));
  }

  @Test
  void aRefusalThatNamesNoTasksIsTold() {
    // Given
    Fact refused =
        read(
            "{\"command_id\":\"launch\",\"outcome\":\"REJECTED\",\"command\":{\"offset\":7},"
                + "\"error\":{\"code\":\"INVALID\"}}");

    // When
    TermFixture bridge = TermFixture.subscribed(refused);

    // Then
    assertThat(bridge.result("launch")).isEqualTo("REJECTED INVALID");
    assertThat(bridge.kafka().memory().refusals()).isEmpty();
  }

  @Test
  void whatIsReadOfEverNewTasksCostsTheSame() {
    // Given
    bytesForEach(0, 50); // all classes are there

    // When
    long first = bytesForEach(50, 50);
    bytesForEach(100, 2_900);
    long later = bytesForEach(3_000, 50);

    // Then
    assertThat(later).isLessThan(first + first / 4);
  }
}
