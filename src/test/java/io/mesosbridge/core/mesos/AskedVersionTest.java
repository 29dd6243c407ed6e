package io.mesosbridge.core.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.mesosbridge.core.mesos.Happening.Cause;
import io.mesosbridge.core.mesos.SubscriptionState.Subscribed;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which version a subscription takes a master for. */
class AskedVersionTest {

  private static final String REFUSAL =
      "Failed to convert JSON into Call protobuf: Failed to find enum for '%s'";

  private final RecordedWire wire = new RecordedWire();
  private final Subscription subscription = wire.subscription;

  private void located(String version) {
    subscription.located(wire.attempt(), RecordedWire.MASTER, wire.now());
    subscription.versionTold(wire.attempt(), version, wire.now());
  }

  private void begin(String version) {
    subscription.start();
    located(version);
  }

  /** The subscription ends, and the master is found again. */
  private void again(String version) {
    subscription.ended(wire.attempt(), Cause.END_OF_STREAM, "", wire.now());
    subscription.tick(wire.later(Duration.ofSeconds(20)));
    located(version);
  }

  private List<Happening> refuse(String name) {
    return subscription.refused(wire.attempt(), 400, REFUSAL.formatted(name), null, wire.now());
  }

  @Test
  void theVeryAddressThatSubscribeGoesToIsAskedBeforeSubscribe() {
    // Given
    subscription.start();

    // When
    subscription.located(1, RecordedWire.MASTER, wire.now());
    List<String> before = List.copyOf(wire.effects);
    subscription.versionTold(1, "1.3.0", wire.now());

    // Then
    assertThat(before).containsExactly("locate 1", "ask 1 10.0.0.1:5050");
    assertThat(wire.effects).endsWith("open 1 10.0.0.1:5050");
    assertThat(wire.version).hasToString("1.3.0");
  }

  @Test
  void afterARedirectTheOtherMasterIsAskedAnew() {
    // Given
    begin("1.3.0");

    // When
    subscription.refused(1, 307, "", "//10.0.0.2:5050/master/api/v1/scheduler", wire.now());
    subscription.versionTold(2, "1.12.0", wire.now());

    // Then
    assertThat(wire.effects).endsWith("close 1", "ask 2 10.0.0.2:5050", "open 2 10.0.0.2:5050");
    assertThat(wire.version).hasToString("1.12.0");
  }

