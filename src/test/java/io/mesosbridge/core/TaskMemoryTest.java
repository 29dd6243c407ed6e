package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.command.SettledCommands;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is known of a task when something about an earlier or later one of its id comes late. */
class TaskMemoryTest {

  private static final Fact NOTHING_SETTLED =
      new Fact.CommandsSettled(new SettledCommands.Kept("t-1", 0, List.of()));

  @Test
  void aTaskThatMesosFoundAgainIsInTheTableAgain() {
    // Given
    TermFixture bridge = TermFixture.subscribed(Known.running("web", "u-1", "launch-web"));
    bridge.masters("web", "TASK_LOST", "REASON_AGENT_REMOVED");
    assertThat(bridge.live("web")).isEqualTo("none");

    // When
    bridge.reconciled("web", "TASK_RUNNING");

    // Then
    assertThat(bridge.live("web")).isEqualTo("TASK_RUNNING");
    assertThat(bridge.seen().published("web")).containsExactly("TASK_LOST", "TASK_RUNNING");
    assertThat(bridge.term().tasks().wasLaunchedBy("web", "launch-web")).isTrue();
  }

  @Test
  void aSecondEndLeavesWhatIsKnownOfTheFirst() {
    // Given
    TermFixture bridge = TermFixture.subscribed(Known.running("web", "u-1", "launch-web"));
    bridge.update("web", "TASK_FINISHED", "u-2");

    // When
    bridge.masters("web", "TASK_LOST", "REASON_AGENT_REMOVED");
    bridge.reconciled("web", "TASK_LOST");
    TermFixture next = bridge.dies();

    // Then
    Memory memory = next.kafka().memory();
    assertThat(memory.ended().endedBy("web", "u-2")).isTrue();
    assertThat(memory.ended().launchedBy("web", "launch-web")).isTrue();
    next.subscribe();
    next.update("web", "TASK_FINISHED", "u-2");
    assertThat(next.seen().published("web")).isEmpty();
    assertThat(next.seen().acknowledged()).containsExactly("u-2");
  }

  @Test
  void theRefusalOfAnotherLaunchOfATaskThatRunsLeavesItsRow() {
    // Given
    TermFixture bridge = TermFixture.subscribed(Known.running("web", "u-1", "launch-web"));

    // When
    bridge.masters("web", "TASK_LOST", "REASON_INVALID_OFFERS");
    bridge.masters("web", "TASK_ERROR", "REASON_TASK_INVALID");

    // Then
    assertThat(bridge.seen().published("web")).containsExactly("TASK_LOST", "TASK_ERROR");
    assertThat(bridge.live("web")).isEqualTo("TASK_RUNNING");
  }

  @Test
  void theEndOfATaskWhoseIdLivesAgainIsNotTheEndOfTheNewOne() {
    // Given
    TermFixture bridge = TermFixture.subscribed(Known.ended("web", "u-1", "former"));
    bridge.launch("web");
    bridge.offer("o-1");
    bridge.answer("ACCEPT", TermFixture.TAKEN);

    // When
    bridge.update("web", "TASK_FAILED", "u-1");

    // Then
    assertThat(bridge.live("web")).isEqualTo("TASK_STAGING");
    assertThat(bridge.seen().published("web")).isEmpty();
    assertThat(bridge.seen().acknowledged()).containsExactly("u-1");
  }

  @Test
  void anIdWhoseResultIsGoneThatLaunchesItsEndedTaskAgainEntersItsRow() {
    // Given
    TermFixture bridge =
        TermFixture.subscribed(NOTHING_SETTLED, Known.ended("web", "u-1", "launch-web"));
    bridge.launch("web");
    bridge.offer("o-1");

    // When
    bridge.answer("ACCEPT", TermFixture.TAKEN);

    // Then
    assertThat(bridge.live("web")).isEqualTo("TASK_STAGING");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theEndOfATaskDoesNotProveThatTheSameIdLaunchedItAgain(boolean crash) {
    // Given
    TermFixture bridge =
        TermFixture.subscribed(NOTHING_SETTLED, Known.ended("web", "u-1", "launch-web"));
    bridge.launch("web");
    bridge.offer("o-1");
    bridge.disconnect();

    // When
    TermFixture next = crash ? bridge.dies() : bridge;
    if (!crash) {
      bridge.answer("ACCEPT", TermFixture.LOST);
    }
    next.subscribe();

    // Then
    assertThat(next.result("launch-web")).isEqualTo("none");
    next.reconciled("web", "TASK_LOST");
    int before = next.seen().calls("ACCEPT").size();
    next.offer("o-2");
    assertThat(next.seen().calls("ACCEPT")).hasSize(before + 1);
  }

  @Test
  void theAnswerToAKillOfATaskThatNobodyKnewIsNotAboutTheLaunchBehindIt() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.kill("web");
    bridge.answer("KILL", TermFixture.TAKEN);
    bridge.launch("web");
    bridge.offer("o-1");
    bridge.answer("ACCEPT", TermFixture.TAKEN);

    // When
    bridge.reconciled("web", "TASK_LOST");

    // Then
    assertThat(bridge.live("web")).isEqualTo("TASK_STAGING");
    assertThat(bridge.seen().published("web")).containsExactly("TASK_LOST");
  }

