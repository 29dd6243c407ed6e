package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Fact.LogRecord;
import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.RecordingOutside.Settled;
import io.mesosbridge.core.RecordingOutside.Write;
import io.mesosbridge.core.StateJson.StateKeys;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A leader that was replaced refuses nothing that its successor accepts. */
class RefusalFenceTest {

  private static final String LAUNCH =
      """
      {"id":"deploy","type":"LAUNCH","launch":{"offer_ids":["o-1"],"task_infos":[
      {"task_id":"web","command":{"value":"serve"},"resources":"cpus:0.1"}]}}
      """;

  private static List<Write> remembered(TermFixture bridge, String commandId) {
    return bridge.seen().written(Topic.STATE).stream()
        .filter(write -> write.record().key().equals(StateKeys.intent(commandId)))
        .toList();
  }

  @Test
  void aRefusalIsToldOnceItWasReadBackAndThenForgotten() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.kafka().readsBack(false);
    bridge.command(LAUNCH);
    assertThat(remembered(bridge, "deploy")).hasSize(1);
    assertThat(bridge.seen().written(Topic.RESULTS)).isEmpty();

    // When
    bridge.kafka().readsBack(true);
    bridge.pass(Duration.ZERO);

    // Then
    assertThat(bridge.result("deploy")).isEqualTo("REJECTED UNKNOWN_OFFER");
    assertThat(remembered(bridge, "deploy")).extracting(Write::text).last().isEqualTo("null");
  }

  @Test
  void aSuccessorRefusesInTheSameWordsWhatItWouldHaveAccepted() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.kafka().readsBack(false);
    bridge.command(LAUNCH);
    String refusal = remembered(bridge, "deploy").get(0).text();

    // When
    TermFixture next = bridge.successor(TermFixture.INFO);
    next.subscribe();
    next.offer("o-1");
    next.comeAgain();
    next.reread();

    // Then
    assertThat(next.seen().launched()).isEmpty();
    assertThat(next.seen().written(Topic.RESULTS)).extracting(Write::text).containsExactly(refusal);
    assertThat(next.seen().all(Settled.class)).hasSize(1);
    assertThat(remembered(next, "deploy")).extracting(Write::text).containsExactly("null");
  }

  @Test
  void refusalsOfManyCommandsAreUnderWayTogether() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.hold(Topic.STATE);

    // When
    bridge.command(LAUNCH);
    bridge.command(LAUNCH.replace("deploy", "again"));

    // Then
    assertThat(remembered(bridge, "deploy")).hasSize(1);
    assertThat(remembered(bridge, "again")).hasSize(1);
  }

  @Test
  void noLaunchOfTheTaskLeavesBeforeASuccessorWouldKnowOfTheRefusal() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.offer("o-2");
    bridge.hold(write -> write.record().key().equals(StateKeys.intent("deploy")));
    bridge.command(LAUNCH);

    // When
    bridge.command(LAUNCH.replace("deploy", "again").replace("o-1", "o-2"));

    // Then
    assertThat(remembered(bridge, "again")).hasSize(1);
    assertThat(bridge.seen().launched()).isEmpty();
    bridge.hold();
    assertThat(bridge.seen().launched()).containsExactly("web");
    assertThat(bridge.result("deploy")).isEqualTo("REJECTED UNKNOWN_OFFER");
  }

  @Test
  void whatNoLeaderCouldAcceptIsToldAtOnce() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.hold(Topic.STATE);

    // When
    bridge.command("this is no command", "mesos.commands", 7);

    // Then
    assertThat(bridge.result("mesos.commands-0-7")).isEqualTo("REJECTED MALFORMED");
  }

  @Test
  void aRefusalThatItsTopicHasNoRoomForIsToldInBrief() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.hold(Topic.STATE);
    bridge.command(LAUNCH.replace("o-1", "o".repeat(255)));

    // When
    bridge.refuse(Topic.STATE, true);
    bridge.hold();

    // Then
    assertThat(bridge.result("deploy")).isEqualTo("REJECTED UNKNOWN_OFFER");
    String brief = remembered(bridge, "deploy").get(1).text();
    assertThat(brief).hasSizeLessThan(remembered(bridge, "deploy").get(0).text().length());
    assertThat(bridge.seen().written(Topic.RESULTS)).extracting(Write::text).containsExactly(brief);
  }

  @Test
  void aTopicWithoutAnyRoomHoldsNoCommandUp() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.hold(Topic.STATE);
    bridge.command(LAUNCH);

    // When
    bridge.refuse(Topic.STATE, true);
    bridge.refuse(Topic.STATE, true);

    // Then
    assertThat(bridge.result("deploy")).isEqualTo("REJECTED UNKNOWN_OFFER");
  }

  @Test
  void aRefusalThatKafkaHasAndThatIsNotReadBackEndsTheTerm() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.kafka().readsBack(false);
    bridge.command(LAUNCH);
    bridge.pass(Duration.ofSeconds(9));
    assertThat(bridge.term().wedged()).isEmpty();

    // When
    bridge.pass(Duration.ofSeconds(2));

    // Then
    assertThat(bridge.term().wedged()).isPresent();
  }

  @Test
  void aRefusalOfAFormerLeaderThatLandsLateIsBuried() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.kafka().readsBack(false);
    bridge.command(LAUNCH);
    Fact refused =
        bridge.kafka().memory().refusals().values().stream()
            .map(Fact.Refused::new)
            .findFirst()
            .orElseThrow();
    TermFixture next = TermFixture.subscribed();

    // When
    LogRecord late = new LogRecord(Topic.STATE, 0, 99, StateKeys.intent("deploy"), 0, refused);
    next.term().readback().read(late, 1, next.now());

    // Then
    assertThat(remembered(next, "deploy")).extracting(Write::text).containsExactly("null");
  }
}
