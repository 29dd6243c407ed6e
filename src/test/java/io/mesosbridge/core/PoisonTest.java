package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.RecordingOutside.Settled;
import io.mesosbridge.core.RecordingOutside.Write;
import io.mesosbridge.core.StateJson.StateKeys;
import io.mesosbridge.core.command.CommandRecord;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No record ends terms for ever. */
class PoisonTest {

  private static final String KILL = WireTexts.kill("kill-web", "web");
  private static final String LARGE = " ".repeat(1 << 20);

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
  void aCommandWhoseCallLeavesOnceItsIntentIsReadBackIsSuspectedToo() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.offer("o-1");
    bridge.kafka().readsBack(false);
    bridge.launch("web");
    RuntimeException unforeseen = new IllegalStateException("unforeseen");
    bridge.seen().breakDown(unforeseen);

    // When
    bridge.kafka().readsBack(true);
    Throwable error = catchThrowable(() -> bridge.pass(Duration.ZERO));

    // Then
    assertThat(error).isEqualTo(unforeseen);
    assertThat(bridge.term().suspects.culprit())
        .map(Fact.Suspected::commandId)
        .contains("launch-web");
  }

  @Test
  void offersOfAnEventUnderWhichTwoTermsEndedAreDeclined() {
    // Given
    TermFixture bridge = afterEnds(2, broken -> broken.offer("o-1"));

    // When
    bridge.offer("o-2");

    // Then
    assertThat(bridge.term().offers().outstanding()).isEmpty();
    assertThat(bridge.seen().sent("DECLINE", "/decline/offer_ids/0/value")).containsExactly("o-2");
  }

  @Test
  void anIdThatWasReadOnceIsNotForgotten() {
    // Given
    TermFixture bridge = afterEnds(1, PoisonTest::kill);
    CommandRecord again = WireTexts.record(KILL, "mesos.commands", 7, bridge.now());

    // When
    bridge.term().suspects.begin(again, null);

    // Then
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

  /** The process dies while it handles the command that Kafka has just been told of. */
  private static TermFixture diesOf(String command, TermFixture bridge) {
    bridge.hold(Topic.STATE);
    bridge.command(command, "mesos.commands", 7);
    bridge.takeWithoutTelling();
    return bridge.successor(TermFixture.INFO);
  }

  private static List<String> notes(TermFixture bridge) {
    return bridge.seen().written(Topic.STATE).stream()
        .filter(write -> StateKeys.isSuspect(write.record().key()))
        .map(write -> write.at("/ends"))
        .toList();
  }

  @Test
  void aLargeCommandIsHandledOnceKafkaKnows() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.hold(Topic.STATE);

    // When
    bridge.command(KILL + LARGE);
    bridge.command(WireTexts.kill("other", "other"));
    List<String> before = bridge.seen().commandCalls();
    bridge.hold();

    // Then
    assertThat(before).isEmpty();
    assertThat(bridge.seen().sent("KILL", "/kill/task_id/value")).containsExactly("web", "other");
    assertThat(notes(bridge)).containsExactly("1", "");
  }

  @Test
  void aLargeCommandThatWaitsIsNotSuspectedMeanwhile() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.disconnect();

    // When
    bridge.command(KILL + LARGE);
    List<String> before = notes(bridge);
    bridge.subscribe();

    // Then
    assertThat(before).containsExactly("1", "");
    assertThat(notes(bridge)).containsExactly("1", "", "1", "");
    assertThat(bridge.seen().calls("KILL")).hasSize(1);
  }

  @Test
  void aLargeLaunchIsNotedAgainWhenItGetsAnOffer() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.command(WireTexts.launch("launch-web", "web") + LARGE);
    bridge.hold(Topic.STATE);

    // When
    bridge.offer("o-1");
    List<String> before = bridge.seen().launched();
    bridge.hold();

    // Then
    assertThat(before).isEmpty();
    assertThat(bridge.seen().launched()).containsExactly("web");
    assertThat(notes(bridge)).containsExactly("1", "", "1", "");
  }

  @Test
  void aCommandUnderWhichTwoProcessesDiedIsPoison() {
    // Given
    TermFixture second = diesOf(KILL + LARGE, TermFixture.subscribed());
    second.subscribe();
    TermFixture third = diesOf(KILL + LARGE, second);
    third.subscribe();

    // When
    third.command(KILL + LARGE, "mesos.commands", 7);

    // Then
    assertThat(third.result("mesos.commands-0-7")).isEqualTo("UNCERTAIN INTERNAL");
    assertThat(third.kafka().memory().suspects()).isEmpty();
  }

  @Test
  void aCommandThatWasReadBeforeTwoProcessesDiedIsPoisonUnderItsId() {
    // Given
    TermFixture second = diesOf(KILL + LARGE, TermFixture.subscribed());
    second.subscribe();
    second.hold(write -> write.at("/command_id").equals("kill-web"));
    second.command(KILL + LARGE, "mesos.commands", 7);
    second.takeWithoutTelling();
    TermFixture third = second.successor(TermFixture.INFO);
    third.subscribe();

    // When
    third.command(KILL + LARGE, "mesos.commands", 7);

    // Then
    assertThat(second.seen().calls("KILL")).isEmpty();
    assertThat(third.result("kill-web")).isEqualTo("UNCERTAIN INTERNAL");
    assertThat(third.seen().all(Settled.class).get(0).why()).isNotNull();
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
