package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Outgoing.Topic;
import org.junit.jupiter.api.Test;

/** A task comes back with its agent while a launch of its id awaits that Kafka has its intent. */
class ReturningTaskTest {

  private final TermFixture bridge = TermFixture.subscribed();

  private void returnsBeforeTheCallLeaves() {
    bridge.hold(Topic.STATE);
    bridge.launch("web");
    bridge.offer("o-1");
    bridge.update("web", "TASK_RUNNING", "u-1");
    bridge.hold();
  }

  @Test
  void itsIdIsNotLaunchedOnceMore() {
    // When
    returnsBeforeTheCallLeaves();

    // Then
    assertThat(bridge.seen().launched()).isEmpty();
    assertThat(bridge.result("launch-web")).isEqualTo("REJECTED DUPLICATE_TASK");
    assertThat(bridge.live("web")).isEqualTo("TASK_RUNNING");
  }

  @Test
  void theOfferThatItsLaunchHadTakenGoesBack() {
    // When
    returnsBeforeTheCallLeaves();

    // Then
    assertThat(bridge.seen().calls("DECLINE"))
        .singleElement()
        .satisfies(decline -> assertThat(decline.call().toString()).contains("o-1"));
  }
}
