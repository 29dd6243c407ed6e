package io.mesosbridge.core.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.mesos.Happening.Cause;
import io.mesosbridge.core.mesos.SchedulerEndpoint.Leader;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class BackOffTest {

  private static final Leader OTHER =
      new Leader(List.of(URI.create("http://10.0.0.2:5050/api/v1/scheduler")), null, Set.of());

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

  /** Has asked a master that is gone until the waits do not grow any more, and asks once more. */
  private static RecordedWire whoseMasterIsGone() {
    RecordedWire wire = new RecordedWire().subscribing();
    for (int i = 0; i < 10; i++) {
      Duration wait = fail(wire);
      wire.subscription.tick(wire.later(wait));
      wire.located();
    }
    return wire;
  }

  private static Duration fail(RecordedWire wire) {
    return wait(wire.subscription.ended(wire.attempt(), Cause.CONNECTION_LOST, "", wire.now()));
  }

  private static Duration wait(List<Happening> happened) {
    return ((Happening.Ended) happened.get(0)).delay();
  }

  @Test
  void aNewLeaderIsNotWaitedForAsTheOneThatIsGone() {
    // Given
    RecordedWire wire = whoseMasterIsGone();

    // When
    List<Happening> ended = wire.subscription.leaderChanged(OTHER, wire.now());

    // Then
    assertThat(wait(ended)).isLessThanOrEqualTo(Duration.ofMillis(500));
  }

  @Test
  void aNewLeaderThatIsNotReadyYetIsAskedAgainSoon() {
    // Given
    RecordedWire wire = whoseMasterIsGone();
    fail(wire);
    wire.subscription.leaderChanged(OTHER, wire.now());
    wire.located();

    // When
    List<Happening> ended =
        wire.subscription.refused(
            wire.attempt(), 503, "Master has not finished recovery", null, wire.now());

    // Then
    assertThat(wait(ended)).isLessThanOrEqualTo(Duration.ofMillis(500));
  }
}
