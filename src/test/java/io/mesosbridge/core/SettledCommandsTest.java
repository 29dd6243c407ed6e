package io.mesosbridge.core;

import static io.mesosbridge.core.TermFixture.TAKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.RecordingOutside.Settled;
import io.mesosbridge.core.RecordingOutside.Write;
import io.mesosbridge.core.command.SettledCommands.Kept;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Commands that had their result once, whatever became of it and of the group's offsets. */
class SettledCommandsTest {

  private static final String TOPIC = "mesos.commands";

  /** A leader that remembers that of the topic, all before 10 and those of 12, 13 and 15. */
  private static TermFixture knowing(String topicId) {
    TermFixture bridge =
        TermFixture.subscribed(
            new Fact.CommandsSettled(new Kept(topicId, 10, List.of(2L, 2L, 1L, 1L))));
    bridge.offer("o-1");
    return bridge;
  }

  private static void kill(TermFixture bridge, long offset) {
    bridge.command(WireTexts.kill("c-" + offset, "web"), TOPIC, offset);
  }

  private static List<String> kept(TermFixture bridge) {
    return bridge.seen().written(Topic.STATE).stream()
        .filter(write -> write.record().key().equals("commands"))
        .map(Write::text)
        .toList();
  }

  @Test
  void aRecordThatWasSettledIsNotCarriedOutAgainWhoseResultIsNotKnownAnyMore() {
    // Given
    TermFixture bridge = knowing("t-1");

    // When
    bridge.command(WireTexts.launch("c-9", "web"), TOPIC, 9);
    kill(bridge, 12);
    bridge.command("this is no command", TOPIC, 15);
    bridge.pass(Duration.ofSeconds(1));

    // Then
    assertThat(bridge.seen().commandCalls()).isEmpty();
    assertThat(bridge.result("c-9")).isEqualTo("UNCERTAIN TOO_OLD");
    assertThat(bridge.result("c-12")).isEqualTo("UNCERTAIN TOO_OLD");
    assertThat(bridge.result("mesos.commands-0-15")).isEqualTo("UNCERTAIN TOO_OLD");
    assertThat(bridge.seen().all(Settled.class))
        .extracting(settled -> settled.record().offset(), settled -> settled.why() != null)
        .containsExactly(tuple(9L, false), tuple(12L, false), tuple(15L, true));
  }

  @Test
  void whatIsNotSettledIsFresh() {
    // Given
    TermFixture bridge = knowing("t-1");

    // When
    List.of(10L, 11L, 14L, 16L).forEach(offset -> kill(bridge, offset));

    // Then
    assertThat(bridge.seen().commandCalls()).containsOnly("KILL").hasSize(4);
  }

  @Test
  void anotherTopicBeginsAnew() {
    // Given
    TermFixture bridge = knowing("t-0");

    // When
    kill(bridge, 0);
    bridge.answer("KILL", TAKEN);
    bridge.pass(Duration.ofSeconds(2));

    // Then
    assertThat(bridge.result("c-0")).isEqualTo("ACCEPTED");
    assertThat(kept(bridge)).containsExactly("{\"topic_id\":\"t-1\",\"below\":1,\"above\":[]}");
  }

  @Test
  void aRepeatOfARecordThatIsTooOldGetsTheSameAnswer() {
    // Given
    TermFixture bridge = knowing("t-1");
    bridge.hold(Topic.RESULTS);
    kill(bridge, 9);
    bridge.command(WireTexts.kill("c-9", "web"), TOPIC, 16);

    // When
    bridge.hold();

    // Then
    assertThat(bridge.seen().commandCalls()).isEmpty();
    assertThat(bridge.seen().written(Topic.RESULTS))
        .extracting(Write::text)
        .hasSize(2)
        .allMatch(text -> text.contains("\"offset\":9") && text.contains("TOO_OLD"));
    assertThat(bridge.seen().all(Settled.class)).hasSize(2);
  }

  @Test
  void whatIsSettledIsWrittenOnceASecondWhenItChanged() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.hold(Topic.RESULTS);
    kill(bridge, 5);
    bridge.answer("KILL", TAKEN);
    bridge.hold(write -> write.record().key().equals("c-5"));

    // When
    kill(bridge, 6);
    bridge.answer("KILL", TAKEN);
    kill(bridge, 9);
    bridge.pass(Duration.ofMillis(1_500));
    bridge.pass(Duration.ofMillis(1_500));
    bridge.hold();
    bridge.pass(Duration.ofMillis(100));
    bridge.answer("KILL", TAKEN);
    bridge.pass(Duration.ofMillis(1_500));

