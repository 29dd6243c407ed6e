package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Fact.FrameworkRecord;
import io.mesosbridge.core.Fact.FrameworkRecord.State;
import io.mesosbridge.core.Fact.LogRecord;
import io.mesosbridge.core.Fact.Place;
import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.Outside.Host;
import io.mesosbridge.core.StateJson.StateKeys;
import io.mesosbridge.core.mesos.MesosVersion;
import io.mesosbridge.testkit.Configs;
import io.mesosbridge.testkit.JsonTree;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who leads when topics were deleted, copied to another cluster, or given more partitions. */
class LostLogTest {

  private static final Now NOW = new Now(1_000_000_000, 1_000);

  private final RecordingOutside seen = new RecordingOutside();
  private final Bridge bridge =
      new Bridge(new Idle(), Configs.of(Map.of()), "me", TermFixture.INFO);

  /** What the bridge wants done, the test does. */
  private static final class Idle implements Host {
    @Override
    public void open(long attempt) {}

    @Override
    public void close(Optional<Outgoing> last, boolean graceful) {}

    @Override
    public void readToEnds(long attempt) {}

    @Override
    public void led(long epoch) {}

    @Override
    public void readAnew() {}
  }

  private static LogRecord record(Topic topic, int partition, String key, long epoch, Fact fact) {
    return new LogRecord(topic, partition, 0, key, epoch, fact);
  }

  private static LogRecord row(String taskId, String frameworkId, long epoch) {
    Fact.TaskRow row = (Fact.TaskRow) Known.running(taskId, null, null);
    return record(Topic.TASKS, 0, taskId, epoch, new Fact.TaskRow(row.task(), frameworkId));
  }

  private static LogRecord framework(int partition, long epoch) {
    FrameworkRecord record =
        new FrameworkRecord("f-1", State.REGISTERED, Known.MASTER, "", null, null, null);
    return record(Topic.STATE, partition, StateKeys.FRAMEWORK, epoch, new Fact.FrameworkIs(record));
  }

  /** Leads if it can, with a log of these; its claim is the first record of a new bridge-state. */
  private void lead(LogRecord... log) {
    bridge.topicsAreThere(NOW);
    bridge.owned("t-1", NOW);
    bridge.opened(1, seen, NOW);
    bridge.read(List.of(log), NOW);
    bridge.caughtUp(1, NOW);
    bridge.written(new WriteId.Claim(1), new Place(0, 0), NOW);
    bridge.caughtUp(1, NOW);
  }

  private static LogRecord result(String commandId, long epoch) {
    return record(
        Topic.RESULTS, 0, commandId, epoch, new Fact.ResultAt(commandId, new Place(0, 0)));
  }

  private long epoch() {
    return ((LeadershipState.Leading) bridge.state()).epoch();
  }

  private String asked() {
    byte[] call = bridge.term().orElseThrow().subscribeCall(MesosVersion.NEWEST).json();
    return JsonTree.read(new String(call, StandardCharsets.UTF_8))
        .at("/framework_id/value")
        .asText();
  }

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
  void whoFollowsAndLosesTheClaimsStandsAboveThoseThatItHasNotRead() {
    // Given
    bridge.read(List.of(claim("another", 1)), NOW);
    bridge.logBroken(Topic.TASKS, "it was made anew", NOW);
    bridge.logBroken(Topic.STATE, "it was made anew", NOW);

    // When
    lead();

    // Then
    assertThat(epoch()).isEqualTo(1_000_000_002);
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

  private static LogRecord claim(String instance, long epoch) {
    return record(Topic.STATE, 0, StateKeys.LEADER, epoch, new Fact.Claimed(instance, epoch));
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
        record(Topic.TASKS, 0, "web", 57, new Fact.TaskEnded("web", null, null)),
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
