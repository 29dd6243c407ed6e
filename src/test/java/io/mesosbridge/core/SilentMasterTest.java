package io.mesosbridge.core;

import static io.mesosbridge.core.TermFixture.LOST;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.mesos.Call.CallOutcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * A master that keeps its stream, but answers no call: neither a command's nor the bridge's own.
 */
class SilentMasterTest {

  private static final CallOutcome NEVER_LEFT = new CallOutcome.Unsubscribed(0, "no answer");

  private final TermFixture bridge = TermFixture.subscribed(Known.running("web", "u-1", "former"));

  /** The subscription ends, with so many in a row that answered no call. */
  private void silence(int inARow) {
    bridge.term().disconnected(Known.ended(inARow), bridge.now());
  }

  /** Behind a call of the bridge itself, so that it is never the command's turn. */
  private void silentSubscriptions(int first, int last, String type, CallOutcome outcome) {
    for (int i = first; i <= last; i++) {
      silence(i);
      if (bridge.seen().calls(type).stream().anyMatch(call -> call.number() != 0)) {
        bridge.answer(type, outcome);
      }
      if (i < last) {
        bridge.subscribe();
      }
    }
  }

  @Test
  void aCommandThatMayHaveTakenEffectIsUncertainAfterTwentySubscriptionsWithoutAnAnswer() {
    // Given
    bridge.kill("web");
    silentSubscriptions(1, 19, "KILL", LOST);
    bridge.pass(Duration.ofSeconds(1));
    assertThat(bridge.result("kill-web")).isEqualTo("none");
    bridge.subscribe();

    // When
    silentSubscriptions(20, 20, "KILL", LOST);
    bridge.pass(Duration.ofSeconds(1));

    // Then
    assertThat(bridge.result("kill-web")).isEqualTo("UNCERTAIN UNREACHABLE_MASTER");
  }

  @Test
  void aCommandWhoseCallLeftTheBridgeButNotItsConnectionIsGivenUpToo() {
    // Given
    bridge.kill("web");

    // When
    silentSubscriptions(1, 20, "KILL", NEVER_LEFT);
    bridge.pass(Duration.ofSeconds(1));

    // Then
    assertThat(bridge.result("kill-web")).isEqualTo("UNCERTAIN UNREACHABLE_MASTER");
  }

  @Test
  void aLaunchInDoubtOfWhichNobodyTellsIsUncertainAndWhatWaitsForItGoesOn() {
    // Given
    bridge.launch("job");
    bridge.offer("o-1");
    bridge.kill("job");
    silence(1);
    bridge.answer("ACCEPT", LOST);
    bridge.subscribe();

    // When
    silentSubscriptions(2, 20, "KILL", NEVER_LEFT);
    bridge.pass(Duration.ofSeconds(1));

    // Then
    assertThat(bridge.result("launch-job")).isEqualTo("UNCERTAIN INTERRUPTED");
    assertThat(bridge.result("kill-job")).isEqualTo("REJECTED UNREACHABLE_MASTER");
  }

  @Test
  void anAnswerToAnyCallBeginsTheCountAnew() {
    // Given
    bridge.kill("web");
    silentSubscriptions(1, 19, "KILL", LOST);
    bridge.subscribe();
    silence(0);
    bridge.answer("KILL", LOST);
    bridge.subscribe();

    // When
    silentSubscriptions(1, 19, "KILL", LOST);
    bridge.pass(Duration.ofSeconds(1));

    // Then
    assertThat(bridge.result("kill-web")).isEqualTo("none");
  }

  @Test
  void aCommandThatCameLateHasItsOwnCount() {
    // Given
    silentSubscriptions(1, 30, "KILL", LOST);
    bridge.subscribe();
    bridge.kill("web");

    // When
    silence(31);
    bridge.answer("KILL", LOST);
    bridge.pass(Duration.ofSeconds(1));

    // Then
    assertThat(bridge.result("kill-web")).isEqualTo("none");
  }
}
