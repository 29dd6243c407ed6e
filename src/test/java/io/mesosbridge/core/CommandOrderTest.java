package io.mesosbridge.core;

import static io.mesosbridge.core.TermFixture.LOST;
import static io.mesosbridge.core.TermFixture.TAKEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.RecordingOutside.Write;
import io.mesosbridge.core.mesos.Call.CallOutcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Results about the same leave in the order of their commands, and nothing is sent twice. */
class CommandOrderTest {

  private static final String SUPPRESS = "{\"id\":\"first\",\"type\":\"SUPPRESS\"}";
  private static final String REVIVE = "{\"id\":\"second\",\"type\":\"REVIVE\"}";
  private static final String UPDATE =
      """
      {"id":"second","type":"UPDATE_FRAMEWORK","update_framework":{
      "framework_info":{"user":"root","name":"bridge","roles":["web","batch"]}}}
      """;
  private static final String SHUTDOWN =
      """
      {"id":"first","type":"SHUTDOWN","shutdown":{
      "executor_id":{"value":"ex-1"},"agent_id":{"value":"agent-1"}}}
      """;
  private static final String LAUNCH_GROUP =
      """
      {"id":"second","type":"LAUNCH_GROUP","launch_group":{
      "executor":{"type":"DEFAULT","executor_id":{"value":"ex-1"},"resources":"cpus:0.1;mem:32"},
      "task_group":{"tasks":[{"task_id":"pod","command":{"value":"serve"},
      "resources":"cpus:0.1;mem:32"}]}}}
      """;

  /** A task was killed and launched again; the master took both, and Kafka has no result yet. */
  private static TermFixture killedAndLaunched() {
    TermFixture bridge = TermFixture.subscribed(Known.running("web", "u-1", "former"));
    bridge.hold(Topic.RESULTS);
    bridge.kill("web");
    bridge.answer("KILL", TAKEN);
    bridge.update("web", "TASK_KILLED", "u-2");
    bridge.launch("web");
    bridge.offer("o-1");
    return bridge;
  }

  private static List<String> resultsInOrder(TermFixture bridge) {
    return bridge.seen().written(Topic.RESULTS).stream().map(w -> w.record().key()).toList();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aKillBeforeALaunchThatTookEffectIsNotSentAgain(boolean answered) {
    // Given
    TermFixture bridge = killedAndLaunched();
    if (answered) {
      bridge.answer("ACCEPT", TAKEN);
    }

    // When
    TermFixture next = bridge.dies();
    next.subscribe();
    next.reconciled("web", "TASK_RUNNING");

    // Then
    assertThat(next.seen().calls("KILL")).isEmpty();
    assertThat(next.seen().launched()).isEmpty();
    assertThat(resultsInOrder(next)).containsExactly("kill-web", "launch-web");
    assertThat(next.result("kill-web")).isEqualTo("ACCEPTED");
    assertThat(next.result("launch-web")).isEqualTo("ACCEPTED");
  }

  @Test
  void aKillThatComesAgainOnlyAfterItsLaunchWasProvedIsNotSentAgain() {
    // Given
    TermFixture bridge = killedAndLaunched();
    TermFixture next = bridge.successor(TermFixture.INFO);
    next.subscribe();
    next.reconciled("web", "TASK_RUNNING");
    assertThat(next.result("launch-web")).isEqualTo("none");

    // When
    next.comeAgain();

    // Then
    assertThat(next.seen().calls("KILL")).isEmpty();
    assertThat(resultsInOrder(next)).containsExactly("kill-web", "launch-web");
  }

  @Test
  void aKillBeforeALaunchThatStaysUncertainIsNotSentAndIsUncertainToo() {
    // Given
    TermFixture next = killedAndLaunched().dies();
    next.subscribe();
    next.reconciled("web", "TASK_UNREACHABLE");

    // When
    next.pass(Duration.ofMinutes(16));
    next.reconciled("web", "TASK_UNREACHABLE");

    // Then
    assertThat(next.seen().calls("KILL")).isEmpty();
    assertThat(next.result("kill-web")).isEqualTo("UNCERTAIN INTERRUPTED");
    assertThat(next.result("launch-web")).isEqualTo("UNCERTAIN INTERRUPTED");
  }

  @Test
  void aKillBeforeALaunchThatNeverWasIsSentAgainAndTheLaunchBehindIt() {
    // Given
    TermFixture next = killedAndLaunched().dies();
    next.subscribe();

    // When
    next.reconciled("web", "TASK_LOST");
    next.offer("o-2");

    // Then
    assertThat(next.seen().calls("KILL")).hasSize(1);
    assertThat(next.seen().launched()).containsExactly("web");
  }

  @Test
  void theConnectionBreaksAndTheKillBeforeTheLaunchIsNotSentAgain() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.kill("web");
    bridge.launch("web");
    bridge.offer("o-1");
    bridge.answer("KILL", LOST);
    bridge.answer("ACCEPT", LOST);

    // When
    bridge.update("web", "TASK_RUNNING", "u-1");
    bridge.pass(Duration.ofSeconds(1));

    // Then
    assertThat(bridge.seen().calls("KILL")).hasSize(1);
    assertThat(bridge.result("kill-web")).isEqualTo("ACCEPTED");
    assertThat(bridge.result("launch-web")).isEqualTo("ACCEPTED");
  }

