package io.mesosbridge.core;

import static io.mesosbridge.core.TermFixture.LOST;
import static io.mesosbridge.core.TermFixture.TAKEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.mesos.Call.CallOutcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What may be sent again is neither refused though it took effect, nor sent behind what follows.
 */
class SentAgainTest {

  private static final CallOutcome NOT_BY_A_MASTER =
      new CallOutcome.InDoubt("the answer was 500 oops", true, true);
  private static final CallOutcome SILENCE =
      new CallOutcome.InDoubt("no answer within PT15S", false, true);

  /** A KILL was taken, and a TEARDOWN behind it; Kafka has no result of the KILL. */
  private static TermFixture tornDownBehindAKill() {
    TermFixture bridge = TermFixture.subscribed(Known.running("web", "u-1", "former"));
    bridge.hold(
        write ->
            write.record().topic() == Topic.RESULTS && write.record().key().equals("kill-web"));
    bridge.kill("web");
    bridge.command("{\"id\":\"end\",\"type\":\"TEARDOWN\"}");
    bridge.answer("KILL", TAKEN);
    bridge.answer("TEARDOWN", TAKEN);
    return bridge;
  }

  @Test
  void aTeardownHasItsResultAfterAllBeforeItSoThatASuccessorRefusesNoneOfThem() {
    // Given
    TermFixture bridge = tornDownBehindAKill();
    assertThat(bridge.result("end")).isEqualTo("none");

    // When
    TermFixture next = bridge.dies();

    // Then
    assertThat(next.result("kill-web")).isEqualTo("UNCERTAIN INTERRUPTED");
    assertThat(next.result("end")).isEqualTo("ACCEPTED");
    assertThat(next.seen().written(Topic.RESULTS).stream().map(write -> write.record().key()))
        .containsExactly("kill-web", "end");
  }

  @Test
  void aLaunchUnderTheNextFrameworkDoesNotTellThatAKillLeftUnderTheOneBefore() {
    // Given
    TermFixture bridge = tornDownBehindAKill();
    bridge.command("{\"id\":\"again\",\"type\":\"SUBSCRIBE\"}");
    bridge.subscribe("framework-2");
    bridge.launch("web");
    bridge.offer("o-1");
    assertThat(bridge.seen().launched()).containsExactly("web");
    bridge.answer("ACCEPT", TAKEN);

    // When
    TermFixture next = bridge.dies();
    next.subscribe("framework-2");

    // Then
    assertThat(next.result("kill-web")).isEqualTo("UNCERTAIN INTERRUPTED");
    assertThat(next.result("launch-web")).isEqualTo("ACCEPTED");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatWasSentAndNotAnsweredIsNotRefusedForWhatCameLater(boolean expires) {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    String until = "\"expires_at\":\"" + bridge.now().instant().plusSeconds(5) + "\"";
    bridge.command("{\"id\":\"first\",\"type\":\"SUPPRESS\"," + until + "}");
    bridge.disconnect();
    bridge.answer("SUPPRESS", LOST);

    // When
    if (expires) {
      bridge.pass(Duration.ofSeconds(6));
    } else {
      bridge.term().removed("Framework has been removed", bridge.now());
      bridge.pass(Duration.ofSeconds(1));
    }

    // Then
    assertThat(bridge.result("first")).isEqualTo("UNCERTAIN INTERRUPTED");
  }

  @Test
  void aLaunchIsNotSentBeforeAKillThatIsToBeSentAgain() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.kill("job");
    bridge.launch("job");
    bridge.offer("o-1");
    bridge.command("{\"type\":\"REVIVE\"}"); // which passes nothing that waits
    bridge.kill("web");
    bridge.launch("web");
    bridge.disconnect();
    bridge.answer("KILL", LOST);
    bridge.answer("ACCEPT", LOST);
    bridge.answer("REVIVE", LOST);
    bridge.answer("KILL", LOST);

    // When
    bridge.subscribe();
    bridge.offer("o-2");

    // Then
    assertThat(bridge.seen().launched()).containsExactly("job");
    bridge.reconciled("job", "TASK_RUNNING");
    assertThat(bridge.seen().commandCalls())
        .containsExactly("KILL", "ACCEPT", "REVIVE", "KILL", "REVIVE", "KILL", "ACCEPT");
    bridge.answer("KILL", TAKEN);
    bridge.answer("ACCEPT", TAKEN);
    assertThat(bridge.result("kill-web")).isEqualTo("ACCEPTED");
    assertThat(bridge.result("launch-web")).isEqualTo("ACCEPTED");
  }

  @Test
  void aKillThatIsSentAgainDoesNotGiveUpALaunchThatCameAfterIt() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.kill("web");
    bridge.launch("web");
    bridge.disconnect();
    bridge.answer("KILL", LOST);

