package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Launches wait as long as they may, whatever is done to the clock on the wall. */
class PlacementDeadlineTest {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final long HOUR_MILLIS = 3_600_000;

  private final TermFixture bridge = TermFixture.subscribed();

  private void stepTheWallClock(long millis) {
    Now now = bridge.now();
    bridge.term().tick(new Now(now.nanos(), now.millis() + millis));
  }

  @Test
  void aStepOfTheWallClockEndsNoDeadline() {
    // Given
    bridge.launch("web");

    // When
    stepTheWallClock(HOUR_MILLIS);
    bridge.offer("o-1");

    // Then
    assertThat(bridge.seen().launched()).containsExactly("web");
  }

  @Test
  void aWallClockThatGoesBackLengthensNoDeadline() {
    // Given
    bridge.launch("web");

    // When
    Now now = bridge.now();
    bridge.term().tick(new Now(now.after(PATIENCE), now.millis() - HOUR_MILLIS));
    bridge.pass(Duration.ZERO);

    // Then
    assertThat(bridge.result("launch-web")).isEqualTo("REJECTED NO_FIT");
  }
}