  @Test
  void aMasterHasTwoSecondsToSayItsVersion() {
    // Given
    subscription.start();
    subscription.located(1, RecordedWire.MASTER, wire.now());
    assertThat(subscription.deadline()).isEqualTo(wire.now().after(Duration.ofSeconds(2)));

    // When
    List<Happening> early = subscription.tick(wire.later(Duration.ofSeconds(2).minusNanos(1)));
    List<String> before = List.copyOf(wire.effects);
    List<Happening> due = subscription.tick(wire.later(Duration.ofNanos(1)));

    // Then
    assertThat(early).isEmpty();
    assertThat(before).endsWith("ask 1 10.0.0.1:5050");
    assertThat(due).isEmpty();
    assertThat(wire.effects).endsWith("open 1 10.0.0.1:5050");
    assertThat(wire.version).isEqualTo(MesosVersion.NEWEST);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "no version"})
  void silenceCountsAsTheLastKnownVersionOfThatAddress(String silence) {
    // Given
    begin("1.3.0");

    // When
    again(silence);

    // Then
    assertThat(wire.version).hasToString("1.3.0");
  }

  @Test
  void silenceOfAnAddressThatNeverSaidAnythingCountsAsTheNewest() {
    // Given
    begin("1.3.0");

    // When
    subscription.refused(1, 307, "", "//10.0.0.2:5050", wire.now());
    subscription.versionTold(2, null, wire.now());

    // Then
    assertThat(wire.version).isEqualTo(MesosVersion.NEWEST);
    assertThat(wire.version).hasToString("1.12.0 (assumed, since it does not say)");
  }

  @Test
  void whatSubscribedSaysCountsFromThenOn() {
    // Given
    begin(null);

    // When
    List<Happening> happened = wire.accept(new Event.Master("id", "m1", 5050, "1.8.0"));

    // Then
    Subscribed state = ((Happening.Subscribed) happened.get(0)).state();
    assertThat(state.version()).hasToString("1.8.0");
    again(null);
    assertThat(wire.version).hasToString("1.8.0");
  }

  @Test
  void aMasterThatDoesNotDescribeItselfKeepsTheVersionThatItSaid() {
    // Given
    begin("1.0.0");

    // When
    wire.accept(new Event.Master(null, null, 0, null));

    // Then
    assertThat(((Subscribed) subscription.state()).version()).hasToString("1.0.0");
  }

  @Test
  void aNameThatIsNotFoundIsLeftAwayAtOnceAndFromThenOn() {
    // Given
    begin(null);

    // When
    List<Happening> happened = refuse("RESERVATION_REFINEMENT");

    // Then
    assertThat(happened).isEmpty();
    assertThat(wire.effects).endsWith("close 1", "open 2 10.0.0.1:5050");
    assertThat(wire.version.knows("RESERVATION_REFINEMENT")).isFalse();
    assertThat(wire.version.knows("MULTI_ROLE")).isTrue();
    again(null);
    assertThat(wire.version.knows("RESERVATION_REFINEMENT")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"MULTI_ROLE, 1.1.0", "RESERVATION_REFINEMENT, 1.3.0", "PARTITION_AWARE, 1.0.0"})
  void itTellsHowOldASilentMasterIsAtMost(String name, String version) {
    // Given
    begin(null);

    // When
    refuse(name);

    // Then
    assertThat(wire.version.toString()).startsWith(version + " (assumed");
    assertThat(wire.version.knows("GROW_VOLUME")).isFalse();
  }

  @Test
  void anUpgradedMasterIsToldAllAgain() {
    // Given
    begin("1.4.0");
    refuse("SOMETHING_LATER");

    // When
    again("1.12.0");

    // Then
    assertThat(wire.version.knows("SOMETHING_LATER")).isTrue();
  }

  @Test
  void aNameThatIsMissedAlthoughItWasLeftAwayIsARefusal() {
    // Given
    begin(null);
    refuse("MULTI_ROLE");

    // When
    List<Happening> happened = refuse("MULTI_ROLE");

    // Then
    assertThat(((Happening.Ended) happened.get(0)).cause()).isEqualTo(Cause.REFUSED);
    assertThat(subscription.state().label()).isEqualTo("STOPPED");
  }

  @Test
  void noMasterCanMakeUpNamesForEver() {
    // Given
    begin(null);
    int names = 0;

    // When
    while (names < 100 && refuse("NAME_" + names).isEmpty()) {
      names++;
    }

    // Then
    assertThat(names).isEqualTo(20);
    assertThat(subscription.state().label()).isEqualTo("STOPPED");
  }

  @Test
  void aHeartbeatBeforeSubscribedIsHeardBehindIt() {
    // Given
    begin("1.5.0");
    subscription.opened(1, "stream-1", wire.now());

    // When
    List<Happening> early = wire.record(new Event.Heartbeat());
    List<Happening> happened =
        wire.record(
            new Event.Subscribed(
                "the-framework",
                RecordedWire.HEARTBEAT,
                new Event.Master("id", "m1", 5050, "1.5.0")));

    // Then
    assertThat(early).isEmpty();
    assertThat(happened).first().isInstanceOf(Happening.Subscribed.class);
    assertThat(happened.stream().skip(1))
        .extracting(one -> ((Happening.Received) one).record())
        .extracting(Event.EventRecord::sequence, record -> record.event().type())
        .containsExactly(tuple(1L, "HEARTBEAT"), tuple(2L, "SUBSCRIBED"));
  }

  @Test
  void recordsWithoutASubscribedEndTheAttempt() {
    // Given
    begin("1.5.0");
    List<Happening> happened = List.of();

    // When
    for (int i = 0; i < 21; i++) {
      happened = wire.record(i % 2 == 0 ? new Event.Heartbeat() : new Event.Other("FAILURE"));
    }

    // Then
    assertThat(((Happening.Ended) happened.get(0)).cause()).isEqualTo(Cause.UNEXPECTED_ANSWER);
  }

  @ParameterizedTest
  @CsvSource({
    "http://h:5050/api/v1/scheduler, http://h:5050/version",
    "http://h:5050/master/api/v1/scheduler, http://h:5050/version",
    "https://proxy/mesos/api/v1/scheduler, https://proxy/mesos/version",
    "http://[::1]:5050/api/v1/scheduler, http://[::1]:5050/version"
  })
  void theVersionStandsBesideTheApi(URI endpoint, URI version) {
    assertThat(SchedulerEndpoint.version(endpoint)).isEqualTo(version);
  }
}
