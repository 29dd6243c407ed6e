package io.mesosbridge.core.mesos;

import static io.mesosbridge.core.mesos.RecordedWire.concluded;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.mesos.Call.CallOutcome;
import io.mesosbridge.core.mesos.Happening.Cause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In which order calls leave, and what becomes of each when a connection or the master fails. */
class CallOrderTest {

  private static final CallOutcome TAKEN = new CallOutcome.Accepted(202);

  private final RecordedWire wire = new RecordedWire();
  private final Subscription subscription = wire.subscription;

  @BeforeEach
  void subscribe() {
    wire.subscribed();
    wire.effects.clear();
  }

  private List<Happening> answer(long number, int status, String text) {
    return subscription.callAnswered(1, number, status, text, wire.now());
  }

  private static List<Happening> all(long first, long last, CallOutcome outcome) {
    return LongStream.rangeClosed(first, last)
        .<Happening>mapToObj(number -> concluded(number, outcome))
        .toList();
  }

  /** Those of one connection: only of the first was it the turn. */
  private static List<Happening> unanswered(long first, long last, String why) {
    return LongStream.rangeClosed(first, last)
        .<Happening>mapToObj(
            number -> concluded(number, new CallOutcome.InDoubt(why, false, number == first)))
        .toList();
  }

  @Test
  void asManyCallsAsBrokeWithAConnectionLeaveOneByOneByTheNextSoThatTheOneToBlameIsTold() {
    // Given
    wire.sent(1, 3);
    subscription.callsLost(1, "reset", wire.now());
    subscription.tick(wire.later(Duration.ofMillis(500)));
    wire.located();
    wire.accept(new Event.Master(null, null, 0, null));
    wire.effects.clear();
    LongStream.rangeClosed(4, 8).forEach(n -> subscription.send(n, RecordedWire.call("KILL")));

    // When
    for (long number = 4; number <= 6; number++) {
      assertThat(wire.effects).endsWith("call 2 " + number);
      subscription.callSent(2, number, wire.now());
      subscription.callAnswered(2, number, 202, "", wire.now());
    }

    // Then
    assertThat(wire.effects)
        .isEqualTo(LongStream.rangeClosed(4, 8).mapToObj(n -> "call 2 " + n).toList());
  }

  @Test
  void callsAreHandedOverInOrderUpToABoundAndThenAsAnswersCome() {
    // When
    wire.sent(1, 200);
    List<Happening> happened = answer(1, 202, "");

    // Then
    assertThat(wire.effects)
        .isEqualTo(LongStream.rangeClosed(1, 129).mapToObj(n -> "call 1 " + n).toList());
    assertThat(happened).containsExactly(concluded(1, TAKEN));
  }

  @Test
  void noCallIsDroppedBecauseThereAreMany() {
    // When
    wire.sent(1, 20_000);

    // Then
    for (long number = 1; number <= 20_000; number++) {
      assertThat(answer(number, 202, "")).containsExactly(concluded(number, TAKEN));
      subscription.callSent(1, number + Calls.PIPELINED, wire.now());
    }
  }

  @Test
  void aBrokenConnectionLeavesInDoubtWhatWasSentAndNothingElse() {
    // Given
    wire.sent(1, 3);
    subscription.send(4, RecordedWire.call("KILL"));

    // When
    List<Happening> happened = subscription.callsLost(1, "reset", wire.now());

    // Then
    assertThat(((Happening.Ended) happened.get(0)).cause()).isEqualTo(Cause.CALL_IN_DOUBT);
    assertThat(happened.subList(1, 4)).isEqualTo(unanswered(1, 3, "reset"));
    assertThat(happened.subList(4, 5))
        .isEqualTo(all(4, 4, new CallOutcome.Unsubscribed(0, "reset")));
    assertThat(wire.effects).endsWith("close 1", "dropCalls 1");
  }

  @Test
  void withoutAConnectionNothingIsInDoubt() {
    // Given
    subscription.send(1, RecordedWire.call("KILL"));

    // When
    List<Happening> happened = subscription.callsLost(1, "refused", wire.now());

    // Then
    assertThat(((Happening.Ended) happened.get(0)).cause()).isEqualTo(Cause.CONNECTION_LOST);
    assertThat(happened.subList(1, 2))
        .isEqualTo(all(1, 1, new CallOutcome.Unsubscribed(0, "the subscription is over")));
  }

  @Test
  void answersStillCountAfterTheEndOfTheStreamAndNothingLeavesAnyMore() {
    // Given
    wire.sent(1, 130);

    // When
    List<Happening> ended = subscription.ended(1, Cause.END_OF_STREAM, "", wire.now());
    List<Happening> answers =
        LongStream.rangeClosed(1, 128)
            .mapToObj(number -> answer(number, 202, ""))
            .flatMap(List::stream)
            .toList();

    // Then
    assertThat(ended).singleElement().isInstanceOf(Happening.Ended.class);
    CallOutcome over = new CallOutcome.Unsubscribed(0, "the subscription is over");
    assertThat(answers)
        .isEqualTo(
            Stream.concat(all(1, 128, TAKEN).stream(), all(129, 130, over).stream()).toList());
    assertThat(wire.effects).endsWith("close 1", "dropCalls 1").doesNotContain("call 1 129");
  }

