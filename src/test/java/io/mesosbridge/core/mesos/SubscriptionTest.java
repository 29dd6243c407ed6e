package io.mesosbridge.core.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mesosbridge.core.mesos.Happening.Cause;
import io.mesosbridge.core.mesos.SchedulerEndpoint.Leader;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a subscription wants and tells, without a socket and without waiting. */
class SubscriptionTest {

  private static final Event.Master NOBODY = new Event.Master(null, null, 0, null);

  private final RecordedWire wire = new RecordedWire();
  private final Subscription subscription = wire.subscription;

  private static Happening.Ended disconnected(List<Happening> happened) {
    assertThat(happened).first().isInstanceOf(Happening.Ended.class);
    return (Happening.Ended) happened.get(0);
  }

  @Test
  void itIsLocatedOpenedAndToldTogetherWithItsFirstRecord() {
    // Given
    wire.subscribing();

    // When
    List<Happening> happened = wire.accept(NOBODY);

    // Then
    assertThat(wire.effects)
        .containsExactly("locate 1", "ask 1 10.0.0.1:5050", "open 1 10.0.0.1:5050");
    assertThat(happened)
        .extracting(Object::getClass)
        .containsExactly(Happening.Subscribed.class, Happening.Received.class);
    assertThat(subscription.state().label()).isEqualTo("SUBSCRIBED");
  }

  @Test
  void itIsStartedOnce() {
    // Given
    wire.subscribed();

    // Then
    assertThatThrownBy(subscription::start).hasMessageContaining("that is SUBSCRIBED");
  }

  @Test
  void whatAFormerAttemptStillSaysChangesNothing() {
    // Given
    wire.subscribed();
    subscription.giveUp(Cause.REQUESTED, "on request", wire.now());
    subscription.tick(wire.later(Duration.ofSeconds(1)));
    wire.located();
    SubscriptionState before = subscription.state();

    // When
    List<List<Happening>> happened =
        List.of(
            subscription.located(1, RecordedWire.MASTER, wire.now()),
            subscription.opened(1, null, wire.now()),
            subscription.refused(1, 401, "", null, wire.now()),
            subscription.refused(1, 307, "", "//other:1", wire.now()),
            subscription.ended(1, Cause.END_OF_STREAM, "", wire.now()),
            subscription.callAnswered(1, 1, 400, "Framework cannot be found", wire.now()),
            subscription.callsLost(1, "", wire.now()));

    // Then
    assertThat(happened).allSatisfy(one -> assertThat(one).isEmpty());
    assertThat(subscription.state()).isSameAs(before);
  }

  @Test
  void aMasterThatNeverAnswersIsGivenUpWhenItIsDueAndNotBefore() {
    // Given
    wire.subscribing();
    Duration limit = Duration.ofSeconds(75);
    assertThat(subscription.deadline()).isEqualTo(wire.now().after(limit));

    // When
    List<Happening> early = subscription.tick(wire.later(limit.minusNanos(1)));
    List<Happening> due = subscription.tick(wire.later(Duration.ofNanos(1)));

    // Then
    assertThat(early).isEmpty();
    assertThat(disconnected(due).cause()).isEqualTo(Cause.SUBSCRIBE_TIMEOUT);
    assertThat(disconnected(due).stood()).isFalse();
    assertThat(wire.effects).endsWith("close 1");
  }

  @Test
  void aRecordKeepsASubscriptionAndSilenceEndsIt() {
    // Given
    wire.subscribed();
    subscription.heard(1, wire.later(Duration.ofSeconds(74)));

    // When
    List<Happening> kept = subscription.tick(wire.later(Duration.ofSeconds(74)));
    List<Happening> lost = subscription.tick(wire.later(Duration.ofSeconds(1)));

    // Then
    assertThat(kept).isEmpty();
    assertThat(disconnected(lost).cause()).isEqualTo(Cause.HEARTBEAT_MISSED);
    assertThat(disconnected(lost).stood()).isTrue();
  }

