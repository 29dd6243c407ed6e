package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.RecordingOutside.Settled;
import io.mesosbridge.core.RecordingOutside.Write;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A launch that waits for long outlives its leader without holding up the commit. */
class KeptLaunchesTest {

  private static final Duration A_WHILE = Duration.ofSeconds(4);
  private static final String KEY = "launch/launch-web";

  private final TermFixture bridge = TermFixture.subscribed();

  private void launchThatWaits() {
    bridge.launch("web");
    bridge.pass(A_WHILE);
    bridge.pass(Duration.ofSeconds(2)); // what is settled is written
  }

  /** Of the record under the launch's key, in order: kept, or the tombstone. */
  private static List<String> kept(TermFixture by) {
    return by.seen().written(Topic.STATE).stream()
        .map(Write::record)
        .filter(record -> record.key().equals(KEY))
        .map(record -> record.value() == null ? "gone" : "kept")
        .toList();
  }

  private static long settled(TermFixture by) {
    return by.seen().all(Settled.class).size();
  }

  @Test
  void aLaunchThatWaitsForAWhileHoldsUpTheCommitNoLongerThanUntilKafkaHasIt() {
    // Given
    bridge.hold(Topic.STATE);
    launchThatWaits();
    long before = settled(bridge);

    // When
    bridge.hold();

    // Then
    assertThat(before).isZero();
    assertThat(kept(bridge)).containsExactly("kept");
    assertThat(settled(bridge)).isEqualTo(1);
    assertThat(bridge.result("launch-web")).isEqualTo("none");
    bridge.pass(Duration.ofSeconds(2));
    assertThat(bridge.kafka().memory().settled().orElseThrow().below()).isEqualTo(1);
  }

  @Test
  void oneBehindACommandWithoutResultIsNotKeptSinceWhoLeadsNextWouldCarryItOutBeforeThat() {
    // Given
    bridge.kill("web");
    launchThatWaits();
    List<String> before = kept(bridge);

    // When
    bridge.answer("KILL", TermFixture.TAKEN);
    bridge.pass(Duration.ofSeconds(1));

    // Then
    assertThat(before).isEmpty();
    assertThat(kept(bridge)).containsExactly("kept");
  }

  @Test
  void oneThatIsPlacedAtOnceIsNotKept() {
    // Given
    bridge.offer("o-1");

    // When
    bridge.launch("web");
    bridge.answer("ACCEPT", TermFixture.TAKEN);
    bridge.pass(A_WHILE);

    // Then
    assertThat(kept(bridge)).isEmpty();
    assertThat(settled(bridge)).isEqualTo(1);
  }

  @Test
  void itIsForgottenAndItsOffsetPassedOnlyOnce() {
    // Given
    launchThatWaits();

    // When
    bridge.offer("o-1");
    bridge.answer("ACCEPT", TermFixture.TAKEN);

    // Then
    assertThat(bridge.result("launch-web")).isEqualTo("ACCEPTED");
    assertThat(kept(bridge)).containsExactly("kept", "gone");
    assertThat(settled(bridge)).isEqualTo(1);
  }

  @Test
  void whoLeadsNextPlacesItAndForgetsItWithItsResult() {
    // Given
    launchThatWaits();

    // When
    TermFixture next = bridge.dies();
    next.subscribe();
    next.offer("o-2");
    next.answer("ACCEPT", TermFixture.TAKEN);

    // Then
    assertThat(next.seen().launched()).containsExactly("web");
    assertThat(next.result("launch-web")).isEqualTo("ACCEPTED");
    assertThat(kept(next)).containsExactly("gone");
    assertThat(settled(next)).isZero();
  }

  @Test
  void itsDeadlineGoesOnFromWhenItWasReceived() {
    // Given
    launchThatWaits();
    bridge.pass(Duration.ofMinutes(3));

    // When
    TermFixture next = bridge.dies();
    next.subscribe();
    next.pass(Duration.ofSeconds(110));
    String before = next.result("launch-web");
    next.pass(Duration.ofSeconds(10));

    // Then
    assertThat(before).isEqualTo("none");
    assertThat(next.result("launch-web")).isEqualTo("REJECTED NO_FIT");
    assertThat(kept(next)).containsExactly("gone");
  }

