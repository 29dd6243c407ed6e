package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Outgoing.Topic;
import org.junit.jupiter.api.Test;

/** A launch that is so large that it has to be noted before it is handled. */
class LargeLaunchTest {

  private static final String LARGE = " ".repeat(1 << 20);

  /** Meanwhile none of those behind it takes the offer: else it would never get one. */
  @Test
  void aLargeLaunchKeepsItsPlaceWhileItIsNoted() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.command(WireTexts.launch("launch-large", "large") + LARGE);
    bridge.launch("small");
    bridge.hold(Topic.STATE);

    // When
    bridge.offer("o-1");
    bridge.hold();

    // Then
    assertThat(bridge.seen().launched()).containsExactly("large");
    bridge.offer("o-2");
    assertThat(bridge.seen().launched()).containsExactly("large", "small");
  }
}
