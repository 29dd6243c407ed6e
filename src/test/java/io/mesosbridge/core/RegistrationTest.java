package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Outgoing.Topic;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nobody hears of a new framework's events before Kafka knows the framework. */
class RegistrationTest {

  private static final String HEARTBEAT = "{\"type\":\"HEARTBEAT\"}";

  private final TermFixture bridge = TermFixture.with();

  private List<Long> passed() {
    return bridge.seen().written(Topic.HEARTBEATS).stream()
        .map(write -> write.record().source().sequence())
        .toList();
  }

  @Test
  void eventsWaitUntilKafkaKnowsTheFrameworkAndThenPassInOrder() {
    // Given
    bridge.hold(Topic.STATE);
    bridge.subscribe();
    bridge.event(HEARTBEAT);
    bridge.event(HEARTBEAT);
    List<Long> before = passed();

    // When
    bridge.hold();

    // Then
    bridge.event(HEARTBEAT);
    assertThat(before).isEmpty();
    assertThat(passed()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void whatASubscriptionThatIsGoneLeftNeverPasses() {
    // Given
    bridge.hold(Topic.STATE);
    bridge.subscribe();
    bridge.event(HEARTBEAT);

    // When
    bridge.disconnect();

    // Then
    bridge.hold();
    assertThat(passed()).isEmpty();
    bridge.subscribe("second");
    assertThat(passed()).isEmpty();
  }

  @Test
  void theRecordOfAnEarlierRegistrationLetsNoEventOfALaterOnePass() {
    // Given
    bridge.hold(Topic.STATE);
    bridge.subscribe("first");
    bridge.disconnect();
    bridge.subscribe("second");
    bridge.event(HEARTBEAT);

    // When
    bridge.hold(write -> write.at("/framework_id").equals("second"));
    List<Long> before = passed();
    bridge.hold();

    // Then
    assertThat(before).isEmpty();
    assertThat(passed()).containsExactly(1L);
  }

  @Test
  void whatWaitsForTheFrameworkIsBoundedInBytesAndBroughtAgainByANewSubscription() {
    // Given
    bridge.hold(Topic.STATE);
    bridge.subscribe();
    String large = "{\"type\":\"MESSAGE\",\"data\":\"%s\"}".formatted("A".repeat(30 << 20));

    // When
    bridge.event(large);
    bridge.event(large);
    long before = bridge.seen().resubscriptions();
    bridge.event(large);

    // Then
    assertThat(before).isZero();
    assertThat(bridge.seen().resubscriptions()).isOne();
  }

  @Test
  void aKnownFrameworkWaitsForNothing() {
    // Given
    TermFixture known = TermFixture.subscribed();
    known.hold(Topic.STATE);

    // When
    known.event(HEARTBEAT);

    // Then
    assertThat(known.seen().written(Topic.HEARTBEATS)).hasSize(1);
  }
}
