package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Fact.Place;
import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.StateJson.StateKeys;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who leads when topics were deleted, copied to another cluster, or given more partitions. */
class LostLogTest extends LostLogFixture {

  @Test
  void whoLeadsAfterACopyStandsAboveEveryTableAndKnowsItsRows() {
    // When
    lead(
        framework(0, 57),
        record(Topic.STATE, 0, StateKeys.LEADER, 58, new Fact.Claimed("a", 58)),
        row("web", "f-1", 57),
        row("db", "f-1", 100));

    // Then
    assertThat(epoch()).isGreaterThan(100);
    assertThat(asked()).isEqualTo("f-1");
    assertThat(bridge.term().orElseThrow().tasks().all()).hasSize(2);
  }

  @Test
  void aClaimThatIsNotGreaterThanAnothersBeforeItIsVoidAndMadeAgain() {
    // Given
    bridge.topicsAreThere(NOW);
    bridge.owned("t-1", NOW);
    bridge.opened(1, seen, NOW);
    bridge.caughtUp(1, NOW);
    bridge.written(new WriteId.Claim(1), new Place(0, 1), NOW);
    bridge.read(List.of(claim("another", 1), claim("me", 1)), NOW);

    // When
    bridge.caughtUp(1, NOW);

    // Then
    assertThat(bridge.state()).isInstanceOf(LeadershipState.Preparing.class);
    bridge.opened(2, seen, NOW);
    bridge.caughtUp(2, NOW);
    bridge.written(new WriteId.Claim(2), new Place(0, 2), NOW);
    bridge.read(List.of(claim("me", 2), claim("another", 2)), NOW);
    bridge.caughtUp(2, NOW);
    assertThat(epoch()).isEqualTo(2);
  }

  @Test
  void whoLeadsWithoutStateIsTheFrameworkOfTheLiveTasks() {
    // When
    lead(row("web", "f-1", 57));

    // Then
    assertThat(epoch()).isGreaterThan(57);
    assertThat(asked()).isEqualTo("f-1");
    assertThat(bridge.term().orElseThrow().tasks().find("web")).isPresent();
  }

  @Test
  void whoFindsItsEpochAmongResultsClaimsAboveThemAndNotAgain() {
    // Given
    lead();
    long first = epoch();

    // When
    bridge.read(List.of(result("c-1", first - 1), result("c-2", first), result("c-3", 57)), NOW);
    boolean ledOn = bridge.term().isPresent();
    bridge.resultsRead(first, NOW);
    bridge.confirmed(NOW.nanos() + 1, NOW);
    bridge.opened(3, seen, NOW);
    bridge.read(List.of(claim("me", first)), NOW);
    bridge.caughtUp(3, NOW);
    bridge.written(new WriteId.Claim(3), new Place(0, 1), NOW);
    bridge.caughtUp(3, NOW);

    // Then
    assertThat(ledOn).isTrue();
    assertThat(epoch()).isEqualTo(58);
    bridge.read(List.of(result("c-3", 57)), NOW);
    bridge.resultsRead(58, NOW);
    assertThat(epoch()).isEqualTo(58);
  }

  @Test
  void whoFindsExactlyItsEpochAmongResultsClaimsAboveIt() {
    // Given
    lead();

    // When
    bridge.read(List.of(result("c-1", epoch())), NOW);
    bridge.resultsRead(epoch(), NOW);

    // Then
    assertThat(bridge.state()).isInstanceOf(LeadershipState.Resigned.class);
  }

  @Test
  void nobodyLeadsWhileLiveTasksNameSeveralFrameworks() {
    // When
    lead(row("web", "f-2", 57), row("db", "f-1", 57));

    // Then
    assertThat(bridge.state())
        .isInstanceOfSatisfying(
            LeadershipState.Contested.class,
            contested -> assertThat(contested.why()).contains("f-1, f-2", "bridge.framework.id"));
    assertThat(seen.written(Topic.STATE)).isEmpty();
  }

  @Test
  void tombstonesAndStaleRowsNameNoFramework() {
    // When
    lead(
        row("web", "f-2", 57),
        record(Topic.TASKS, 0, "web", 57, new Fact.TaskEnded("web", null, null, false)),
        row("db", "f-1", 57),
        row("late", "f-3", 56));

    // Then
    assertThat(asked()).isEqualTo("f-1");
  }

  @Test
  void nobodyLeadsWhileStateIsSpreadOverPartitions() {
    // When
    lead(framework(2, 57));

    // Then
    assertThat(bridge.state())
        .isInstanceOfSatisfying(
            LeadershipState.Contested.class,
            contested -> assertThat(contested.why()).contains("framework", "partition 0"));
  }

  @Test
  void aLeaderWhoseStateVanishesClaimsItsEpochAgainBeforeAllElse() {
    // Given
    lead(framework(0, 57));
    int before = seen.written(Topic.STATE).size();

    // When
    bridge.recreated("mesos.bridge-state", Topic.STATE, false, NOW);

    // Then
    var again = seen.written(Topic.STATE).subList(before, seen.written(Topic.STATE).size());
    assertThat(again)
        .extracting(write -> write.record().key())
        .startsWith(StateKeys.LEADER, StateKeys.FRAMEWORK);
    assertThat(again.get(0).at("/epoch")).isEqualTo("" + epoch());
  }
}
