package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Fact.LogRecord;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rows of a launch in doubt that the leader who sent it wrote, and that land once another leads.
 */
class LateRowTest {

  private static void lands(TermFixture bridge, Fact late) {
    LogRecord record = new LogRecord(Outgoing.Topic.TASKS, 0, 50, "web", 1, late);
    bridge.term().readback().read(record, 2, bridge.now());
  }

  /** The leader that launched it is cut off. */
  private static TermFixture afterACutOffLeader() {
    TermFixture bridge = TermFixture.subscribed();
    bridge.launch("web");
    bridge.offer("o-1");
    return bridge.dies();
  }

  @Test
  void aRowThatItsLeaderWroteLateProvesIt() {
    // Given
    TermFixture next = afterACutOffLeader();

    // When
    lands(next, Known.running("web", "u-1", "launch-web"));
    next.subscribe();
    next.offer("o-2");

    // Then
    assertThat(next.result("launch-web")).isEqualTo("ACCEPTED");
    assertThat(next.live("web")).isEqualTo("TASK_STAGING");
    assertThat(next.seen().launched()).isEmpty();
  }

  @Test
  void aLateRowOfAnotherCommandProvesNothing() {
    // Given
    TermFixture next = afterACutOffLeader();

    // When
    lands(next, Known.running("web", "u-1", "former"));

    // Then
    assertThat(next.result("launch-web")).isEqualTo("none");
    assertThat(next.live("web")).isEqualTo("none");
  }

  @Test
  void anEndThatItsLeaderWroteLateAsWellIsTheTasksEnd() {
    // Given
    TermFixture next = afterACutOffLeader();
    lands(next, Known.running("web", "u-1", "launch-web"));

    // When
    lands(next, Known.ended("web", "u-2", "launch-web"));
    next.pass(Duration.ofSeconds(1));

    // Then
    assertThat(next.result("launch-web")).isEqualTo("ACCEPTED");
    assertThat(next.live("web")).isEqualTo("none");
  }

  @Test
  void aLateEndIsNotThatOfATaskThatWasHeardOfSince() {
    // Given
    TermFixture next = afterACutOffLeader();
    lands(next, Known.running("web", "u-1", "launch-web"));
    next.subscribe();
    next.update("web", "TASK_RUNNING", "u-3");

    // When
    lands(next, Known.ended("web", "u-2", "launch-web"));

    // Then
    assertThat(next.live("web")).isEqualTo("TASK_RUNNING");
  }

  @Test
  void aLateEndIsNotThatOfATaskThatNoCommandIsKnownToHaveLaunched() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.reconciled("web", "TASK_STAGING");
    assertThat(bridge.live("web")).isEqualTo("TASK_STAGING");

    // When
    lands(bridge, Known.ended("web", "u-2", "launch-web"));

    // Then
    assertThat(bridge.live("web")).isEqualTo("TASK_STAGING");
  }

  /** Whoever writes a topic again that was made anew begins with what ended. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aTaskThatOnlyALateRowTellsOfIsAskedForBeforeItsIdIsLaunched(boolean behindALateEnd) {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    if (behindALateEnd) {
      lands(bridge, Known.ended("web", "u-0", null));
    }
    lands(bridge, Known.running("web", "u-1", "former"));
    bridge.launch("web");
    bridge.offer("o-1");
    assertThat(bridge.result("launch-web")).isEqualTo("none");

    // When
    bridge.reconciled("web", "TASK_RUNNING");

    // Then
    assertThat(bridge.live("web")).isEqualTo("TASK_RUNNING");
    assertThat(bridge.result("launch-web")).isEqualTo("REJECTED DUPLICATE_TASK");
  }

  @Test
  void aTaskThatOnlyALateRowTellsOfIsAskedForOnceASubscriptionStands() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.disconnect();
    lands(bridge, Known.running("web", "u-1", "former"));

    // When
    bridge.subscribe();

    // Then
    assertThat(bridge.seen().sent("RECONCILE", "/reconcile/tasks/0/task_id/value"))
        .containsExactly("web");
  }

  @Test
  void theRowOfATaskThatMesosDoesNotKnowIsTakenOutOnceItHasSaidSo() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    lands(bridge, Known.running("web", "u-1", "former"));
    assertThat(bridge.seen().written(Outgoing.Topic.TASKS)).isEmpty();

    // When
    bridge.reconciled("web", "TASK_LOST");

    // Then
    assertThat(bridge.seen().written(Outgoing.Topic.TASKS))
        .extracting(write -> write.record().key())
        .containsExactly("web");
    assertThat(bridge.seen().written(Outgoing.Topic.TASK_UPDATES)).isEmpty();
  }

  @Test
  void theRowOfATaskWhoseAgentIsOutOfReachStays() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    lands(bridge, Known.running("web", "u-1", "former"));

    // When
    bridge.event(
        WireTexts.update("web", "TASK_UNREACHABLE", Known.AGENT, "reason", "REASON_RECONCILIATION")
            .replace("\"reason\"", "\"unreachable_time\":{\"nanoseconds\":1},\"reason\""));

    // Then
    assertThat(bridge.seen().written(Outgoing.Topic.TASKS)).isEmpty();
  }

  @Test
  void theRowOfATaskOfAFrameworkThatIsGoneIsTakenOut() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    lands(bridge, Known.running("web", "u-1", "former"));

    // When
    bridge.term().removed("Framework has been removed", bridge.now());

    // Then
    assertThat(bridge.seen().written(Outgoing.Topic.TASKS))
        .extracting(write -> write.record().key())
        .containsExactly("web");
  }

  @Test
  void aRowThatLandsOnceTheFrameworkIsGoneIsTakenOutAtOnce() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.term().removed("Framework has been removed", bridge.now());

    // When
    lands(bridge, Known.running("web", "u-1", "former"));

    // Then
    assertThat(bridge.seen().written(Outgoing.Topic.TASKS))
        .extracting(write -> write.record().key())
        .containsExactly("web");
  }

  @Test
  void aLateRowOfATaskThatHasEndedAsksForNothing() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.update("web", "TASK_RUNNING", "u-1");
    bridge.update("web", "TASK_FINISHED", "u-2");

    // When
    lands(bridge, Known.running("web", "u-1", "former"));

    // Then
    assertThat(bridge.seen().sent("RECONCILE", "/reconcile/tasks/0/task_id/value")).isEmpty();
  }
}
