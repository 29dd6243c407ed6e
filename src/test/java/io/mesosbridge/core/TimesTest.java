package io.mesosbridge.core;

import static io.mesosbridge.core.TermFixture.TAKEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.Outside.Timed;
import io.mesosbridge.core.mesos.Call.CallOutcome;
import io.mesosbridge.core.task.LiveTask;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What operators are told of how long things took. */
class TimesTest {

  private static final Duration WAIT = Duration.ofSeconds(3);

  private static final CallOutcome LOST =
      new CallOutcome.InDoubt("no answer within PT15S", false, true);

  private static final LiveTask ROW =
      Known.row("web", "TASK_RUNNING", "agent-1", null, "u-1", null);

  private final TermFixture bridge = TermFixture.subscribed(new Fact.TaskRow(ROW, Known.FRAMEWORK));

  @Test
  void aLaunchThatWaitsForAnOfferIsTimedUntilItsOfferItsCallAndItsResult() {
    // Given
    bridge.launch("new");
    bridge.pass(WAIT);
    assertThat(bridge.seen().timeOf(Timed.PLACEMENT)).isNull();

    // When
    bridge.hold(Topic.STATE);
    bridge.offer("o-1");
    bridge.pass(WAIT);
    assertThat(bridge.seen().timeOf(Timed.COMMAND_TO_CALL)).isNull();
    bridge.hold(Topic.RESULTS);
    bridge.answer("ACCEPT", TAKEN);
    bridge.pass(WAIT);
    assertThat(bridge.seen().timeOf(Timed.COMMAND_TO_RESULT)).isNull();
    bridge.hold();

    // Then
    assertThat(bridge.seen().timeOf(Timed.PLACEMENT)).isEqualTo(WAIT);
    assertThat(bridge.seen().timeOf(Timed.COMMAND_TO_CALL)).isEqualTo(WAIT.multipliedBy(2));
    assertThat(bridge.seen().timeOf(Timed.COMMAND_TO_RESULT)).isEqualTo(WAIT.multipliedBy(3));
  }

  @Test
  void aCallThatIsSentOnceMoreIsNotTimedAgain() {
    // Given
    bridge.kill("web");
    Duration first = bridge.seen().timeOf(Timed.COMMAND_TO_CALL);

    // When
    bridge.answer("KILL", LOST);
    bridge.disconnect();
    bridge.pass(WAIT);
    bridge.subscribe();

    // Then
    assertThat(bridge.seen().calls("KILL")).hasSize(2);
    assertThat(first).isEqualTo(Duration.ZERO);
    assertThat(bridge.seen().timeOf(Timed.COMMAND_TO_CALL)).isEqualTo(Duration.ZERO);
  }

  @Test
  void anUpdateIsTimedUntilItsAcknowledgementLeaves() {
    // Given
    bridge.hold(Topic.TASK_UPDATES);
    bridge.update("web", "TASK_FAILED", "u-2");
    bridge.pass(WAIT);
    assertThat(bridge.seen().timeOf(Timed.UPDATE_TO_ACKNOWLEDGE)).isNull();

    // When
    bridge.hold();

    // Then
    assertThat(bridge.seen().acknowledged()).containsExactly("u-2");
    assertThat(bridge.seen().timeOf(Timed.UPDATE_TO_ACKNOWLEDGE)).isEqualTo(WAIT);
  }
}
