package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.command.SettledCommands.Kept;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Launches of which only their tasks tell: topics were deleted with their intent and result. */
class LostIntentTest {

  private static final String TOPIC = "mesos.commands";

  @Test
  void aLaunchWhoseTaskLivesByItIsAcceptedThoughItsResultIsGone() {
    // Given
    TermFixture bridge = TermFixture.subscribed(Known.running("web", "u-1", "c-1"));

    // When
    bridge.command(WireTexts.launch("c-1", "web"), TOPIC, 1);
    bridge.command(WireTexts.launch("c-2", "web"), TOPIC, 2);
    bridge.reconciled("web", "TASK_RUNNING");
    bridge.pass(Duration.ofSeconds(1));

    // Then
    assertThat(bridge.seen().commandCalls()).isEmpty();
    assertThat(bridge.result("c-1")).isEqualTo("ACCEPTED");
    assertThat(bridge.result("c-2")).isEqualTo("REJECTED DUPLICATE_TASK");
  }

  @Test
  void itIsAcceptedAlsoWhereItHasExpiredSince() {
    // Given
    TermFixture bridge = TermFixture.subscribed(Known.running("web", "u-1", "c-1"));

    // When
    bridge.command(
        WireTexts.launch("c-1", "web")
            .replaceFirst(",", ",\"expires_at\":\"2001-01-01T00:00:00Z\","),
        TOPIC,
        1);
    bridge.reconciled("web", "TASK_RUNNING");
    bridge.pass(Duration.ofSeconds(1));

    // Then
    assertThat(bridge.result("c-1")).isEqualTo("ACCEPTED");
  }

  @Test
  void anIdMadeOfAPositionTellsNothingOfTheTaskThatLives() {
    // Given
    TermFixture bridge = knowing(Known.running("web", "u-1", "mesos.commands-0-11"));

    // When
    bridge.command(withoutId("web"), TOPIC, 11);
    bridge.reconciled("web", "TASK_RUNNING");
    bridge.pass(Duration.ofSeconds(1));

    // Then
    assertThat(bridge.result("mesos.commands-0-11")).isEqualTo("REJECTED DUPLICATE_TASK");
  }

  @Test
  void whereBridgeStateIsLostATaskThatEndedTellsThatItsLaunchTookEffect() {
    // Given
    TermFixture bridge = TermFixture.subscribed(Known.ended("web", "u-1", "c-1"));
    bridge.offer("o-1");

    // When
    bridge.command(WireTexts.launch("c-1", "web"), TOPIC, 1);

    // Then
    assertThat(bridge.seen().commandCalls()).isEmpty();
    assertThat(bridge.result("c-1")).isEqualTo("ACCEPTED");
  }

  @Test
  void theAgentOfAnotherTaskOfThatIdIsNotThatOfALaunchWhoseTaskEnded() {
    // Given
    TermFixture bridge =
        TermFixture.subscribed(
            Known.ended("web", "u-1", "c-1"), Known.running("web", "u-2", "c-2"));

    // When
    bridge.command(WireTexts.launch("c-1", "web"), TOPIC, 1);
    bridge.command(WireTexts.launch("c-2", "web"), TOPIC, 2);
    bridge.reconciled("web", "TASK_RUNNING");
    bridge.pass(Duration.ofSeconds(1));

    // Then
    assertThat(bridge.seen().written(Topic.RESULTS))
        .extracting(write -> write.at("/command_id"), write -> write.at("/agent_id"))
        .containsExactly(tuple("c-1", "null"), tuple("c-2", Known.AGENT));
  }

  @Test
  void aKillBehindALaunchOfThisLeaderIsSentThoughALaterLaunchOfTheTaskTookEffectBefore() {
    // Given
    TermFixture bridge = TermFixture.subscribed(Known.running("web", "u-1", "c-1"));
    bridge.offer("o-1");
    bridge.command(WireTexts.launch("c-2", "web"), TOPIC, 2);
    bridge.command(WireTexts.kill("c-3", "web"), TOPIC, 3);
    bridge.command(WireTexts.launch("c-1", "web"), TOPIC, 4); // once more; the first is deleted

    // When
    bridge.update("web", "TASK_FINISHED", "u-2");
    bridge.answer("ACCEPT", TermFixture.TAKEN);
    bridge.answer("KILL", TermFixture.TAKEN);

    // Then
    assertThat(bridge.seen().commandCalls()).containsExactly("ACCEPT", "KILL");
    assertThat(bridge.result("c-1")).isEqualTo("ACCEPTED");
  }

  @Test
  void aKillIsSentThoughALaunchBehindItThatTookEffectBeforeExpiresFirst() {
    // Given
    TermFixture bridge = TermFixture.subscribed(Known.running("web", "u-1", "c-1"));
    bridge.hold(Topic.TASKS);
    bridge.update("web", "TASK_FINISHED", "u-2");
    bridge.command(WireTexts.launch("c-2", "web"), TOPIC, 2);
    bridge.command(WireTexts.kill("c-3", "web"), TOPIC, 3);
    bridge.command(
        WireTexts.launch("c-1", "web")
            .replaceFirst(",", ",\"expires_at\":\"2030-03-17T17:47:00Z\","),
        TOPIC,
        4);
    bridge.pass(Duration.ofMinutes(1));

    // When
    bridge.hold();
    bridge.answer("KILL", TermFixture.TAKEN);

    // Then
    assertThat(bridge.seen().commandCalls()).containsExactly("KILL");
    assertThat(bridge.result("c-1")).isEqualTo("ACCEPTED");
  }

  @Test
  void whereBridgeStateIsThereATaskThatEndedTellsNothingOfANewLaunchOfThatId() {
    // Given
    TermFixture bridge = knowing(Known.ended("web", "u-1", "c-1"));

    // When
    bridge.command(WireTexts.launch("c-1", "web"), TOPIC, 11);

    // Then
    assertThat(bridge.seen().commandCalls()).containsExactly("ACCEPT");
  }

  @Test
  void whereBridgeStateIsLostNobodyKnowsWhatBecameOfALaunchByAnIdMadeOfAPosition() {
    // Given
    TermFixture bridge =
        TermFixture.subscribed(
            Known.ended("web", "u-1", "mesos.commands-0-1"),
            Known.running("db", "u-2", "mesos.commands-0-2"));
    bridge.offer("o-1");

    // When
    bridge.command(withoutId("web"), TOPIC, 1);
    bridge.command(withoutId("db"), TOPIC, 2);
    bridge.reconciled("db", "TASK_RUNNING");
    bridge.pass(Duration.ofSeconds(1));

    // Then
    assertThat(bridge.seen().commandCalls()).isEmpty();
    assertThat(bridge.result("mesos.commands-0-1")).isEqualTo("UNCERTAIN INTERRUPTED");
    assertThat(bridge.result("mesos.commands-0-2")).isEqualTo("UNCERTAIN INTERRUPTED");
  }

  /** A leader that knows of no settled command, but that none is lost. */
  private static TermFixture knowing(Fact fact) {
    TermFixture bridge =
        TermFixture.subscribed(new Fact.CommandsSettled(new Kept("t-1", 0, List.of())), fact);
    bridge.offer("o-1");
    return bridge;
  }

  private static String withoutId(String taskId) {
    return WireTexts.launch("x", taskId).replace("\"id\":\"x\",", "");
  }
}
