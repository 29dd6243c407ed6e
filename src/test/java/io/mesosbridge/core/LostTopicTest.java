package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Fact.FrameworkRecord.State;
import io.mesosbridge.core.Fact.LogRecord;
import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.StateJson.StateKeys;
import io.mesosbridge.core.command.SettledCommands.Kept;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an instance knew of a topic that was lost, and what it may not have read in it. */
class LostTopicTest extends LostLogFixture {

  @Test
  void whoFollowsAndLosesTheClaimsStandsAboveThoseThatItHasNotRead() {
    // Given
    bridge.read(List.of(claim("another", 1)), NOW);
    bridge.logBroken(Topic.TASKS, "it was made anew", NOW);
    bridge.logBroken(Topic.STATE, "it was made anew", NOW);

    // When
    lead();

    // Then
    assertThat(epoch()).isGreaterThan(1_000_000_000);
  }

  @Test
  void whoLedWhileTheClaimsWereLostStandsAboveThoseThatItHasNotRead() {
    // Given
    lead(framework(0, 57));
    bridge.recreated("mesos.bridge-state", Topic.STATE, false, NOW);

    // When
    bridge.lost("the group expelled it", NOW);
    lead(claim("me", 58));

    // Then
    assertThat(epoch()).isGreaterThan(1_000_000_000);
  }

  @Test
  void whoFindsWhatLeadersWroteButNoClaimStandsAboveThoseThatWereLost() {
    // Given
    LogRecord[] log = {row("web", "f-1", 3)};

    // When
    lead(log);

    // Then
    assertThat(epoch()).isGreaterThan(1_000_000_000);
  }

  @Test
  void whoFindsNothingAtAllIsTheFirst() {
    // When
    lead();

    // Then
    assertThat(epoch()).isZero();
  }

  @Test
  void whatIsSettledIsWrittenAgainBehindAllElse() {
    // Given
    Fact intent = StaleRecordsTest.intent("c-1");
    lead(
        framework(0, 57), settled(57), record(Topic.STATE, 0, StateKeys.intent("c-1"), 57, intent));
    int before = seen.written(Topic.STATE).size();

    // When
    bridge.recreated("mesos.bridge-state", Topic.STATE, false, NOW);

    // Then
    assertThat(seen.written(Topic.STATE).subList(before, seen.written(Topic.STATE).size()))
        .extracting(write -> write.record().key())
        .containsExactly(
            StateKeys.LEADER, StateKeys.FRAMEWORK, StateKeys.intent("c-1"), StateKeys.COMMANDS);
  }

  @Test
  void whoStopsWritesWhatIsSettledForWhoLeadsNext() {
    // Given
    lead(framework(0, 57));
    bridge.resultsRead(epoch(), NOW);
    bridge
        .term()
        .orElseThrow()
        .received(
            List.of(WireTexts.record(WireTexts.kill("c-1", "web"), "mesos.commands", 7, NOW)), NOW);

    // When
    bridge.stop(NOW);

    // Then
    assertThat(seen.written(Topic.STATE))
        .last()
        .extracting(write -> write.record().key(), write -> write.at("/below"))
        .containsExactly(StateKeys.COMMANDS, "7");
  }

  @Test
  void whatIsSettledTellsThatNothingIsLostOnlyBehindTheClaimOfWhoWroteIt() {
    // Given
    Claims written = new Claims(-1);
    Claims onItsWay = new Claims(-1);

    // When
    List.of(claim("me", 57), settled(57), claim("another", 58)).forEach(written::read);
    List.of(settled(57), claim("me", 57), claim("another", 58)).forEach(onItsWay::read);

    // Then
    assertThat(written.areSettledAlone()).isFalse();
    assertThat(onItsWay.areSettledAlone()).isTrue();
  }

  private static LogRecord settled(long epoch) {
    Kept kept = new Kept("t-1", 3, List.of());
    return record(Topic.STATE, 0, StateKeys.COMMANDS, epoch, new Fact.CommandsSettled(kept));
  }

  @Test
  void whoHasNotBegunToReadWhenTheClaimsAreLostStandsAboveThemAllTheSame() {
    // Given
    bridge.read(List.of(claim("another", 1)), NOW);
    bridge.recreated("mesos.bridge-state", Topic.STATE, false, NOW);

    // When
    lead();

    // Then
    assertThat(epoch()).isGreaterThan(1_000_000_000);
  }