    // Then
    assertThat(kept(bridge))
        .containsExactly(
            "{\"topic_id\":\"t-1\",\"below\":5,\"above\":[2,2]}",
            "{\"topic_id\":\"t-1\",\"below\":9,\"above\":[]}",
            "{\"topic_id\":\"t-1\",\"below\":10,\"above\":[]}");
  }

  @Test
  void aLaterLeaderKnowsWhatWasSettled() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    kill(bridge, 3);
    bridge.answer("KILL", TAKEN);
    bridge.pass(Duration.ofSeconds(2));
    bridge.kafka().forgetResults();
    TermFixture next = bridge.dies();
    next.subscribe();

    // When
    kill(next, 3);

    // Then
    assertThat(next.seen().commandCalls()).isEmpty();
    assertThat(next.result("c-3")).isEqualTo("UNCERTAIN TOO_OLD");
  }

  @Test
  void aStateThatIsMadeAnewHasWhatWasSettledMeanwhile() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    kill(bridge, 0);
    bridge.answer("KILL", TAKEN);

    // When
    bridge.term().readback().rewriteAll(Topic.STATE, bridge.now());

    // Then
    assertThat(kept(bridge)).containsExactly("{\"topic_id\":\"t-1\",\"below\":1,\"above\":[]}");
  }

  @Test
  void howManyWereDeletedUnreadIsSaid() {
    // Given
    TermFixture bridge = TermFixture.subscribed();

    // When
    bridge.term().readback().commandsDeleted(3, bridge.now());

    // Then
    List<Write> notices = bridge.seen().written(Topic.EVENTS);
    assertThat(notices.get(notices.size() - 1).text())
        .contains("\"notice\":\"commands-deleted\"", "\"at_most\":3");
  }

  @Test
  void anIntentOfACommandThatHasItsResultIsNoDoubt() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.launch("web");
    bridge.offer("o-1");
    bridge.hold(
        write -> write.record().key().startsWith("command/") && write.record().value() == null);
    bridge.answer("ACCEPT", TAKEN);
    bridge.pass(Duration.ofSeconds(2));
    bridge.kafka().forgetResults();
    TermFixture next = bridge.dies();
    next.subscribe();

    // When
    next.command(WireTexts.launch("launch-web", "web"), TOPIC, 0);
    next.reconciled("web", "TASK_UNKNOWN");
    next.offer("o-2");

    // Then
    assertThat(next.seen().launched()).isEmpty();
    assertThat(next.result("launch-web")).isEqualTo("UNCERTAIN TOO_OLD");
  }

  @Test
  void aDeletedCommandWhoseCallMayHaveLeftHasNoResultYet() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.hold(Topic.TASKS);
    bridge.offer("o-1");
    bridge.command(WireTexts.launch("launch-web", "web"), TOPIC, 3);
    bridge.answer("ACCEPT", TAKEN);
    TermFixture next = bridge.successor(TermFixture.INFO);
    next.hold(Topic.TASKS);
    next.subscribe();

    // When
    kill(next, 5);
    next.pass(Duration.ofSeconds(1));

    // Then
    assertThat(kept(next)).last().asString().contains("\"below\":3,\"above\":[1,1]");
    TermFixture third = next.successor(TermFixture.INFO);
    third.subscribe();
    kill(third, 6);
    third.update("web", "TASK_RUNNING", "u-1");
    assertThat(third.result("launch-web")).isEqualTo("ACCEPTED");
  }

  @Test
  void aDeletedCommandThatHadNoEffectHoldsBackNoResult() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.offer("o-1");
    bridge.command(
        """
        {"id":"pod","type":"LAUNCH_GROUP","launch_group":{
          "executor":{"type":"DEFAULT","executor_id":{"value":"e"},"resources":"cpus:0.1;mem:32"},
          "task_group":{"tasks":[{"task_id":"web","resources":"cpus:0.1;mem:32"}]}}}\
        """,
        TOPIC,
        3);
    bridge.command(
        """
        {"id":"hello","type":"MESSAGE","message":{"data":"aGk=","agent_id":{"value":"%s"},
          "executor_id":{"value":"e"}}}\
        """
            .formatted(Known.AGENT),
        TOPIC,
        4);
    assertThat(bridge.seen().calls("MESSAGE")).hasSize(1);
    TermFixture next = bridge.successor(TermFixture.INFO);
    next.subscribe();
    kill(next, 5);
    assertThat(next.result("hello")).isEqualTo("none");

    // When
    next.reconciled("web", "TASK_UNKNOWN");

    // Then
    assertThat(next.result("hello")).isEqualTo("UNCERTAIN INTERRUPTED");
  }
}
