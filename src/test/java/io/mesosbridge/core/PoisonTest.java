package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.RecordingOutside.Settled;
import io.mesosbridge.core.RecordingOutside.Write;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** No record ends terms for ever. */
class PoisonTest {

  private static final String KILL = WireTexts.kill("kill-web", "web");

  private interface Input {
    void reach(TermFixture bridge);
  }

  /** The input ends that many terms, each time under the record that it brings. */
  private static TermFixture afterEnds(int terms, Input input) {
    TermFixture bridge = TermFixture.subscribed();
    for (int i = 0; i < terms; i++) {
      RuntimeException unforeseen = new IllegalStateException("unforeseen");
      bridge.seen().breakDown(unforeseen);
      TermFixture broken = bridge;
      assertThat(catchThrowable(() -> input.reach(broken))).isEqualTo(unforeseen);
      Fact.Suspected culprit = bridge.term().suspects.culprit().orElseThrow();
      assertThat(culprit.ends()).isEqualTo(i + 1);
      bridge = bridge.successor(TermFixture.INFO);
      bridge.term().suspects.note(culprit);
      bridge.pass(Duration.ZERO);
      bridge.subscribe();
    }
    return bridge;
  }

  private static void kill(TermFixture bridge) {
    bridge.command(KILL, "mesos.commands", 7);
  }

  private static void runs(TermFixture bridge) {
    bridge.update("web", "TASK_RUNNING", "u-1");
  }

  @Test
  void aCommandUnderWhichOneTermEndedIsCarriedOut() {
    // Given
    TermFixture bridge = afterEnds(1, PoisonTest::kill);

    // When
    kill(bridge);
    bridge.answer("KILL", TermFixture.TAKEN);

    // Then
    assertThat(bridge.result("kill-web")).isEqualTo("ACCEPTED");
    assertThat(bridge.kafka().memory().suspects()).isEmpty();
  }

  @Test
  void aCommandUnderWhichTwoTermsEndedIsNotAndGoesToTheDeadLetters() {
    // Given
    TermFixture bridge = afterEnds(2, PoisonTest::kill);

    // When
    kill(bridge);

    // Then
    assertThat(bridge.seen().calls("KILL")).isEmpty();
    assertThat(bridge.result("kill-web")).isEqualTo("UNCERTAIN INTERNAL");
    assertThat(bridge.seen().all(Settled.class).get(0).why()).isNotNull();
    assertThat(bridge.kafka().memory().suspects()).isEmpty();
  }

  @Test
  void aCommandWhoseAnswerIsHandledIsSuspectedToo() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    kill(bridge);
    RuntimeException unforeseen = new IllegalStateException("unforeseen");
    bridge.seen().breakDown(unforeseen);

    // When
    Throwable error = catchThrowable(() -> bridge.answer("KILL", TermFixture.TAKEN));

    // Then
    assertThat(error).isEqualTo(unforeseen);
    assertThat(bridge.term().suspects.culprit())
        .map(Fact.Suspected::commandId)
        .contains("kill-web");
  }

  @Test
  void anotherCommandIsCarriedOutAllTheSame() {
    // Given
    TermFixture bridge = afterEnds(2, PoisonTest::kill);

    // When
    bridge.command(WireTexts.kill("other", "web"), "mesos.commands", 8);

    // Then
    assertThat(bridge.seen().calls("KILL")).hasSize(1);
  }

  @Test
  void anEventUnderWhichTwoTermsEndedIsPassedOnUnacknowledgedAndCounted() {
    // Given
    TermFixture bridge = afterEnds(2, PoisonTest::runs);

    // When
    runs(bridge);

    // Then
    assertThat(bridge.live("web")).isEqualTo("none");
    assertThat(bridge.seen().acknowledged()).isEmpty();
    assertThat(bridge.seen().countOf(Outside.Counted.POISON_EVENT)).isEqualTo(1);
    assertThat(bridge.seen().written(Topic.EVENTS))
        .extracting(Write::text)
        .last()
        .asString()
        .contains("u-1");
  }

  @Test
  void anEventUnderWhichOneTermEndedIsHandledAndSuspectedNoLonger() {
    // Given
    TermFixture bridge = afterEnds(1, PoisonTest::runs);

    // When
    runs(bridge);

    // Then
    assertThat(bridge.live("web")).isEqualTo("TASK_RUNNING");
    assertThat(bridge.kafka().memory().suspects()).isEmpty();
  }
}
