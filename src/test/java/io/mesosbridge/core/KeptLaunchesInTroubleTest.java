package io.mesosbridge.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.RecordingOutside.Reread;
import io.mesosbridge.core.RecordingOutside.Settled;
import io.mesosbridge.core.RecordingOutside.Write;
import io.mesosbridge.core.command.CommandRecord.Position;
import io.mesosbridge.core.command.KeptLaunch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Launches that are kept while topics are made anew, results do not get through, and leaders die.
 */
class KeptLaunchesInTroubleTest {

  private static final long T0 = 1_900_000_000_000L;
  private static final String WITHOUT_ID =
      WireTexts.launch("web", "web").replace("\"id\":\"web\",", "");

  private static Fact kept(String id, String topicId, long offset, String json) {
    byte[] value = json.getBytes(UTF_8);
    return new Fact.LaunchKept(
        new KeptLaunch(id, topicId, at(offset, json), instant(), null, null, Map.of(), value, null),
        true);
  }

  private static Position at(long offset, String json) {
    return Position.of("mesos.commands", 0, offset, T0, json.getBytes(UTF_8));
  }

  private static String instant() {
    return Instant.ofEpochMilli(T0).toString();
  }

  private static TermFixture configured(String key, String value, Fact... facts) {
    List<Fact> all = new ArrayList<>(List.of(facts));
    all.add(new Fact.FrameworkIs(Known.framework()));
    TermFixture bridge = TermFixture.configured(Map.of(key, value), all.toArray(Fact[]::new));
    bridge.subscribe();
    return bridge;
  }

  private static void pass(TermFixture bridge, int seconds) {
    for (int i = 0; i < seconds; i++) {
      bridge.pass(Duration.ofSeconds(1));
    }
  }

  private static boolean isTombstone(Write write, String prefix) {
    return write.record().topic() == Topic.STATE
        && write.record().key().startsWith(prefix)
        && write.record().value() == null;
  }

  @Test
  void twoOfDifferentFormerTopicsAtOneOffsetArePlacedBoth() {
    // Given
    TermFixture bridge =
        TermFixture.subscribed(
            kept("c-1", "t-00", 7, WireTexts.launch("c-1", "a")),
            kept("c-2", "t-0", 7, WireTexts.launch("c-2", "b")));

    // When
    bridge.offer("o-1");
    bridge.answer("ACCEPT", TermFixture.TAKEN);

    // Then
    assertThat(bridge.result("c-1")).isEqualTo("ACCEPTED");
    assertThat(bridge.result("c-2")).isEqualTo("ACCEPTED");
  }

  @Test
  void theIntentOfOneOfAFormerTopicComesBeforeAllOfThisOne() {
    // Given
    TermFixture bridge =
        TermFixture.subscribed(kept("k", "t-0", 500, WireTexts.launch("k", "web")));
    bridge.offer("o-1");
    TermFixture next = bridge.dies();
    next.subscribe();

    // When
    next.command(WireTexts.launch("other", "web"), "mesos.commands", 3);
    next.reconciled("web", "TASK_RUNNING");
    pass(next, 2);

    // Then
    assertThat(next.result("other")).isEqualTo("REJECTED DUPLICATE_TASK");
  }

  @Test
  void oneThatIsPoisonIsToldUnderItsOwnIdAndForgotten() {
    // Given
    String json = WireTexts.launch("a", "web");
    String name = at(7, json).identity("mesos.commands-0-7");

    // When
    TermFixture bridge =
        TermFixture.subscribed(kept("a", "t-1", 7, json), new Fact.Suspected(name, null, 2));

    // Then
    assertThat(bridge.result("a")).isEqualTo("UNCERTAIN INTERNAL");
    assertThat(bridge.kafka().memory().launches()).isEmpty();
  }

  @Test
  void oneWhoseDeadlinePassedWhileNobodyLedIsNotPlaced() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.launch("web");
    pass(bridge, 5);
    TermFixture next = bridge.dies();
    pass(next, 3_600);

    // When
    next.subscribe();
    next.offer("o-1");

