package io.mesosbridge.core;

import static io.mesosbridge.core.PlacedAgainTest.dropWeb;
import static io.mesosbridge.core.PlacedAgainTest.kept;
import static io.mesosbridge.core.PlacedAgainTest.updates;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.core.Outgoing.Topic;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Nobody can tell whether a launch that is placed again took effect: what becomes of its tasks is
 * told all the same, since their updates said that they are placed again.
 */
class PlacedAgainInDoubtTest {

  /** Its agent may have restarted with the task, so that Mesos' word proves nothing. */
  private static TermFixture ofWhichMesosKnowsNothing(Topic... held) {
    TermFixture before = TermFixture.subscribed();
    dropWeb(before);
    before.offer("o-2");
    ObjectNode info = TermFixture.INFO.deepCopy();
    TermFixture bridge = before.successor(info.put("checkpoint", false));
    bridge.subscribe();
    bridge.hold(held);
    bridge.reconciled("web", "TASK_LOST");
    return bridge;
  }

  @Test
  void itIsToldOnceMesosAnswers() {
    // Given
    TermFixture bridge = ofWhichMesosKnowsNothing();

    // When
    bridge.reconciled("web", "TASK_LOST");

    // Then
    assertThat(updates(bridge)).containsExactly("LOST");
    assertThat(kept(bridge)).isZero();
    assertThat(bridge.live("web")).isEqualTo("none");
  }

  @Test
  void itIsAskedForAgainWhenTheSubscriptionEndsBeforeMesosAnswers() {
    // Given
    TermFixture bridge = ofWhichMesosKnowsNothing();
    bridge.disconnect();
    int asked = bridge.seen().calls("RECONCILE").size();

    // When
    bridge.subscribe();
    bridge.reconciled("web", "TASK_LOST");

    // Then
    assertThat(bridge.seen().calls("RECONCILE")).hasSizeGreaterThan(asked);
    assertThat(updates(bridge)).containsExactly("LOST");
  }

  @Test
  void whoLeadsNextAsksForIt() {
    // Given
    TermFixture next = ofWhichMesosKnowsNothing().dies();

    // When
    next.subscribe();
    next.reconciled("web", "TASK_LOST");

    // Then
    assertThat(next.seen().calls("RECONCILE")).isNotEmpty();
    assertThat(updates(next)).containsExactly("LOST");
  }

  @Test
  void itIsForgottenOnlyOnceWhoLeadsNextWouldAskForIt() {
    // Given
    TermFixture bridge = ofWhichMesosKnowsNothing(Topic.TASKS);
    assertThat(kept(bridge)).isOne();

    // When
    bridge.hold();

    // Then
    assertThat(kept(bridge)).isZero();
    assertThat(bridge.live("web")).isEqualTo("TASK_STAGING");
  }

  @Test
  void itsTasksWentWithTheFrameworkThatATeardownBehindItEnded() {
    // Given
    TermFixture before = TermFixture.subscribed();
    dropWeb(before);
    before.offer("o-2");
    before.command("{\"id\":\"end\",\"type\":\"TEARDOWN\"}");
    TermFixture next = before.dies();

    // When
    next.term().removed("Framework has been removed", next.now());
    next.pass(Duration.ofSeconds(1));

    // Then
    assertThat(next.result("end")).isEqualTo("ACCEPTED");
    assertThat(next.live("web")).isEqualTo("none");
    assertThat(kept(next)).isZero();
  }

  @Test
  void theyWentWithItAlsoWhenWhoLeadsThenKnewNothingOfTheLaunch() {
    // Given
    TermFixture before = TermFixture.subscribed();
    dropWeb(before);
    before.offer("o-2");
    before.command("{\"id\":\"end\",\"type\":\"TEARDOWN\"}");
    before.answer("TEARDOWN", TermFixture.TAKEN);
    TermFixture next = before.dies();

    // When
    next.pass(Duration.ofSeconds(1));

    // Then
    assertThat(next.result("end")).isEqualTo("ACCEPTED");
    assertThat(next.live("web")).isEqualTo("none");
    assertThat(kept(next)).isZero();
  }
}
