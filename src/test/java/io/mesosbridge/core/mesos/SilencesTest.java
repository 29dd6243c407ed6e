package io.mesosbridge.core.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.mesos.Happening.Cause;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many subscriptions in a row are said to have ended without an answer to any call. */
class SilencesTest {

  private static final Event.Master NOBODY = new Event.Master(null, null, 0, null);

  private final RecordedWire wire = new RecordedWire().subscribed();
  private final Subscription subscription = wire.subscription;

  private static int silences(List<Happening> happened) {
    return ((Happening.Ended) happened.get(0)).silences();
  }

  private void resubscribe() {
    subscription.tick(wire.later(Duration.ofSeconds(15)));
    wire.located();
    wire.accept(NOBODY);
  }

  /** A call leaves, and nobody answers it in time. */
  private int overdue(long number) {
    wire.sent(number, number);
    return silences(subscription.tick(wire.later(Duration.ofSeconds(16))));
  }

  @Test
  void eachThatEndsForWantOfAnyAnswerCounts() {
    // When
    int first = overdue(1);
    resubscribe();
    int second = overdue(2);
    resubscribe();
    subscription.send(3, RecordedWire.call("KILL"));
    int third = silences(subscription.callsLost(wire.attempt(), "no connection", wire.now()));

    // Then
    assertThat(List.of(first, second, third)).containsExactly(1, 2, 3);
  }

  @Test
  void anAnswerToAnyCallBeginsAnew() {
    // Given
    overdue(1);
    resubscribe();
    wire.sent(2, 3);
    subscription.callAnswered(wire.attempt(), 2, 202, "", wire.now());
    subscription.callSent(wire.attempt(), 3, wire.now());

    // When
    int one = silences(subscription.tick(wire.later(Duration.ofSeconds(16))));
    resubscribe();
    int next = overdue(4);

    // Then
    assertThat(List.of(one, next)).containsExactly(0, 1);
  }

  @Test
  void anEndForAnotherReasonChangesNothing() {
    // Given
    overdue(1);
    resubscribe();
    wire.sent(2, 2);

    // When
    List<Happening> happened =
        subscription.ended(wire.attempt(), Cause.END_OF_STREAM, "", wire.now());

    // Then
    assertThat(silences(happened)).isOne();
  }
}