  @Test
  void theNextAttemptIsMadeWhenTheBackOffIsOver() {
    // Given
    wire.subscribing();
    Happening.Ended ended =
        disconnected(subscription.ended(1, Cause.CONNECTION_LOST, "refused", wire.now()));
    assertThat(subscription.deadline()).isEqualTo(wire.now().after(ended.delay()));

    // When
    subscription.tick(wire.later(ended.delay()));

    // Then
    assertThat(wire.effects).endsWith("close 1", "locate 2");
    assertThat(subscription.deadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void onlyASubscriptionThatLivedMakesTheNextWaitShort() {
    // Given
    wire.subscribing();
    for (int i = 0; i < 20; i++) {
      Happening.Ended ended =
          disconnected(
              subscription.ended(wire.attempt(), Cause.CONNECTION_LOST, "refused", wire.now()));
      subscription.tick(wire.later(ended.delay()));
      wire.located();
    }
    wire.accept(NOBODY);
    wire.later(RecordedWire.HEARTBEAT.plusNanos(1));

    // When
    List<Happening> ended = subscription.ended(wire.attempt(), Cause.END_OF_STREAM, "", wire.now());

    // Then
    assertThat(disconnected(ended).delay()).isLessThanOrEqualTo(Timing.DEFAULT.firstBackOff());
  }

  @ParameterizedTest
  @CsvSource({
    "401, REFUSED, STOPPED",
    "403, REFUSED, STOPPED",
    "404, NOT_READY, BACKING_OFF",
    "503, NOT_LEADING, BACKING_OFF",
    "500, UNEXPECTED_ANSWER, BACKING_OFF",
    "302, UNEXPECTED_ANSWER, BACKING_OFF",
    "307, REDIRECT, BACKING_OFF"
  })
  void whatAnAnswerToSubscribeMeans(int status, Cause cause, String label) {
    // Given
    wire.subscribing();

    // When
    List<Happening> happened = subscription.refused(1, status, "text", null, wire.now());

    // Then
    assertThat(happened)
        .singleElement()
        .extracting(ended -> ((Happening.Ended) ended).cause())
        .isEqualTo(cause);
    assertThat(subscription.state().label()).isEqualTo(label);
  }

  @Test
  void aRedirectIsFollowedOnANewConnection() {
    // Given
    wire.subscribing();

    // When
    subscription.refused(1, 307, "", "//m2.example.com:5050/master/api/v1/scheduler", wire.now());

    // Then
    assertThat(wire.effects).endsWith("close 1", "ask 2 m2.example.com:5050");
  }

  @ParameterizedTest
  @CsvSource({
    "Framework failed over,              FAILED_OVER, STANDBY",
    "Framework has been removed,         REMOVED,     STOPPED",
    "Authorization failure: timed out,   ERROR_EVENT, BACKING_OFF",
    "Something else,                     ERROR_EVENT, BACKING_OFF"
  })
  void anErrorIsPassedOnBeforeWhatFollowsFromIt(String text, Cause cause, String label) {
    // Given
    wire.subscribed();

    // When
    List<Happening> happened = wire.record(new Event.SubscriptionError(text));

    // Then
    assertThat(happened).first().isInstanceOf(Happening.Received.class);
    assertThat(((Happening.Ended) happened.get(1)).cause()).isEqualTo(cause);
    assertThat(subscription.state().label()).isEqualTo(label);
  }

  @Test
  void anErrorInsteadOfSubscribedIsARefusal() {
    // Given
    wire.subscribing();

    // When
    List<Happening> happened = wire.record(new Event.SubscriptionError("bad role"));

    // Then
    assertThat(((Happening.Ended) happened.get(1)).cause()).isEqualTo(Cause.REFUSED);
  }

  @Test
  void standingByLeavesNoDeadlineAndNoConnection() {
    // Given
    wire.subscribed().sent(1, 1);

    // When
    subscription.stop();

    // Then
    assertThat(wire.effects).endsWith("close 1", "dropCalls 1");
    assertThat(subscription.deadline()).isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1:5050,       none, false, the address that is asked",
    "10.0.0.9:5050,       none, true,  another address",
    "M1.example.com:5050, none, false, the host name that it gives itself",
    "10.0.0.9:5050,       id-1, false, another address of the same process",
    "10.0.0.1:5050,       id-2, true,  another process at the same address"
  })
  void aLeaderIsTheSameByAnyOfItsNames(String name, String id, boolean changed, String why) {
    // Given
    wire.subscribed();
    Leader leader =
        new Leader(
            List.of(URI.create("http://" + name.toLowerCase(Locale.ROOT) + "/api/v1/scheduler")),
            id.equals("none") ? null : id,
            Set.of(name));

    // When
    List<Happening> happened = subscription.leaderChanged(leader, wire.now());

    // Then
    assertThat(!happened.isEmpty()).as(why).isEqualTo(changed);
  }

  @Test
  void aLeaderKnownByAddressIsTheOneThatARedirectNamedByItsHost() {
    // Given
    wire.subscribing();
    subscription.refused(1, 307, "", "//m2.example.com:5050/master/api/v1/scheduler", wire.now());
    Leader announced =
        new Leader(
            List.of(URI.create("http://10.0.0.2:5050/api/v1/scheduler")),
            null,
            Set.of("10.0.0.2:5050", "m2.example.com:5050"));

    // When
    List<Happening> happened = subscription.leaderChanged(announced, wire.now());

    // Then
    assertThat(happened).isEmpty();
    assertThat(subscription.state().label()).isEqualTo("SUBSCRIBING");
  }

  @Test
  void aNewLeaderIsAskedWithoutWaitingAnyLonger() {
    // Given
    wire.subscribing();
    subscription.ended(1, Cause.CONNECTION_LOST, "refused", wire.now());
    Leader leader = new Leader(List.of(RecordedWire.MASTER), null, Set.of());

    // When
    subscription.leaderChanged(leader, wire.now());

    // Then
    assertThat(wire.effects).endsWith("locate 2");
  }
}
