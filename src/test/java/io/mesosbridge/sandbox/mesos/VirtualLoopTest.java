package io.mesosbridge.sandbox.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualLoopTest {

  private final VirtualLoop loop = new VirtualLoop(1, Instant.EPOCH);
  private final List<String> done = new ArrayList<>();

  private Runnable note(String what) {
    return () -> done.add(what + "@" + loop.nowMillis());
  }

  @Test
  void runsWhatIsDueByTimeAndThenInTheOrderOfAsking() {
    // Given
    loop.after(Duration.ofMillis(20), note("c"));
    loop.after(Duration.ofMillis(10), note("a"));
    loop.after(Duration.ofMillis(10), note("b"));
    loop.later(note("now"));

    // When
    loop.runUntil(100);

    // Then
    assertThat(done).containsExactly("now@0", "a@10", "b@10", "c@20");
    assertThat(loop.now()).isEqualTo(Instant.ofEpochMilli(100));
  }

  @Test
  void repeatsUntilItIsCancelled() {
    // Given
    long timer = loop.every(Duration.ofMillis(10), note("tick"));

    // When
    loop.after(Duration.ofMillis(25), () -> loop.cancel(timer));
    loop.runUntil(100);

    // Then
    assertThat(done).containsExactly("tick@10", "tick@20");
    assertThat(loop.step()).isFalse();
  }

  @Test
  void whatNeverEndsIsNeverDue() {
    // When
    long timer = loop.after(SimLoop.FOREVER, note("never"));

    // Then
    assertThat(timer).isEqualTo(-1);
    assertThat(loop.nextDue()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void onlyTheSeedDecidesOnChance() {
    assertThat(new VirtualLoop(7, Instant.EPOCH).random().nextLong())
        .isEqualTo(new VirtualLoop(7, Instant.EPOCH).random().nextLong())
        .isNotEqualTo(new VirtualLoop(8, Instant.EPOCH).random().nextLong());
  }
}
