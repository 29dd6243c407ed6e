package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Outgoing.Topic;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A task's id is launched again by who saw its end, although the leader that published it died. */
class RelaunchTest {

  /** The end of a task was published; its row was not taken out when another leads. */
  private static TermFixture afterUntoldEnd() {
    TermFixture bridge = TermFixture.subscribed(Known.running("web", "u-1", "former"));
    bridge.hold(Topic.TASKS);
    bridge.update("web", "TASK_FINISHED", "u-2");
    TermFixture next = bridge.dies();
    next.subscribe();
    next.offer("o-1");
    next.launch("web");
    return next;
  }

  @Test
  void aTaskThatMayHaveEndedUnderAFormerLeaderIsLaunchedAgainOnceItsEndIsKnown() {
    // Given
    TermFixture bridge = afterUntoldEnd();
    bridge.pass(Duration.ofSeconds(1));
    assertThat(bridge.result("launch-web")).isEqualTo("none");

    // When
    bridge.update("web", "TASK_FINISHED", "u-2");
    bridge.pass(Duration.ofSeconds(1));

    // Then
    assertThat(bridge.seen().launched()).containsExactly("web");
    assertThat(bridge.seen().calls("ACKNOWLEDGE")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TASK_FINISHED", "TASK_DROPPED"})
  void anEndThatTheMasterToldIsAcknowledgedBeforeTheIdIsLaunchedAgain(String state) {
    // Given
    TermFixture bridge = afterUntoldEnd();
    bridge.reconciled("web", state);
    bridge.pass(Duration.ofSeconds(1));
    assertThat(bridge.live("web")).isEqualTo("none");
    assertThat(bridge.seen().launched()).isEmpty();

    // When
    bridge.update("web", state, "u-2");
    bridge.pass(Duration.ofSeconds(1));

    // Then
    assertThat(bridge.seen().launched()).containsExactly("web");
    assertThat(bridge.seen().acknowledged()).containsExactly("u-2");
  }

  @Test
  void anEndThatOnlyTheMasterToldIsWaitedForByWhoeverLeadsNext() {
    // Given
    TermFixture before = afterUntoldEnd();
    before.reconciled("web", "TASK_FINISHED");
    TermFixture bridge = before.dies();
    bridge.subscribe();
    bridge.offer("o-2");
    bridge.pass(Duration.ofSeconds(1));
    assertThat(bridge.seen().launched()).isEmpty();

    // When
    bridge.update("web", "TASK_FINISHED", "u-2");
    bridge.pass(Duration.ofSeconds(1));

    // Then
    assertThat(bridge.seen().launched()).containsExactly("web");
    assertThat(bridge.seen().acknowledged()).containsExactly("u-2");
  }

  @Test
  void anEndThatTheMasterHeardFromAnAgentThatIsBackIsWaitedForAsWell() {
    // Given
    TermFixture bridge = TermFixture.subscribed(Known.running("web", "u-1", "former"));
    bridge.masters("web", "TASK_FINISHED", "REASON_AGENT_REREGISTERED");
    bridge.launch("web");
    bridge.offer("o-1");
    bridge.pass(Duration.ofSeconds(1));
    assertThat(bridge.live("web")).isEqualTo("none");
    assertThat(bridge.seen().launched()).isEmpty();

    // When
    bridge.update("web", "TASK_FINISHED", "u-2");
    bridge.pass(Duration.ofSeconds(1));

    // Then
    assertThat(bridge.seen().launched()).containsExactly("web");
    assertThat(bridge.seen().acknowledged()).containsExactly("u-2");
  }

  @Test
  void anEndOnAnAgentThatIsBackIsNotThatOfATaskOfTheIdElsewhere() {
    // Given
    TermFixture bridge = TermFixture.subscribed(Known.running("web", "u-1", "former"));

    // When
    bridge.event(
        WireTexts.update("web", "TASK_DROPPED", "agent-2", "reason", "REASON_AGENT_REREGISTERED"));

    // Then
    assertThat(bridge.live("web")).isEqualTo("TASK_RUNNING");
  }

  /** The end has no uuid, so that it is not for its acknowledgement that the launch waits. */
  @Test
  void anIdIsLaunchedAgainOnlyOnceTheResultOfTheLaunchBeforeIsWritten() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.hold(Topic.RESULTS);
    bridge.launch("web");
    bridge.offer("o-1");
    bridge.answer("ACCEPT", TermFixture.TAKEN);
    bridge.masters("web", "TASK_LOST", "REASON_AGENT_REMOVED");
    assertThat(bridge.live("web")).isEqualTo("none");

    // When
    bridge.command(WireTexts.launch("again", "web"));
    bridge.offer("o-2");
    bridge.pass(Duration.ofSeconds(1));

    // Then
    assertThat(bridge.seen().launched()).containsExactly("web");
    bridge.hold();
    assertThat(bridge.result("launch-web")).isEqualTo("ACCEPTED");
    assertThat(bridge.seen().launched()).containsExactly("web", "web");
  }

  @ParameterizedTest
  @CsvSource({"TASK_FINISHED, 40", "TASK_LOST, 1", "TASK_GONE, 1"})
  void anEndOfWhichNoUpdateComesHoldsUpTheNextLaunchForAWhileAtMost(String state, int seconds) {
    // Given
    TermFixture bridge = afterUntoldEnd();

    // When
    bridge.reconciled("web", state);
    bridge.pass(Duration.ofSeconds(seconds));

    // Then
    assertThat(bridge.seen().launched()).containsExactly("web");
  }

  @Test
  void aTaskThatIsSaidToLiveIsNotLaunchedAgain() {
    // Given
    TermFixture bridge = afterUntoldEnd();

    // When
    bridge.reconciled("web", "TASK_RUNNING");
    bridge.pass(Duration.ofSeconds(1));

    // Then
    assertThat(bridge.result("launch-web")).isEqualTo("REJECTED DUPLICATE_TASK");
  }

  @Test
  void aTaskOfWhichMesosSaysNothingHoldsUpNoCommandForLong() {
    // Given
    TermFixture bridge = afterUntoldEnd();

    // When
    bridge.pass(Duration.ofSeconds(11));

    // Then
    assertThat(bridge.result("launch-web")).isEqualTo("REJECTED DUPLICATE_TASK");
  }

  @Test
  void anAnswerUnderANewSubscriptionIsNotToAKillFromBeforeTheLaunch() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.kill("web");
    bridge.launch("web");
    bridge.offer("o-1");
    bridge.answer("KILL", TermFixture.TAKEN);
    bridge.answer("ACCEPT", TermFixture.TAKEN);
    assertThat(bridge.live("web")).isEqualTo("TASK_STAGING");

    // When
    bridge.disconnect();
    bridge.subscribe();
    bridge.reconciled("web", "TASK_GONE");

    // Then
    assertThat(bridge.live("web")).isEqualTo("none");
  }

