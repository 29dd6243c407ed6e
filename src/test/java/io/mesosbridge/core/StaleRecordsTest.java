package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Fact.FrameworkRecord;
import io.mesosbridge.core.Fact.LogRecord;
import io.mesosbridge.core.Fact.Place;
import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.command.CommandRecord.Position;
import io.mesosbridge.core.command.Intent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is remembered of what the topics have, and what of it comes too late to count. */
class StaleRecordsTest {

  private final Memory memory = new Memory(100, -1);
  private long offset;

  private void read(Topic topic, long epoch, Fact fact) {
    read(topic, "key", epoch, fact);
  }

  private void read(Topic topic, String key, long epoch, Fact fact) {
    memory.read(new LogRecord(topic, 0, offset++, key, epoch, fact));
  }

  private static Fact.FrameworkIs framework(String id) {
    return new Fact.FrameworkIs(
        new FrameworkRecord(id, FrameworkRecord.State.REGISTERED, null, "", null, null, null));
  }

  static Fact.Intended intent(String commandId) {
    return new Fact.Intended(
        new Intent(
            commandId,
            "TEARDOWN",
            "BY_FRAMEWORK",
            "f-1",
            List.of(),
            List.of(),
            null,
            null,
            null,
            null,
            List.of(),
            Map.of(),
            List.of(),
            false,
            "",
            Position.of("mesos.commands", 0, 7, 0, null),
            null,
            List.of(),
            1,
            1,
            null,
            null,
            null));
  }

  @Test
  void whatTheTopicsEndWithIsRemembered() {
    // When
    read(Topic.STATE, 1, framework("f-1"));
    read(Topic.STATE, 1, intent("c-1"));
    read(Topic.STATE, 1, intent("c-2"));
    read(Topic.STATE, 1, new Fact.IntentGone("c-2"));
    read(Topic.TASKS, 1, Known.running("web", null, null));
    read(Topic.TASKS, 1, Known.running("db", null, null));
    read(Topic.TASKS, 1, Known.ended("db", "u-1", null));
    read(Topic.OFFERS, 1, new Fact.Offered("o-1", new byte[0]));
    read(Topic.OFFERS, 1, new Fact.Offered("o-2", new byte[0]));
    read(Topic.OFFERS, 1, new Fact.OfferGone("o-1", null));

    // Then
    assertThat(memory.framework()).get().extracting("frameworkId").isEqualTo("f-1");
    assertThat(memory.intents()).containsOnlyKeys("c-1");
    assertThat(memory.tasks()).containsOnlyKeys("web");
    assertThat(memory.ended().endedBy("db", "u-1")).isTrue();
    assertThat(memory.offers()).containsOnlyKeys("o-2");
    assertThat(memory.staleRecords()).isZero();
  }

  @Test
  void aRecordOfAFormerLeaderThatComesLateIsIgnored() {
    // When
    read(Topic.STATE, 9, framework("new"));
    read(Topic.STATE, 4, framework("old"));
    read(Topic.TASKS, 9, Known.running("web", null, null));
    read(Topic.TASKS, 4, Known.ended("web", null, null));

    // Then
    assertThat(memory.framework()).get().extracting("frameworkId").isEqualTo("new");
    assertThat(memory.tasks()).containsKey("web");
    assertThat(memory.staleRecords()).isEqualTo(2);
    assertThat(memory.claims().highestEpoch()).isEqualTo(9);
  }

  @Test
  void aClaimMakesWhatFollowsOfEarlierLeadersStaleAndTheirIntentsAreToBeBuried() {
    // When
    read(Topic.STATE, 100, new Fact.Claimed("a", 100));
    read(Topic.STATE, "framework", 99, framework("late"));
    read(Topic.STATE, "command/c-1", 99, intent("c-1"));
    read(Topic.STATE, "command/c-2", 99, intent("c-2"));
    read(Topic.STATE, "command/c-2", 100, intent("c-2"));

    // Then
    assertThat(memory.framework()).isEmpty();
    assertThat(memory.intents()).containsOnlyKeys("c-2");
    assertThat(memory.lateRecords())
        .extracting(LogRecord::key)
        .containsExactly("framework", "command/c-1");
  }

  @ParameterizedTest
  @CsvSource({
    "late, REGISTERED, late",
    "late, CHOSEN, late",
    "late, TORN_DOWN,",
    "other, REGISTERED,",
  })
  void aLateRecordTellsTheFrameworkIfCompactionTookTheRightfulOneAndNoTaskTellsOtherwise(
      String ofTasks, FrameworkRecord.State state, String framework) {
    // Given
    read(Topic.STATE, 100, new Fact.Claimed("a", 100));
    FrameworkRecord late = framework("late").framework().in(state, "");
    read(Topic.STATE, "framework", 99, new Fact.FrameworkIs(late));
    Fact.TaskRow row = (Fact.TaskRow) Known.running("web", null, null);
    read(Topic.TASKS, 100, new Fact.TaskRow(row.task(), ofTasks));

    // When
    FrameworkOfLog.settle(memory);

    // Then
    assertThat(memory.framework().map(FrameworkRecord::frameworkId).orElse(null))
        .isEqualTo(framework);
    assertThat(memory.lateRecords()).extracting(LogRecord::key).containsExactly("framework");
  }

  @Test
  void aLateRecordChangesNothingWhereTheRightfulOneStands() {
    // Given
    read(Topic.STATE, "framework", 100, framework("rightful"));
    read(Topic.STATE, "framework", 99, framework("late"));

    // When
    FrameworkOfLog.settle(memory);

    // Then
    assertThat(memory.framework().orElseThrow().frameworkId()).isEqualTo("rightful");
  }

