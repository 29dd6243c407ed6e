package io.mesosbridge.core.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class BackOffTest {

  @Property(tries = 200)
  void eachWaitIsPositiveAndBelowABoundThatDoublesToFifteenSeconds(@ForAll long seed) {
    // Given
    Timing.BackOff backOff = new Timing.BackOff(Timing.DEFAULT, seed);

    for (long bound : new long[] {500, 1000, 2000, 4000, 8000, 15_000, 15_000}) {
      // When
      Duration wait = backOff.next();

      // Then
      assertThat(wait).isPositive().isLessThanOrEqualTo(Duration.ofMillis(bound));
    }
  }

  @Test
  void itsWaitsSpreadOverTheWholeRange() {
    // Given
    Timing.BackOff backOff = new Timing.BackOff(Timing.DEFAULT, 7);
    for (int i = 0; i < 10; i++) {
      backOff.next();
    }

    // When
    List<Long> waits = Stream.generate(() -> backOff.next().toMillis()).limit(1000).toList();

    // Then
    assertThat(waits).anyMatch(wait -> wait < 500).anyMatch(wait -> wait > 14_500);
  }

  @Test
  void aResetStartsSmallAgain() {
    // Given
    Timing.BackOff backOff = new Timing.BackOff(Timing.DEFAULT, 7);
    for (int i = 0; i < 10; i++) {
      backOff.next();
    }

    // When
    backOff.reset();

    // Then
    assertThat(backOff.next()).isLessThanOrEqualTo(Duration.ofMillis(500));
  }
}