  @Test
  void theAnswersToTwoKillsFromBeforeTheLaunchAreNotAboutIt() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.kill("web");
    bridge.command("{\"id\":\"kill-again\",\"type\":\"KILL\",\"kill\":{\"task_id\":\"web\"}}");
    bridge.launch("web");
    bridge.offer("o-1");
    bridge.answer("ACCEPT", TermFixture.TAKEN);

    // When
    bridge.reconciled("web", "TASK_GONE");
    bridge.reconciled("web", "TASK_GONE");

    // Then
    assertThat(bridge.live("web")).isEqualTo("TASK_STAGING");
    bridge.reconciled("web", "TASK_GONE");
    assertThat(bridge.live("web")).isEqualTo("none");
  }

  /** The acknowledgement of its end is on the way still when a question overtakes it. */
  @Test
  void anAnswerThatNamesTheAgentOfTheTaskBeforeItIsNotAboutTheLaunch() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.launch("web");
    bridge.offer("o-1");
    bridge.answer("ACCEPT", TermFixture.TAKEN);
    int asked = bridge.seen().calls("RECONCILE").size();

    // When
    bridge.event(
        WireTexts.update("web", "TASK_FINISHED", "agent-2", "reason", "REASON_RECONCILIATION"));

    // Then
    assertThat(bridge.live("web")).isEqualTo("TASK_STAGING");
    bridge.pass(Duration.ofSeconds(61));
    assertThat(bridge.seen().calls("RECONCILE").stream().skip(asked))
        .anySatisfy(question -> assertThat(question.call().toString()).contains("web"));
    bridge.reconciled("web", "TASK_LOST");
    assertThat(bridge.live("web")).isEqualTo("none");
  }

  @Test
  void theEndOfTheTaskBeforeItIsNotAboutTheLaunch() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.kill("web");
    bridge.launch("web");
    bridge.offer("o-1");
    bridge.answer("ACCEPT", TermFixture.TAKEN);

    // When
    bridge.reconciled("web", "TASK_KILLED");

    // Then
    assertThat(bridge.live("web")).isEqualTo("TASK_STAGING");
  }
}
