package io.mesosbridge.core;

import static io.mesosbridge.core.TermFixture.LOST;
import static io.mesosbridge.core.TermFixture.TAKEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Outgoing.Topic;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What proves that a launch took effect, and what does not. */
class LaunchDoubtTest {

  /** The task failed and was launched again; nobody knows whether that took effect. */
  private static TermFixture launchedAgain() {
    TermFixture bridge = TermFixture.subscribed(Known.running("web", "u-0", "former"));
    bridge.update("web", "TASK_FAILED", "u-1");
    bridge.launch("web");
    bridge.offer("o-1");
    TermFixture next = bridge.dies();
    next.subscribe();
    return next;
  }

  @Test
  void theRepeatedEndOfTheTaskBeforeProvesNothingAndIsAcknowledgedAtOnce() {
    // Given
    TermFixture bridge = launchedAgain();

    // When
    bridge.update("web", "TASK_FAILED", "u-1");

    // Then
    assertThat(bridge.result("launch-web")).isEqualTo("none");
    assertThat(bridge.seen().acknowledged()).containsExactly("u-1");
    bridge.reconciled("web", "TASK_LOST");
    bridge.offer("o-2");
    assertThat(bridge.seen().launched()).containsExactly("web");
  }

  @Test
  void aSecondAnswerToWhatWasAskedBeforeTheLaunchWasSentAgainIsNotAboutIt() {
    // Given
    TermFixture bridge = launchedAgain();
    bridge.pass(Duration.ofSeconds(3)); // the master is slow, and is asked once more
    bridge.reconciled("web", "TASK_GONE");
    bridge.offer("o-2");
    bridge.answer("ACCEPT", TAKEN);

    // When
    bridge.reconciled("web", "TASK_GONE");

    // Then
    assertThat(bridge.seen().launched()).containsExactly("web");
    assertThat(bridge.live("web")).isEqualTo("TASK_STAGING");
  }

  @Test
  void aTaskOfAnAgentOutOfReachIsNotLostForAFrameworkThatKnowsNoPartitions() {
    // Given
    TermFixture bridge = launchedAgain();

    // When
    bridge.event(
        """
        {"type":"UPDATE","update":{"status":{"task_id":{"value":"web"},"state":"TASK_LOST",
        "agent_id":{"value":"%s"},"reason":"REASON_RECONCILIATION",
        "unreachable_time":{"nanoseconds":1795354525730390016}}}}
        """
            .formatted(Known.AGENT));
    bridge.offer("o-2");

    // Then
    assertThat(bridge.seen().launched()).isEmpty();
    bridge.update("web", "TASK_RUNNING", "u-2");
    assertThat(bridge.result("launch-web")).isEqualTo("ACCEPTED");
  }

  @Test
  void theEndOfTheTaskBeforeAsTheMasterRemembersItProvesNothing() {
    // Given
    TermFixture bridge = launchedAgain();

    // When
    bridge.reconciled("web", "TASK_FAILED");

    // Then
    assertThat(bridge.result("launch-web")).isEqualTo("none");
    bridge.pass(Duration.ofMinutes(1));
    assertThat(bridge.seen().calls("RECONCILE").size()).isGreaterThan(1);
    bridge.update("web", "TASK_RUNNING", "u-2");
    assertThat(bridge.result("launch-web")).isEqualTo("ACCEPTED");
    assertThat(bridge.seen().launched()).isEmpty();
  }

  @Test
  void whatProvesALaunchIsAcknowledgedAfterItsResultIsWritten() {
    // Given
    TermFixture bridge = launchedAgain();
    bridge.hold(Topic.RESULTS);
    bridge.update("web", "TASK_RUNNING", "u-2");
    assertThat(bridge.seen().published("web")).containsExactly("TASK_RUNNING");
    assertThat(bridge.seen().acknowledged()).isEmpty();

    // When
    bridge.hold();

    // Then
    assertThat(bridge.seen().acknowledged()).containsExactly("u-2");
  }

  @Test
  void anUpdateThatCameBeforeTheConnectionBrokeProvesTheLaunchThough() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.launch("web");
    bridge.offer("o-1");
    bridge.hold(Topic.TASK_UPDATES); // so that no row tells of it
    bridge.update("web", "TASK_KILLED", "u-1");

    // When
    bridge.disconnect();
    bridge.answer("ACCEPT", LOST);
    bridge.subscribe();