  @Test
  void oneWhoseResultIsThereIsOnlyForgotten() {
    // Given
    launchThatWaits();
    bridge.offer("o-1");
    bridge.hold(write -> write.record().key().equals(KEY));
    bridge.answer("ACCEPT", TermFixture.TAKEN);

    // When
    TermFixture next = bridge.dies();
    next.subscribe();
    next.offer("o-2");
    next.reread();

    // Then
    assertThat(next.seen().launched()).isEmpty();
    assertThat(next.result("launch-web")).isEqualTo("ACCEPTED");
    assertThat(kept(next)).containsExactly("gone");
  }

  @Test
  void oneThatAFormerLeaderMayHaveLaunchedIsLookedUpFirst() {
    // Given
    launchThatWaits();
    bridge.offer("o-1");
    TermFixture next = bridge.dies();
    next.subscribe();
    next.offer("o-2");
    List<String> before = next.seen().launched();

    // When
    next.reconciled("web", "TASK_LOST");

    // Then
    assertThat(before).isEmpty();
    assertThat(next.seen().launched()).containsExactly("web");
    next.answer("ACCEPT", TermFixture.TAKEN);
    assertThat(next.result("launch-web")).isEqualTo("ACCEPTED");
    assertThat(kept(next)).containsExactly("gone");
  }

  @Test
  void oneThatAFormerLeaderLaunchedIsNotLaunchedAgain() {
    // Given
    launchThatWaits();
    bridge.offer("o-1");
    TermFixture next = bridge.dies();
    next.subscribe();

    // When
    next.reconciled("web", "TASK_RUNNING");
    next.offer("o-2");
    next.pass(Duration.ofMinutes(1)); // what came before it might come again

    // Then
    assertThat(next.seen().launched()).isEmpty();
    assertThat(next.result("launch-web")).isEqualTo("ACCEPTED");
    assertThat(kept(next)).containsExactly("gone");
  }

  @Test
  void itComesAgainAsARepeatWhereTheCommitCameTooLate() {
    // Given
    launchThatWaits();
    TermFixture next = bridge.dies();
    next.subscribe();

    // When
    next.command(WireTexts.launch("launch-web", "web"), "mesos.commands", 0);
    next.offer("o-2");
    next.answer("ACCEPT", TermFixture.TAKEN);

    // Then
    assertThat(next.seen().launched()).containsExactly("web");
    assertThat(settled(next)).isEqualTo(1);
  }

  @Test
  void aKillOfItsTaskTakesItBackUnderTheNextLeaderToo() {
    // Given
    launchThatWaits();
    TermFixture next = bridge.dies();
    next.subscribe();

    // When
    next.kill("web");
    next.offer("o-2");

    // Then
    assertThat(next.seen().launched()).isEmpty();
    assertThat(next.result("launch-web")).startsWith("REJECTED");
    assertThat(kept(next)).containsExactly("gone");
  }

  @Test
  void oneThatKafkaHasNoRoomForHoldsUpTheCommitAsBefore() {
    // Given
    bridge.hold(Topic.STATE);
    launchThatWaits();

    // When
    bridge.refuse(Topic.STATE, true);
    bridge.hold();
    long before = settled(bridge);
    bridge.offer("o-1");
    bridge.answer("ACCEPT", TermFixture.TAKEN);

    // Then
    assertThat(before).isZero();
    assertThat(settled(bridge)).isEqualTo(1);
  }

  @Test
  void itIsWrittenAgainWhereItsTopicIsMadeAnew() {
    // Given
    launchThatWaits();

    // When
    bridge.term().readback().rewriteAll(Topic.STATE, bridge.now());

    // Then
    assertThat(kept(bridge)).containsExactly("kept", "kept");
  }

  @Test
  void whoStoodByWhenItsTopicWasLostTakesItUpAllTheSame() {
    // Given
    launchThatWaits();
    Memory memory = bridge.kafka().memory();

    // When
    Memory anew = memory.forgotten(1_000, Topic.STATE, "me");

    // Then
    assertThat(anew.launches()).containsOnlyKeys("launch-web");
  }

  @Test
  void manyThatWaitAreKeptSomeAtATime() {
    // Given
    String padding = " ".repeat(400_000);
    for (int i = 0; i < 5; i++) {
      bridge.command(WireTexts.launch("launch-" + i, "task-" + i) + padding);
    }

    // When
    bridge.pass(A_WHILE);
    long first = settled(bridge);
    bridge.pass(Duration.ofSeconds(1));

    // Then
    assertThat(first).isEqualTo(3);
    assertThat(settled(bridge)).isEqualTo(5);
  }
}