  @Test
  void theAnswerToAKillOfATaskThatHadEndedIsNotAboutTheLaunchBehindIt() {
    // Given
    TermFixture bridge = TermFixture.subscribed(Known.ended("web", "u-1", "former"));
    bridge.kill("web");
    bridge.answer("KILL", TermFixture.TAKEN);
    bridge.launch("web");
    bridge.offer("o-1");
    bridge.answer("ACCEPT", TermFixture.TAKEN);

    // When
    bridge.reconciled("web", "TASK_LOST");

    // Then
    assertThat(bridge.live("web")).isEqualTo("TASK_STAGING");
    assertThat(bridge.seen().published("web")).isEmpty();
  }

  @Test
  void theAnswerToAnEarlierKillDoesNotDenyALaunchInDoubt() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.kill("web");
    bridge.answer("KILL", TermFixture.TAKEN);
    bridge.launch("web");
    bridge.offer("o-1");
    bridge.answer("ACCEPT", TermFixture.LOST);

    // When
    bridge.reconciled("web", "TASK_LOST");
    bridge.offer("o-2");

    // Then
    assertThat(bridge.seen().launched()).hasSize(1);
    int asked = bridge.seen().calls("RECONCILE").size();
    bridge.pass(Duration.ofSeconds(59));
    assertThat(bridge.seen().calls("RECONCILE")).hasSizeGreaterThan(asked);
    bridge.reconciled("web", "TASK_LOST");
    assertThat(bridge.seen().launched()).hasSize(2);
  }

  @Test
  void anUpdateThatKafkaConfirmsAfterTheFrameworksEndEntersNoRow() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.hold(Topic.TASK_UPDATES);
    bridge.update("web", "TASK_RUNNING", "u-1");
    bridge.reconciled("db", "TASK_RUNNING");
    bridge.command("{\"id\":\"end\",\"type\":\"TEARDOWN\"}");
    bridge.answer("TEARDOWN", TermFixture.TAKEN);

    // When
    bridge.hold();

    // Then
    assertThat(bridge.result("end")).isEqualTo("ACCEPTED");
    assertThat(bridge.term().tasks().all()).isEmpty();
    assertThat(bridge.kafka().memory().tasks()).isEmpty();
    assertThat(bridge.seen().acknowledged()).isEmpty();
  }

  @Test
  void whatWaitsToBeAcknowledgedIsForgottenWithItsFramework() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.launch("web");
    bridge.offer("o-1");
    bridge.hold(Topic.RESULTS);
    bridge.answer("ACCEPT", TermFixture.TAKEN);
    bridge.update("web", "TASK_RUNNING", "u-1");
    bridge.command("{\"id\":\"end\",\"type\":\"TEARDOWN\"}");
    bridge.answer("TEARDOWN", TermFixture.TAKEN);

    // When
    bridge.hold();

    // Then
    assertThat(bridge.result("launch-web")).isEqualTo("ACCEPTED");
    assertThat(bridge.seen().calls("ACKNOWLEDGE")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aTaskThatComesBackWithItsAgentIsNotOfALaunchOnAnotherOne(boolean isAnswered) {
    // Given
    TermFixture bridge = TermFixture.subscribed(Known.running("web", "u-1", "former"));
    bridge.masters("web", "TASK_LOST", "REASON_AGENT_REMOVED");
    bridge.launch("web");
    bridge.event(WireTexts.offer("o-1", "another-agent"));
    if (isAnswered) {
      bridge.answer("ACCEPT", TermFixture.LOST);
    }

    // When
    bridge.update("web", "TASK_RUNNING", "u-2");
    bridge.reconciled("web", "TASK_RUNNING");

    // Then
    assertThat(bridge.result("launch-web"))
        .isEqualTo(isAnswered ? "REJECTED DUPLICATE_TASK" : "none");
    assertThat(bridge.term().tasks().find("web").orElseThrow().commandId()).isEqualTo("former");
  }

  @Test
  void aDoubtIsNotSettledByATaskOfItsIdOnAnotherAgent() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.launch("web");
    bridge.event(WireTexts.offer("o-1", "another-agent"));
    TermFixture next = bridge.dies();
    next.subscribe();

    // When
    next.update("web", "TASK_RUNNING", "u-2");

    // Then
    assertThat(next.result("launch-web")).isEqualTo("none");
    int asked = next.seen().calls("RECONCILE").size();
    next.pass(Duration.ofMinutes(1));
    assertThat(next.seen().calls("RECONCILE")).hasSizeGreaterThan(asked);
    next.pass(Duration.ofMinutes(15));
    assertThat(next.result("launch-web")).isEqualTo("UNCERTAIN INTERRUPTED");
  }

  @Test
  void aTaskOutOfReachIsAskedForNowAndThenSinceItsAgentMayComeBackWithoutIt() {
    // Given
    TermFixture bridge = TermFixture.subscribed(Known.running("web", "u-1", "former"));
    bridge.reconciled("web", "TASK_UNREACHABLE");
    assertThat(bridge.live("web")).isEqualTo("TASK_UNREACHABLE");
    int before = bridge.seen().calls("RECONCILE").size();

    // When
    bridge.pass(Duration.ofMinutes(15));

    // Then
    assertThat(bridge.seen().calls("RECONCILE").subList(before, before + 2))
        .extracting(call -> call.at("/reconcile/tasks/0/task_id/value"))
        .containsExactly("", "web");
    bridge.reconciled("web", "TASK_GONE");
    assertThat(bridge.live("web")).isEqualTo("none");
  }
}
