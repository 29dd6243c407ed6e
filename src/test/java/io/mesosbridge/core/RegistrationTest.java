package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.testkit.JsonTree;
import io.mesosbridge.testkit.LogLines;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest
  @CsvSource({"1.3.1, 1", "1.4.0, 0"})
  void suppressedRolesAreSuppressedAnewWhereSubscribeCannotSay(String version, int calls) {
    // Given
    TermFixture leader = TermFixture.subscribed();
    leader.command("{\"type\":\"SUPPRESS\",\"suppress\":{\"roles\":[\"batch\"]}}");
    leader.answer("SUPPRESS", TermFixture.TAKEN);
    TermFixture next = leader.dies();

    // When
    next.subscribe(Known.FRAMEWORK, version);

    // Then
    assertThat(next.seen().calls("SUPPRESS")).hasSize(calls);
    assertThat(next.seen().sent("SUPPRESS", "/suppress/roles/0"))
        .containsExactlyElementsOf(Collections.nCopies(calls, "batch"));
  }

  @Test
  void whatAnOlderMasterDoesNotKnowIsToldInLogAndStatus() {
    // Given
    String info =
        "{\"name\":\"n\",\"roles\":[\"web\"],\"capabilities\":[{\"type\":\"MULTI_ROLE\"}]}";
    TermFixture old = TermFixture.subscribed().successor(JsonTree.read(info));

    // When
    try (LogLines log = new LogLines(Registration.class)) {
      old.term().subscribeCall(Known.mesos("1.1.0"));
      old.subscribe(Known.FRAMEWORK, "1.1.0");

      // Then
      assertThat(old.term().leftAway())
          .containsExactly("capability MULTI_ROLE", "roles, the only one of which is said as role");
      assertThat(log.all())
          .contains(
              "WARN Not known to Mesos 1.1.0, and left away: [capability MULTI_ROLE, roles, the"
                  + " only one of which is said as role]");
    }
  }

  /** Its answer to GET /version was missing, or came from before an upgrade. */
  @Test
  void whatWasLeftAwayIsNeverToldOfAVersionThatKnowsIt() {
    // Given
    String info = "{\"name\":\"n\",\"capabilities\":[{\"type\":\"PARTITION_AWARE\"}]}";
    TermFixture bridge = TermFixture.subscribed().successor(JsonTree.read(info));

    // When
    try (LogLines log = new LogLines(Registration.class)) {
      bridge.term().subscribeCall(Known.mesos("1.0.0"));
      bridge.subscribe(Known.FRAMEWORK, "1.11.0");

      // Then
      assertThat(bridge.term().leftAway())
          .containsExactly("capability PARTITION_AWARE, as if it were 1.0.0");
      assertThat(log.all())
          .contains("WARN Not known to Mesos 1.0.0, and left away: [capability PARTITION_AWARE]");
    }
  }
}
