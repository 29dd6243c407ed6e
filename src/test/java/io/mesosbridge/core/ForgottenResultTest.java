package io.mesosbridge.core;

import static io.mesosbridge.core.PlacedAgainTest.dropWeb;
import static io.mesosbridge.core.PlacedAgainTest.kept;
import static io.mesosbridge.core.TermFixture.TAKEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.RecordingOutside.Reread;
import io.mesosbridge.core.StateJson.StateKeys;
import org.junit.jupiter.api.Test;

/**
 * An id is given to another command once Kafka keeps the first one's result no longer, and whoever
 * leads next has stood by for so long that it has read that result.
 */
class ForgottenResultTest {

  /** The second launch of "web" under one id left, and nobody knows what became of it. */
  private static TermFixture inDoubt() {
    TermFixture bridge = TermFixture.subscribed();
    bridge.offer("o-1");
    bridge.launch("web");
    bridge.answer("ACCEPT", TAKEN);
    bridge.update("web", "TASK_FINISHED", "u-1");
    bridge.kafka().expireResults();
    bridge.offer("o-2");
    bridge.launch("web");
    bridge.reread();
    assertThat(bridge.seen().launched()).containsExactly("web", "web");
    return bridge;
  }

  @Test
  void itsDoubtIsNotForgottenForThatResult() {
    // Given
    TermFixture next = inDoubt().dies();
    next.subscribe();

    // When
    next.offer("o-3");
    next.reconciled("web", "TASK_RUNNING");

    // Then
    assertThat(next.seen().launched()).isEmpty();
    assertThat(next.result("launch-web")).isEqualTo("ACCEPTED");
    assertThat(next.kafka().memory().intents()).isEmpty();
  }

  @Test
  void itsOwnResultIsKnown() {
    // Given
    TermFixture bridge = inDoubt();
    bridge.hold(Topic.STATE);
    bridge.answer("ACCEPT", TAKEN);
    bridge.update("web", "TASK_FINISHED", "u-2");
    TermFixture next = bridge.dies();
    next.subscribe();

    // When
    next.offer("o-3");

    // Then
    assertThat(next.seen().all(Reread.class)).isEmpty();
    assertThat(next.seen().launched()).isEmpty();
    assertThat(next.seen().written(Topic.RESULTS)).isEmpty();
    assertThat(next.kafka().memory().intents()).isEmpty();
  }

  @Test
  void thatOfOneThatIsPlacedAgainIsItsOwn() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    dropWeb(bridge);
    bridge.offer("o-2");
    bridge.hold(write -> write.record().key().equals(StateKeys.intent("launch-web")));
    bridge.answer("ACCEPT", TAKEN);
    assertThat(kept(bridge)).isZero();

    // When
    TermFixture next = bridge.dies();
    next.subscribe();
    next.reconciled("web", "TASK_RUNNING");

    // Then
    assertThat(next.seen().written(Topic.RESULTS)).isEmpty();
    assertThat(next.kafka().memory().intents()).isEmpty();
  }
}