    // Then
    assertThat(next.seen().launched()).isEmpty();
    assertThat(next.result("launch-web")).isEqualTo("REJECTED NO_FIT");
  }

  @Test
  void oneThatExpiresWaitsNoLonger() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    String at = Instant.ofEpochMilli(T0 + 30_000).toString();
    bridge.command(
        WireTexts.launch("a", "web").replace("\"id\"", "\"expires_at\":\"" + at + "\",\"id\""));

    // When
    pass(bridge, 35);
    bridge.offer("o-1");

    // Then
    assertThat(bridge.seen().launched()).isEmpty();
    assertThat(bridge.result("a")).isEqualTo("REJECTED EXPIRED");
    assertThat(bridge.kafka().memory().launches()).isEmpty();
  }

  @Test
  void noMoreAreKeptThanMayWaitThoughTheirResultsDoNotGetThrough() {
    // Given
    TermFixture bridge = configured("bridge.placement.max-waiting", "10");
    bridge.hold(Topic.RESULTS);

    // When
    for (int i = 0; i < 30; i++) {
      bridge.command(
          WireTexts.launch("x" + i, "x" + i).replace("\"id\"", "\"deadline\":\"PT5S\",\"id\""));
      pass(bridge, 1);
    }

    // Then
    assertThat(bridge.kafka().memory().launches()).hasSize(10);
    assertThat(bridge.seen().all(Settled.class)).hasSize(10);
  }

  @Test
  void theRowOfOneThatThereWasNoRoomToKeepIsBuriedAllTheSame() {
    // Given
    TermFixture bridge = configured("bridge.placement.max-waiting-bytes", "100");
    bridge.launch("web");
    pass(bridge, 5);

    // When
    bridge.offer("o-1");
    bridge.answer("ACCEPT", TermFixture.TAKEN);

    // Then
    assertThat(bridge.kafka().memory().launches()).isEmpty();
    assertThat(bridge.seen().written(Topic.LAUNCHES))
        .extracting(row -> row.record().value() == null)
        .containsExactly(false, true);
  }

  @Test
  void thoseThatAreOverMaxWaitingAreAnswered() {
    // When
    TermFixture bridge =
        configured(
            "bridge.placement.max-waiting",
            "1",
            kept("a", "t-1", 1, WireTexts.launch("a", "a")),
            kept("b", "t-1", 2, WireTexts.launch("b", "b")));

    // Then
    assertThat(bridge.result("a")).isEqualTo("none");
    assertThat(bridge.result("b")).isEqualTo("REJECTED NO_FIT");
    assertThat(bridge.kafka().memory().launches()).containsOnlyKeys("a");
  }

  @Test
  void aLeaderThatDiesBetweenItsTombstonesLeavesNoDoubt() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.launch("web");
    pass(bridge, 6);
    bridge.offer("o-1");
    List<String> first = new ArrayList<>();
    bridge.hold(
        write -> {
          boolean is = isTombstone(write, "");
          if (is && first.isEmpty()) {
            first.add(write.record().key());
          }
          return is && !first.contains(write.record().key());
        });
    bridge.answer("ACCEPT", TermFixture.TAKEN);
    bridge.update("web", "TASK_FINISHED", "u-2");
    bridge.kafka().forgetResults();

    // When
    TermFixture next = bridge.dies();
    next.subscribe();
    next.offer("o-2");

    // Then
    assertThat(next.seen().launched()).isEmpty();
  }

  @Test
  void whatIsFoundOutOfAFormerCommandOfItsDefaultIdDoesNotForgetIt() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.hold(write -> write.record().key().equals("commands"));
    bridge.command(WITHOUT_ID);
    pass(bridge, 6);
    bridge.offer("o-1");
    bridge.hold(write -> write.record().key().equals("commands") || isTombstone(write, "launch/"));
    bridge.answer("ACCEPT", TermFixture.TAKEN);
    TermFixture next = bridge.dies();
    next.subscribe();
    next.command(WITHOUT_ID.replace("web", "web2"), "mesos.commands", 0);
    pass(next, 6);

    // When
    Reread read = next.seen().all(Reread.class).get(0);
    next.term().reread(read.commandId(), read.place(), next.kafka().resultAt(read), next.now());
    pass(next, 1);

    // Then
    assertThat(next.kafka().memory().launches()).hasSize(1);
  }

  @Test
  void aKillWhoseResultIsNotWrittenComesBeforeTheLaunchBehindItAlsoUnderWhoLeadsNext() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.hold(Topic.RESULTS);
    bridge.kill("web");
    bridge.answer("KILL", TermFixture.TAKEN);
    bridge.launch("web");
    pass(bridge, 5);

    // When
    TermFixture next = bridge.successor(TermFixture.INFO);
    next.subscribe();
    next.offer("o-2");
    List<String> launched = next.seen().launched();
    next.comeAgain();

    // Then
    assertThat(launched).isEmpty();
    assertThat(next.seen().calls("KILL")).hasSize(1);
    assertThat(next.seen().launched()).containsExactly("web");
  }
}
