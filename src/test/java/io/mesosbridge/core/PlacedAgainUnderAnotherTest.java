package io.mesosbridge.core;

import static io.mesosbridge.core.PlacedAgainTest.dropWeb;
import static io.mesosbridge.core.PlacedAgainTest.kept;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Outgoing.Topic;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A launch that was placed again took effect, and another leads before that was forgotten. */
class PlacedAgainUnderAnotherTest {

  @Test
  void itIsNotLaunchedOnceMoreThoughItIsNotKnownAtFirstWhichCommandsHadTheirResult() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    dropWeb(bridge);
    bridge.offer("o-2");
    bridge.hold(Topic.TASKS);
    bridge.answer("ACCEPT", TermFixture.TAKEN);
    bridge.update("web", "TASK_FINISHED", "u-2");
    bridge.takeWithoutTelling();
    bridge.kafka().readsResults(false);
    TermFixture next = bridge.dies();
    next.subscribe();
    next.offer("o-3");

    // When
    next.kafka().results().forEach(result -> next.term().readback().read(result, 2, next.now()));
    assertThat(next.term().readback().resultsRead(next.now())).isEmpty();
    next.pass(Duration.ofSeconds(1));

    // Then
    assertThat(next.seen().launched()).isEmpty();
    assertThat(kept(next)).isZero();
    assertThat(next.live("web")).isEqualTo("none");
  }
}
