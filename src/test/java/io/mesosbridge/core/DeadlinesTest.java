package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadlinesTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private final Deadlines<Instant, Waiting> deadlines = new Deadlines<>();
  private int looks;

  private final class Waiting implements Deadlines.Bounded<Instant> {
    private final long order;
    private final Instant deadline;

    Waiting(long order, Instant deadline) {
      this.order = order;
      this.deadline = deadline;
    }

    @Override
    public Instant deadline() {
      looks++;
      return deadline;
    }

    @Override
    public long order() {
      return order;
    }
  }

  @Test
  void lookingForWhatHasExpiredLooksAtNoneOfAllThatWait() {
    // Given
    for (int i = 0; i < 10_000; i++) {
      deadlines.add(new Waiting(i, NOON.plusMillis(1_000 + i)));
    }
    looks = 0;

    // When
    List<Waiting> past = deadlines.past(NOON.plusMillis(1_002));

    // Then
    assertThat(past).extracting(Waiting::order).containsExactly(0L, 1L, 2L);
    assertThat(deadlines.past(NOON)).isEmpty();
    assertThat(looks).isZero();
  }

  @Test
  void theyComeInTheOrderOfTheirDeadlinesAndOfTheirOwn() {
    // Given
    List<Waiting> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      all.add(new Waiting(i, i == 4 ? null : NOON.minusMillis(i / 2)));
    }
    all.forEach(deadlines::add);

    // When
    deadlines.remove(all.get(1));
    deadlines.remove(all.get(4));

    // Then
    assertThat(deadlines.past(NOON)).extracting(Waiting::order).containsExactly(5L, 2L, 3L, 0L);
    assertThat(all.get(0).isPast(NOON)).isTrue();
    assertThat(all.get(0).isPast(NOON.minusMillis(1))).isFalse();
    assertThat(all.get(4).isPast(NOON)).isFalse();
  }
}
