package io.mesosbridge.core;

import static io.mesosbridge.core.TermFixture.LOST;
import static io.mesosbridge.core.TermFixture.TAKEN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A KILL between two launches of one task is about the first of them only. */
class KillSentAgainTest {

  /** A task was launched, killed, and launched again; the KILL waited for the first launch. */
  private static TermFixture relaunched() {
    TermFixture bridge = TermFixture.subscribed();
    bridge.offer("o-1");
    bridge.command(WireTexts.launch("c-1", "web"));
    bridge.kill("web");
    bridge.answer("ACCEPT", TAKEN);
    bridge.update("web", "TASK_KILLED", "u-1");
    bridge.command(WireTexts.launch("c-2", "web"));
    bridge.offer("o-2");
    assertThat(bridge.seen().commandCalls()).containsExactly("ACCEPT", "KILL", "ACCEPT");
    return bridge;
  }

  @Test
  void aKillWhoseAnswerIsLostDoesNotKillTheTaskThatWasLaunchedBehindIt() {
    // Given
    TermFixture bridge = relaunched();

    // When
    bridge.answer("ACCEPT", TAKEN);
    bridge.answer("KILL", LOST);
    bridge.pass(Duration.ofSeconds(1));

    // Then
    assertThat(bridge.seen().calls("KILL")).hasSize(1);
  }

  @Test
  void aKillWhoseConnectionBreaksDoesNotKillTheTaskThatWasLaunchedBehindIt() {
    // Given
    TermFixture bridge = relaunched();
    bridge.update("web", "TASK_RUNNING", "u-2");
    bridge.disconnect();
    bridge.answer("KILL", LOST);
    bridge.answer("ACCEPT", LOST);

    // When
    bridge.subscribe();
    bridge.reconciled("web", "TASK_RUNNING");
    bridge.pass(Duration.ofSeconds(1));

    // Then
    assertThat(bridge.seen().calls("KILL")).hasSize(1);
  }
}