  @Test
  void anAnswerThatEndsTheSubscriptionIsToldAfterItsEnd() {
    // Given
    wire.sent(1, 2);

    // When
    List<Happening> happened = answer(1, 503, "No leader elected");

    // Then
    assertThat(((Happening.Ended) happened.get(0)).cause()).isEqualTo(Cause.NOT_LEADING);
    assertThat(happened.subList(1, 2))
        .isEqualTo(all(1, 1, new CallOutcome.Unsubscribed(503, "No leader elected")));
    assertThat(answer(2, 202, "")).containsExactly(concluded(2, TAKEN));
  }

  @Test
  void theOldestUnansweredCallHasItsTime() {
    // Given
    wire.sent(1, 1);
    wire.later(Duration.ofSeconds(10));
    subscription.heard(1, wire.now());
    wire.sent(2, 2);

    // When
    List<Happening> early = subscription.tick(wire.later(Duration.ofMillis(4999)));
    List<Happening> due = subscription.tick(wire.later(Duration.ofMillis(1)));

    // Then
    assertThat(early).isEmpty();
    assertThat(due.subList(1, 3)).isEqualTo(unanswered(1, 2, "no answer within PT15S"));
    assertThat(subscription.state().label()).isEqualTo("BACKING_OFF");
  }

  @Test
  void aCallThatWaitsForAConnectionIsNotInDoubtYet() {
    // Given
    subscription.send(1, RecordedWire.call("KILL"));

    // When
    List<Happening> happened = subscription.stop();

    // Then
    assertThat(happened)
        .hasSize(2)
        .last()
        .isEqualTo(concluded(1, new CallOutcome.Unsubscribed(0, "the subscription is over")));
  }

  @Test
  void whatIsNotAnsweredOrNeverLeftIsToldBeforeTheNextSubscribeLeaves() {
    // Given
    wire.sent(1, Calls.PIPELINED + 2);
    subscription.giveUp(Cause.REQUESTED, "on request", wire.now());
    subscription.tick(wire.later(Duration.ofMillis(500)));
    subscription.located(2, RecordedWire.MASTER, wire.now());

    // When
    List<Happening> happened = subscription.versionTold(2, null, wire.now());

    // Then
    String why = "no answer came before the next SUBSCRIBE";
    assertThat(happened)
        .isEqualTo(
            Happening.join(
                unanswered(1, Calls.PIPELINED, why),
                all(
                    Calls.PIPELINED + 1,
                    Calls.PIPELINED + 2,
                    new CallOutcome.Unsubscribed(0, why))));
    assertThat(wire.effects).contains("dropCalls 1");
    assertThat(answer(1, 202, "")).as("heard later").isEmpty();
  }

  @Test
  void aCallAfterWhichEachStreamEndsIsToldFromOthersThoughItsConnectionNeverBreaks() {
    // Given
    wire.sent(1, 2);

    // When
    List<Integer> inARow = new ArrayList<>();
    for (int next = 3; next <= 7; next += 2) {
      List<Happening> ended =
          subscription.ended(wire.attempt(), Cause.END_OF_STREAM, "", wire.now());
      inARow.add(((Happening.Ended) ended.get(0)).silences());
      subscription.tick(wire.later(Duration.ofSeconds(10)));
      wire.located();
      wire.accept(new Event.Master(null, null, 0, null));
      wire.sent(next, next + 1);
    }

    // Then
    assertThat(inARow).containsExactly(0, 1, 2);
    assertThat(wire.effects).contains("call 2 3", "call 3 5").doesNotContain("call 2 4");
  }

  @Test
  void standingByWaitsForNoAnswerOfAnySubscription() {
    // Given
    wire.sent(1, 1);
    subscription.tornDown();

    // When
    List<Happening> happened = subscription.stop();

    // Then
    assertThat(happened)
        .last()
        .isEqualTo(
            concluded(
                1,
                new CallOutcome.InDoubt("the connection was closed before the master answered")));
    assertThat(answer(1, 202, "")).isEmpty();
  }

  @Test
  void withoutASubscriptionACallIsTurnedBack() {
    // Given
    subscription.stop();

    // When
    List<Happening> happened = subscription.send(1, RecordedWire.call("KILL"));

    // Then
    assertThat(happened)
        .containsExactly(
            concluded(1, new CallOutcome.Unsubscribed(0, "there is no subscription: STANDBY")));
  }
}