  @Test
  void aTopicThatNothingIsRememberedByMayBeMadeAnewWhileSomebodyStandsBy() {
    // Given
    bridge.read(List.of(claim("another", 1)), NOW);
    bridge.recreated("mesos.heartbeats", null, false, NOW);

    // When
    lead();

    // Then
    assertThat(epoch()).isLessThan(1_000_000_000);
  }

  @Test
  void twoThatLoseTheSameClaimsDoNotClaimTheSameEpoch() {
    // Given
    Claims one = new Claims(7);
    Claims other = new Claims(7);

    // When
    one.areLost();
    other.areLost();

    // Then
    long epoch = one.forgotten("bridge-0").highestEpoch();
    long others = other.forgotten("bridge-1").highestEpoch();
    assertThat(Math.abs(others - epoch)).isGreaterThanOrEqualTo(1_000);
  }

  @Test
  void whoKnewTheFrameworkBeforeItsRecordWasLostIsItAndWritesItAgain() {
    // Given
    lead(framework(0, 57));
    bridge.lost("the group expelled it", NOW);
    int before = seen.written(Topic.STATE).size();

    // When
    lead(claim("another", 58));

    // Then
    assertThat(asked()).isEqualTo("f-1");
    assertThat(seen.written(Topic.STATE).subList(before, seen.written(Topic.STATE).size()))
        .extracting(write -> write.record().key())
        .containsExactly(StateKeys.LEADER, StateKeys.FRAMEWORK);
  }

  @Test
  void aRememberedTaskWhoseEndWasReadAfterTheLossIsNotAskedFor() {
    // Given
    bridge.read(List.of(row("web", "f-1", 57)), NOW);
    bridge.logBroken(Topic.TASKS, "it was made anew", NOW);
    LogRecord end =
        record(Topic.TASKS, 0, "web", 58, new Fact.TaskEnded("web", "u-2", "launch-web", false));
    lead(framework(0, 57), end);

    // When
    Term term = bridge.term().orElseThrow();
    term.subscribed(Known.subscribed("f-1", "s-1", Known.mesos("1.12.0")), NOW);

    // Then
    assertThat(seen.calls("RECONCILE")).isEmpty();
  }

  @Test
  void anEndThatWasReadBeforeTheTableWasLostIsRemembered() {
    // Given
    Fact end = new Fact.TaskEnded("web", "u-2", "launch-web", false);
    bridge.read(List.of(record(Topic.TASKS, 0, "web", 57, end)), NOW);
    bridge.logBroken(Topic.TASKS, "it was made anew", NOW);
    bridge.logBroken(Topic.OFFERS, "it was made anew", NOW);

    // When
    lead(framework(0, 57));

    // Then
    assertThat(bridge.term().orElseThrow().tasks().wasLaunchedBy("web", "launch-web")).isTrue();
  }

  @Test
  void tasksThatWereKnownBeforeTheirTableWasLostAreAskedFor() {
    // Given
    bridge.read(List.of(row("web", "f-1", 57), row("db", "f-1", 57)), NOW);
    bridge.logBroken(Topic.TASKS, "it was made anew", NOW);
    bridge.logBroken(Topic.OFFERS, "it was made anew", NOW);
    lead(framework(0, 57), row("db", "f-1", 58));

    // When
    Term term = bridge.term().orElseThrow();
    term.subscribed(Known.subscribed("f-1", "s-1", Known.mesos("1.12.0")), NOW);

    // Then
    assertThat(seen.calls("RECONCILE").get(0).call().toString()).contains("web", "db");
    assertThat(term.tasks().all()).hasSize(1);
  }

  @Test
  void tasksThatALeaderKnewWhoseTableWasLostAreAskedForByTheNext() {
    // Given
    lead(framework(0, 57), row("web", "f-1", 57));
    bridge.recreated("mesos.tasks", Topic.TASKS, false, NOW);
    bridge.lost("the group expelled it", NOW);
    lead(framework(0, 57), claim("me", 58));

    // When
    Term term = bridge.term().orElseThrow();
    term.subscribed(Known.subscribed("f-1", "s-1", Known.mesos("1.12.0")), NOW);

    // Then
    assertThat(seen.calls("RECONCILE").get(0).call().toString()).contains("web");
  }

  @Test
  void aFrameworkThatWasOnlyChosenIsNotTakenUpSinceNobodyElseMayHaveReadOfIt() {
    // Given
    bridge.read(List.of(framework(0, 57, State.CHOSEN)), NOW);
    bridge.logBroken(Topic.STATE, "it was made anew", NOW);

    // When
    lead();

    // Then
    assertThat(seen.written(Topic.STATE))
        .extracting(write -> write.at("/framework_id"))
        .doesNotContain("f-1");
  }
}
