package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Outgoing.Extras;
import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.RecordingOutside.Write;
import io.mesosbridge.core.task.LiveTask;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which of an update and its row leaves when, and what is acknowledged and published again. */
class UpdateWithRowTest {

  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  private static final LiveTask ROW =
      Known.row("web", "TASK_STARTING", "agent-1", null, "u-1", "c-1").tracedBy(TRACE);

  private final TermFixture bridge = TermFixture.subscribed(new Fact.TaskRow(ROW, Known.FRAMEWORK));

  private List<Write> rows() {
    return bridge.seen().written(Topic.TASKS);
  }

  private Write last() {
    return rows().get(rows().size() - 1);
  }

  @ParameterizedTest
  @EnumSource(names = {"TASK_UPDATES", "TASKS"})
  void anUpdateWithUuidLeavesWithItsRowAndIsAcknowledgedOnceKafkaHasBoth(Topic slow) {
    // Given
    bridge.hold(Topic.TASK_UPDATES, Topic.TASKS);
    bridge.update("web", "TASK_RUNNING", "u-2");
    assertThat(rows()).hasSize(1);
    bridge.hold(slow);
    assertThat(bridge.seen().acknowledged()).isEmpty();

    // When
    bridge.hold();

    // Then
    assertThat(rows()).hasSize(1);
    assertThat(bridge.seen().acknowledged()).containsExactly("u-2");
    assertThat(last().at("/command_id")).isEqualTo("c-1");
    assertThat(last().text()).doesNotContain("traceparent").doesNotContain("executor_id");
    assertThat(last().record().extras()).isEqualTo(Extras.traced(TRACE));
    assertThat(last().record().id()).isEqualTo("u-2");
  }

  @Test
  void anUpdateWithoutUuidHasItsRowWrittenOnceKafkaHasIt() {
    // Given
    bridge.hold(Topic.TASK_UPDATES);
    bridge.masters("web", "TASK_UNREACHABLE", "REASON_AGENT_REMOVED");
    assertThat(rows()).isEmpty();

    // When
    bridge.hold();

    // Then
    assertThat(last().at("/state")).isEqualTo("TASK_UNREACHABLE");
  }

  @Test
  void theEndOfATaskHasItsTombstoneWrittenOnceKafkaHasIt() {
    // Given
    bridge.hold(Topic.TASK_UPDATES, Topic.TASKS);
    bridge.update("web", "TASK_FINISHED", "u-2");
    assertThat(rows()).isEmpty();
    assertThat(bridge.live("web")).isEqualTo("TASK_STARTING");

    // When
    bridge.hold(Topic.TASKS);

    // Then
    assertThat(last().record().value()).isNull();
    assertThat(bridge.seen().acknowledged()).isEmpty();
  }

  @Test
  void aRowDoesNotOvertakeThatOfAnEarlierUpdate() {
    // Given
    bridge.hold(Topic.TASK_UPDATES);
    bridge.masters("web", "TASK_UNREACHABLE", "REASON_AGENT_REMOVED");
    bridge.update("web", "TASK_RUNNING", "u-2");

    // When
    bridge.hold();

    // Then
    assertThat(rows())
        .extracting(row -> row.at("/state"))
        .containsExactly("TASK_UNREACHABLE", "TASK_RUNNING");
    assertThat(bridge.live("web")).isEqualTo("TASK_RUNNING");
    assertThat(bridge.seen().acknowledged()).containsExactly("u-2");
  }

  @Test
  void theFirstRepetitionAfterATakeOverIsPublishedAgainAndAcknowledgedOnceKafkaHasIt() {
    // Given
    bridge.hold(Topic.TASK_UPDATES);
    bridge.update("web", "TASK_RUNNING", "u-2");
    TermFixture next = bridge.dies();
    next.subscribe();
    assertThat(next.live("web")).isEqualTo("TASK_RUNNING");
    next.hold(Topic.TASK_UPDATES);

    // When
    next.update("web", "TASK_RUNNING", "u-2");
    next.update("web", "TASK_RUNNING", "u-2");

    // Then
    assertThat(next.seen().acknowledged()).isEmpty();
    next.hold();
    assertThat(next.seen().acknowledged()).containsExactly("u-2");
    next.update("web", "TASK_RUNNING", "u-2");
    assertThat(next.seen().acknowledged()).containsExactly("u-2", "u-2");
    assertThat(next.seen().written(Topic.TASK_UPDATES))
        .extracting(update -> update.record().id())
        .containsExactly("u-2");
    assertThat(next.seen().written(Topic.TASKS)).isEmpty();
  }

  @Test
  void aRepeatedEndAfterATakeOverIsNotPublishedAgainSinceATombstoneFollowsItsUpdate() {
    // Given
    bridge.update("web", "TASK_FINISHED", "u-2");
    TermFixture next = bridge.dies();
    next.subscribe();

    // When
    next.update("web", "TASK_FINISHED", "u-2");

    // Then
    assertThat(next.seen().published("web")).isEmpty();
    assertThat(next.seen().acknowledged()).containsExactly("u-2");
  }

  @Test
  void anUpdateThatKafkaRefusesIsPublishedWhenItComesAgainThoughItsRowIsThere() {
    // Given
    bridge.hold(Topic.TASK_UPDATES);
    bridge.update("web", "TASK_RUNNING", "u-2");
    bridge.refuse(Topic.TASK_UPDATES, true);
    bridge.hold();
    assertThat(bridge.seen().acknowledged()).isEmpty();

    // When
    bridge.update("web", "TASK_RUNNING", "u-2");

    // Then
    assertThat(bridge.seen().published("web")).containsExactly("TASK_RUNNING", "TASK_RUNNING");
    assertThat(bridge.seen().acknowledged()).containsExactly("u-2");
  }

  @Test
  void aLaunchHasNoResultBeforeKafkaHasTheRowOfAnUpdateThatCameBeforeItsAnswer() {
    // Given
    bridge.launch("db");
    bridge.offer("o-1");
    bridge.hold(Topic.TASKS);
    bridge.update("db", "TASK_RUNNING", "u-2");

    // When
    bridge.answer("ACCEPT", TermFixture.TAKEN);

    // Then
    assertThat(bridge.result("launch-db")).isEqualTo("none");
    bridge.hold();
    assertThat(bridge.result("launch-db")).isEqualTo("ACCEPTED");
    assertThat(bridge.live("db")).isEqualTo("TASK_RUNNING");
  }

  @ParameterizedTest
  @EnumSource(names = {"TASK_UPDATES", "TASKS"})
  void aRepeatedUpdateIsAcknowledgedAgainUnlessTheFirstOrItsRowIsOnItsWay(Topic slow) {
    // Given
    bridge.hold(slow);
    bridge.update("web", "TASK_RUNNING", "u-2");
    bridge.update("web", "TASK_RUNNING", "u-2");
    assertThat(bridge.seen().acknowledged()).isEmpty();
    bridge.hold();

    // When
    bridge.update("web", "TASK_RUNNING", "u-2");

    // Then
    assertThat(bridge.seen().published("web")).containsExactly("TASK_RUNNING");
    assertThat(bridge.seen().acknowledged()).containsExactly("u-2", "u-2");
  }
}