    // When
    bridge.subscribe();
    bridge.offer("o-1");

    // Then
    assertThat(bridge.seen().commandCalls()).containsExactly("KILL", "KILL", "ACCEPT");
    assertThat(bridge.result("launch-web")).isEqualTo("none");
  }

  @Test
  void aKillIsUncertainIfTheLaunchBehindItLeftByAnotherConnection() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.kill("web");
    bridge.launch("web");
    bridge.disconnect();
    bridge.subscribe();
    bridge.offer("o-1");

    // When
    bridge.answer("KILL", LOST);
    bridge.answer("ACCEPT", TAKEN);
    bridge.pass(Duration.ofSeconds(1));

    // Then
    assertThat(bridge.seen().calls("KILL")).hasSize(1);
    assertThat(bridge.result("kill-web")).isEqualTo("UNCERTAIN INTERRUPTED");
    assertThat(bridge.result("launch-web")).isEqualTo("ACCEPTED");
  }

  @Test
  void twoTeardownsHaveTheirResultsAfterAllBeforeThem() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.hold(Topic.TASKS);
    bridge.launch("web");
    bridge.offer("o-1");
    bridge.command("{\"id\":\"end\",\"type\":\"TEARDOWN\"}");
    bridge.answer("ACCEPT", TAKEN);
    bridge.answer("TEARDOWN", TAKEN);
    bridge.command("{\"id\":\"again\",\"type\":\"SUBSCRIBE\"}");
    bridge.subscribe("framework-2");
    bridge.command("{\"id\":\"end-again\",\"type\":\"TEARDOWN\"}");
    bridge.answer("TEARDOWN", TAKEN);
    assertThat(bridge.result("end")).isEqualTo("none");

    // When
    bridge.hold();

    // Then
    assertThat(bridge.result("end")).isEqualTo("ACCEPTED");
    assertThat(bridge.result("end-again")).isEqualTo("ACCEPTED");
  }

  @Test
  void aCallThatIsNeverAnsweredByAMasterIsGivenUpAndEndsNoMoreSubscriptions() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.kill("web");
    bridge.launch("job");
    bridge.offer("o-1");

    // When
    for (int i = 1; i <= 3; i++) {
      assertThat(bridge.result("kill-web")).isEqualTo("none");
      assertThat(bridge.result("launch-job")).isEqualTo("none");
      bridge.answer("KILL", NOT_BY_A_MASTER);
      bridge.answer("ACCEPT", NOT_BY_A_MASTER);
      bridge.disconnect();
      bridge.subscribe();
      bridge.masters("job", "TASK_UNKNOWN", "REASON_RECONCILIATION");
      bridge.offer("o-1" + i);
    }

    // Then
    assertThat(bridge.result("kill-web")).isEqualTo("UNCERTAIN UNREACHABLE_MASTER");
    assertThat(bridge.result("launch-job")).isEqualTo("REJECTED UNREACHABLE_MASTER");
    assertThat(bridge.seen().calls("KILL")).hasSize(3);
    assertThat(bridge.seen().calls("ACCEPT")).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({"true, UNCERTAIN UNREACHABLE_MASTER, 10", "false, none, 12"})
  void aCallThatIsNotAnsweredAtAllIsGivenUpIfItWasItsTurnEachTime(
      boolean itsTurn, String outcome, int sent) {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.kill("web");

    // When
    for (int i = 1; i <= 11 && bridge.result("kill-web").equals("none"); i++) {
      assertThat(bridge.seen().calls("KILL")).hasSize(i);
      bridge.disconnect();
      bridge.answer("KILL", itsTurn ? SILENCE : LOST);
      bridge.subscribe();
    }

    // Then
    assertThat(bridge.result("kill-web")).isEqualTo(outcome);
    assertThat(bridge.seen().calls("KILL")).hasSize(sent);
  }

  @Test
  void aLaunchThatIsNotAnsweredAtAllIsRejectedOnceMesosSaysThatItIsUnknownTenTimes() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.launch("job");

    // When
    for (int i = 1; i <= 10; i++) {
      assertThat(bridge.result("launch-job")).isEqualTo("none");
      bridge.offer("o-" + i);
      bridge.answer("ACCEPT", SILENCE);
      bridge.disconnect();
      bridge.subscribe();
      bridge.masters("job", "TASK_UNKNOWN", "REASON_RECONCILIATION");
    }

    // Then
    assertThat(bridge.result("launch-job")).isEqualTo("REJECTED UNREACHABLE_MASTER");
    assertThat(bridge.seen().calls("ACCEPT")).hasSize(10);
  }
}