  @Test
  void aKillThatAProxyAnsweredIsUncertainIfTheLaunchBehindItTookEffect() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.kill("web");
    bridge.launch("web");
    bridge.offer("o-1");
    bridge.disconnect();
    bridge.answer("KILL", new CallOutcome.InDoubt("the answer was 503 upstream", true, true));
    bridge.answer("ACCEPT", LOST);

    // When
    bridge.subscribe();
    bridge.update("web", "TASK_RUNNING", "u-1");

    // Then
    assertThat(bridge.seen().calls("KILL")).hasSize(1);
    assertThat(bridge.result("kill-web")).isEqualTo("UNCERTAIN INTERRUPTED");
    assertThat(bridge.result("launch-web")).isEqualTo("ACCEPTED");
  }

  @ParameterizedTest
  @CsvSource({"kill-web, launch-web", "first, second"})
  void noResultIsWrittenBeforeThatOfAnEarlierCommandAboutTheSame(String first, String second) {
    // Given
    TermFixture bridge = TermFixture.subscribed(Known.running("web", "u-1", "former"));
    bridge.hold(write -> isResultOf(first, write));
    if (first.equals("first")) {
      takenInOrder(bridge, SUPPRESS, "SUPPRESS", REVIVE, "REVIVE");
    } else {
      bridge.kill("web");
      bridge.answer("KILL", TAKEN);
      bridge.update("web", "TASK_KILLED", "u-2");
      bridge.launch("web");
      bridge.offer("o-1");
      bridge.answer("ACCEPT", TAKEN);
    }
    assertThat(bridge.result(second)).isEqualTo("none");

    // When
    bridge.hold();

    // Then
    assertThat(bridge.result(first)).isEqualTo("ACCEPTED");
    assertThat(bridge.result(second)).isEqualTo("ACCEPTED");
  }

  private static boolean isResultOf(String commandId, Write write) {
    return write.record().topic() == Topic.RESULTS && write.record().key().equals(commandId);
  }

  private static void takenInOrder(
      TermFixture bridge, String first, String firstCall, String second, String secondCall) {
    bridge.command(first);
    bridge.answer(firstCall, TAKEN);
    bridge.command(second);
    bridge.answer(secondCall, TAKEN);
  }

  @Test
  void aShutdownBeforeALaunchOfTheSameExecutorIsNotSentAgain() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.hold(Topic.RESULTS);
    bridge.command(SHUTDOWN);
    bridge.answer("SHUTDOWN", TAKEN);
    bridge.command(LAUNCH_GROUP);
    bridge.offer("o-1");

    // When
    TermFixture next = bridge.dies();
    next.subscribe();
    next.reconciled("pod", "TASK_RUNNING");

    // Then
    assertThat(next.seen().calls("SHUTDOWN")).isEmpty();
    assertThat(next.seen().calls("ACCEPT")).isEmpty();
    assertThat(next.result("first")).isEqualTo("ACCEPTED");
    assertThat(next.result("second")).isEqualTo("ACCEPTED");
  }

  @ParameterizedTest
  @ValueSource(strings = {REVIVE, UPDATE})
  void whatChangesTheRolesIsSentAgainInItsOrderAndEndsAsBefore(String second) {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.hold(write -> isResultOf("first", write));
    String type = second.equals(UPDATE) ? "UPDATE_FRAMEWORK" : "REVIVE";
    takenInOrder(bridge, SUPPRESS, "SUPPRESS", second, type);

    // When
    TermFixture next = bridge.dies();
    next.subscribe();
    next.answer("SUPPRESS", TAKEN);
    next.answer(type, TAKEN);

    // Then
    assertThat(next.seen().commandCalls()).containsExactly("SUPPRESS", type);
    assertThat(resultsInOrder(next)).containsExactly("first", "second");
    assertThat(next.term().framework().suppressedRoles()).isEmpty();
  }

  @Test
  void whatHasTheIdOfADoubtWhoseRecordKafkaDeletedLeavesBeforeWhatCameAfterIt() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.command(WireTexts.launch("first", "web"));
    bridge.offer("o-1");
    TermFixture next = bridge.successor(TermFixture.INFO);
    next.command(SUPPRESS);
    next.command(REVIVE);
    next.subscribe();
    assertThat(next.seen().commandCalls()).isEmpty();

    // When
    next.masters("web", "TASK_UNKNOWN", "REASON_RECONCILIATION");

    // Then
    assertThat(next.seen().commandCalls()).containsExactly("SUPPRESS", "REVIVE");
    next.answer("SUPPRESS", TAKEN);
    next.answer("REVIVE", TAKEN);
    assertThat(next.result("first")).isEqualTo("ACCEPTED");
  }

  @Test
  void aCommandThatBeginsAnewDoesNotWaitForItsOwnRepetitionWhileAnotherIsInDoubt() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.launch("web");
    bridge.offer("o-1");
    bridge.launch("job");
    bridge.offer("o-2");
    bridge.disconnect();
    bridge.answer("ACCEPT", LOST);
    bridge.answer("ACCEPT", LOST);
    bridge.launch("web");
    bridge.subscribe();

    // When
    bridge.masters("web", "TASK_UNKNOWN", "REASON_RECONCILIATION");
    bridge.offer("o-3");

    // Then
    assertThat(bridge.seen().launched()).containsExactly("web", "job", "web");
  }
}