    // Then
    assertThat(bridge.result("launch-web")).isEqualTo("ACCEPTED");
    bridge.update("web", "TASK_KILLED", "u-1");
    bridge.offer("o-2");
    assertThat(bridge.seen().launched()).containsExactly("web");
    bridge.hold();
    assertThat(bridge.live("web")).isEqualTo("none");
  }

  @Test
  void aTaskThatEndedBeforeTheCrashIsNotLaunchedAgainAlthoughKafkaForgotItsEnd() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.hold(Topic.RESULTS);
    bridge.launch("web");
    bridge.offer("o-1");
    bridge.answer("ACCEPT", TAKEN);
    bridge.update("web", "TASK_FINISHED", "u-1");
    assertThat(bridge.kafka().memory().ended().contains("web")).isTrue();
    assertThat(bridge.seen().acknowledged()).isEmpty();
    bridge.kafka().forgetEnds();

    // When
    TermFixture next = bridge.dies();
    next.subscribe();
    next.reconciled("web", "TASK_FINISHED"); // Mesos keeps it until it is acknowledged
    next.offer("o-2");
    next.update("web", "TASK_FINISHED", "u-1");

    // Then
    assertThat(next.result("launch-web")).isEqualTo("ACCEPTED");
    assertThat(next.seen().launched()).isEmpty();
    assertThat(next.seen().acknowledged()).containsExactly("u-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TASK_UNREACHABLE", "TASK_GONE_BY_OPERATOR"})
  void aLaunchThatStaysUncertainDoesNotKeepItsTaskId(String state) {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.launch("web");
    bridge.offer("o-1");
    bridge.answer("ACCEPT", LOST);
    bridge.reconciled("web", state);
    assertThat(bridge.result("launch-web")).isEqualTo("none");
    bridge.pass(Duration.ofMinutes(16));
    bridge.reconciled("web", state);
    assertThat(bridge.result("launch-web")).isEqualTo("UNCERTAIN INTERRUPTED");

    // When
    bridge.command(WireTexts.launch("again", "web"));
    bridge.offer("o-2");
    bridge.answer("ACCEPT", TAKEN);

    // Then
    assertThat(bridge.result("again")).isEqualTo("ACCEPTED");
  }

  @Test
  void aLaunchOnOffersOfItsOwnThatNeverWasIsRejected() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.offer("o-1");
    bridge.command(
        """
        {"id":"own","type":"LAUNCH","launch":{"offer_ids":["o-1"],"task_infos":[
        {"task_id":"web","command":{"value":"serve"},"resources":"cpus:0.1;mem:32"}]}}
        """);
    bridge.answer("ACCEPT", LOST);

    // When
    bridge.masters("web", "TASK_LOST", "REASON_INVALID_OFFERS");

    // Then
    assertThat(bridge.result("own")).isEqualTo("REJECTED OFFER_GONE");
    assertThat(bridge.seen().published("web")).isEmpty();
  }

  @Test
  void aLaunchIsUncertainWhileATeardownBehindItMayHaveEndedItsTaskUnderAnotherMaster() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.launch("web");
    bridge.offer("o-1");
    bridge.command("{\"id\":\"end\",\"type\":\"TEARDOWN\"}");
    assertThat(bridge.seen().calls("TEARDOWN")).hasSize(1);
    TermFixture next = bridge.dies();
    next.subscribe();
    assertThat(next.seen().calls("TEARDOWN")).isEmpty();

    // When
    next.reconciled("web", "TASK_LOST");

    // Then
    assertThat(next.result("launch-web")).isEqualTo("UNCERTAIN INTERRUPTED");
    next.answer("TEARDOWN", TAKEN);
    assertThat(next.result("end")).isEqualTo("ACCEPTED");
  }

  @Test
  void aLaunchBehindWhichAFormerLeaderLaunchedItsTaskHoldsNothingUp() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.hold(write -> write.record().key().contains("first"));
    bridge.command(
        "{'id':'first','type':'LAUNCH','launch':{'offer_ids':['gone'],'task_infos':[{'task_id':'web',"
                .replace('\'', '"')
            + "\"command\":{\"value\":\"true\"},\"resources\":\"cpus:0.1;mem:32\"}]}}");
    bridge.launch("web");
    bridge.offer("o-1");
    TermFixture next = bridge.dies();
    next.subscribe();
    assertThat(next.result("first")).isEqualTo("none");

    // When
    next.update("web", "TASK_FINISHED", "u-1");

    // Then
    assertThat(next.result("first")).isEqualTo("UNCERTAIN INTERRUPTED");
    assertThat(next.result("launch-web")).isEqualTo("ACCEPTED");
    assertThat(next.seen().acknowledged()).containsExactly("u-1");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aTaskOfTheIdOnAnotherAgentProvesNothing(boolean lives) {
    // Given
    TermFixture bridge = TermFixture.subscribed(Known.running("web", "u-0", "former"));
    bridge.masters("web", "TASK_LOST", "REASON_AGENT_REMOVED");
    bridge.launch("web");
    bridge.offer("o-1");
    TermFixture next = bridge.dies();
    next.subscribe();

    // When
    if (lives) {
      next.event(
          WireTexts.update("web", "TASK_RUNNING", "agent-2", "reason", "REASON_RECONCILIATION"));
      next.pass(Duration.ofMinutes(1));
      next.event(
          WireTexts.update("web", "TASK_RUNNING", "agent-2", "reason", "REASON_RECONCILIATION"));
    } else {
      next.event(WireTexts.update("web", "TASK_FINISHED", "agent-2", "uuid", "u-2"));
      next.pass(Duration.ofMinutes(1));
      next.reconciled("web", "TASK_LOST");
    }
    next.offer("o-2");

    // Then
    assertThat(next.result("launch-web")).isEqualTo(lives ? "REJECTED DUPLICATE_TASK" : "none");
    assertThat(next.seen().calls("ACCEPT")).hasSize(lives ? 0 : 1);
    assertThat(next.live("web")).isEqualTo(lives ? "TASK_RUNNING" : "none");
  }

  @Test
  void theEndOfATaskOfWhichNothingIsKnownIsNotThatOfALaunchThatHasNotLeft() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.offer("o-1");
    bridge.kafka().readsBack(false);
    bridge.launch("web");

    // When
    bridge.update("web", "TASK_KILLED", "u-1");
    TermFixture next = bridge.dies();
    next.subscribe();
    next.offer("o-2");
    next.reconciled("web", "TASK_LOST");

    // Then
    assertThat(next.seen().launched()).containsExactly("web");
  }
}