  /**
   * Two leaders had one launch in doubt, and the row of the second lands behind the end of both.
   */
  @Test
  void aFirstRowBehindTheEndThatItsOwnCommandsTaskCameToTellsOfNoTask() {
    // Given
    read(Topic.TASKS, "web", 6, Known.ended("web", "u-2", "launch"));
    read(Topic.TASKS, "db", 6, Known.ended("db", "u-3", "former"));
    read(Topic.TASKS, "api", 6, Known.ended("api", "u-4", "launch"));

    // When
    read(Topic.TASKS, "web", 33, firstRow("web"));
    read(Topic.TASKS, "db", 33, firstRow("db"));
    read(Topic.TASKS, "api", 33, Known.running("api", "u-5", "launch"));

    // Then
    assertThat(memory.tasks()).containsOnlyKeys("db", "api");
    assertThat(memory.ended().contains("web")).isTrue();
    assertThat(memory.lateRecords()).extracting(LogRecord::key).containsExactly("web");
  }

  private static Fact firstRow(String taskId) {
    return new Fact.TaskRow(
        Known.row(taskId, "TASK_STAGING", Known.AGENT, null, null, "launch"), "f-1");
  }

  @Test
  void aClaimSaysNothingOfOtherTopics() {
    // When
    read(Topic.STATE, 100, new Fact.Claimed("a", 100));
    read(Topic.TASKS, 9, Known.running("web", null, null));

    // Then
    assertThat(memory.tasks()).containsOnlyKeys("web");
  }

  @Test
  void aResultCountsWhoeverWroteItUnlessALaterLeaderWroteAnother() {
    // When
    read(Topic.RESULTS, 9, new Fact.ResultAt("c-1", new Place(0, 0)));
    read(Topic.RESULTS, 4, new Fact.ResultAt("c-1", new Place(0, 1)));
    read(Topic.RESULTS, 4, new Fact.ResultAt("c-2", new Place(0, 2)));
    read(Topic.RESULTS, 9, new Fact.ResultAt("c-2", new Place(0, 3)));

    // Then
    assertThat(memory.results().size()).isEqualTo(3);
    assertThat(memory.results().find("c-1")).contains(new Place(0, 0));
    assertThat(memory.results().find("c-2")).contains(new Place(0, 3));
    assertThat(memory.results().find("c-3")).isEmpty();
  }

  @Test
  void ofTwoResultsThatOfTheLaterLeaderCountsAndIsToBeLast() {
    // When
    read(Topic.RESULTS, 4, new Fact.ResultAt("c-1", new Place(0, 0)));
    read(Topic.RESULTS, 9, new Fact.ResultAt("c-1", new Place(0, 1)));
    read(Topic.RESULTS, 9, new Fact.ResultAt("c-2", new Place(0, 2)));
    read(Topic.RESULTS, 4, new Fact.ResultAt("c-1", new Place(0, 3)));
    read(Topic.RESULTS, 4, new Fact.ResultAt("c-2", new Place(0, 4)));
    read(Topic.RESULTS, 9, new Fact.ResultAt("c-2", new Place(0, 5)));

    // Then
    assertThat(memory.results().find("c-1")).contains(new Place(0, 1));
    assertThat(memory.results().find("c-2")).contains(new Place(0, 5));
    assertThat(memory.lateResults()).extracting(LogRecord::offset).containsExactly(3L);
  }

  @Test
  void aRecordThatNoLeaderWroteCounts() {
    // When
    read(Topic.TASKS, 9, Known.ended("db", null, null));
    read(Topic.TASKS, -1, Known.running("web", null, null));

    // Then
    assertThat(memory.tasks()).containsOnlyKeys("web");
  }

  @Test
  void whatLandedLateWhileNobodyLedIsWrittenOverByWhoLeadsNext() {
    // Given
    TermFixture former = launched("web");
    TermFixture leader = former.dies();
    leader.subscribe("framework-1");
    leader.command("{\"id\":\"revive\",\"type\":\"REVIVE\"}");
    leader.answer("REVIVE", TermFixture.TAKEN);
    leader.update("web", "TASK_FINISHED", "u-1");
    leader.launch("db");
    leader.offer("o-2");
    leader.answer("ACCEPT", TermFixture.TAKEN);

    // When
    for (Topic topic : List.of(Topic.TASKS, Topic.OFFERS, Topic.STATE)) {
      former.seen().written(topic).forEach(leader.kafka()::add);
    }
    TermFixture next = leader.dies();

    // Then
    assertThat(last(next, Topic.TASKS, "web")).isEqualTo("null");
    assertThat(last(next, Topic.OFFERS, "o-1")).isEqualTo("null");
    assertThat(last(next, Topic.STATE, "framework"))
        .contains("framework-1")
        .doesNotContain("suppressed");
    assertThat(last(next, Topic.STATE, "command/launch-web")).isEqualTo("null");
    assertThat(next.live("db")).isEqualTo("TASK_STAGING");
  }

  private static TermFixture launched(String task) {
    TermFixture bridge = TermFixture.subscribed();
    bridge.launch(task);
    bridge.offer("o-1");
    bridge.answer("ACCEPT", TermFixture.TAKEN);
    bridge.command("{\"id\":\"suppress\",\"type\":\"SUPPRESS\"}");
    bridge.answer("SUPPRESS", TermFixture.TAKEN);
    return bridge;
  }

  private static String last(TermFixture bridge, Topic topic, String key) {
    return bridge.seen().written(topic).stream()
        .filter(write -> write.record().key().equals(key))
        .reduce((before, write) -> write)
        .map(RecordingOutside.Write::text)
        .orElse("not written");
  }
}
