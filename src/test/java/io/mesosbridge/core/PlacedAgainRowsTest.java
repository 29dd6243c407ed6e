package io.mesosbridge.core;

import static io.mesosbridge.core.PlacedAgainTest.dropWeb;
import static io.mesosbridge.core.PlacedAgainTest.kept;
import static io.mesosbridge.core.PlacedAgainTest.launchWeb;
import static io.mesosbridge.core.PlacedAgainTest.updates;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Outgoing.Topic;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The rows of what was placed again, and what masters answer about them, at a take-over. */
class PlacedAgainRowsTest {

  static final String DISCONNECTED = "REASON_SLAVE_DISCONNECTED";

  private final TermFixture bridge = TermFixture.subscribed();

  private static void readResults(TermFixture next) {
    next.kafka().results().forEach(result -> next.term().readback().read(result, 2, next.now()));
    assertThat(next.term().readback().resultsRead(next.now())).isEmpty();
    next.pass(Duration.ofSeconds(1));
  }

  private void launchTwo() {
    bridge.offer("o-1");
    bridge.command(SeveralPlacedAgainTest.LAUNCH);
    bridge.answer("ACCEPT", TermFixture.TAKEN);
  }

  private void dropTwo() {
    bridge.masters("a", "TASK_DROPPED", DISCONNECTED);
    bridge.masters("b", "TASK_DROPPED", DISCONNECTED);
  }

  /** Of the second launch, Kafka has neither the tombstone nor that of its intent. */
  private void launchAgain() {
    dropWeb(bridge);
    bridge.offer("o-2");
    bridge.hold(Topic.STATE);
    bridge.answer("ACCEPT", TermFixture.TAKEN);
  }

  @Test
  void aTaskThatWasLaunchedAgainKeepsItsRowUnderWhoLeadsNext() {
    // Given
    launchAgain();
    bridge.kafka().readsResults(false);

    // When
    TermFixture next = bridge.dies();
    next.subscribe();
    readResults(next);

    // Then
    assertThat(updates(next)).isEmpty();
    assertThat(next.live("web")).isEqualTo("TASK_STAGING");
    assertThat(kept(next)).isZero();
  }

  @Test
  void soItDoesWhereResultsAreKnownAtOnce() {
    // Given
    launchAgain();
    TermFixture next = bridge.dies();
    next.subscribe();
    next.pass(Duration.ofSeconds(1));

    // When
    next.reconciled("web", "TASK_STAGING");

    // Then
    assertThat(updates(next)).isEmpty();
    assertThat(next.live("web")).isEqualTo("TASK_STAGING");
    assertThat(kept(next)).isZero();
  }

  @Test
  void ofTwoThatWereLaunchedAgainBothKeepTheirRows() {
    // Given
    launchTwo();
    dropTwo();
    bridge.offer("o-2");
    bridge.hold(Topic.STATE);
    bridge.answer("ACCEPT", TermFixture.TAKEN);
    bridge.update("a", "TASK_RUNNING", "u-1");
    bridge.kafka().readsResults(false);

    // When
    TermFixture next = bridge.dies();
    next.subscribe();
    readResults(next);

    // Then
    assertThat(updates(next)).isEmpty();
    assertThat(next.live("a")).isEqualTo("TASK_RUNNING");
    assertThat(next.live("b")).isEqualTo("TASK_STAGING");
  }

  @Test
  void whatAMasterAnswersAboutADropThatWasNotToldIsNoOtherEnd() {
    // Given
    launchWeb(bridge);
    bridge.hold(Topic.TASK_UPDATES);
    bridge.masters("web", "TASK_DROPPED", DISCONNECTED);
    bridge.kafka().readsResults(false);
    TermFixture next = bridge.dies();
    next.subscribe();

    // When
    next.reconciled("web", "TASK_GONE");
    readResults(next);
    next.offer("o-2");

    // Then
    assertThat(updates(next)).containsExactly("DROPPED again");
    assertThat(next.seen().launched()).containsExactly("web");
  }

  @Test
  void norIsItWhereOneOfTwoIsSaidToBeUnreachable() {
    // Given
    launchTwo();
    bridge.hold(Topic.TASK_UPDATES);
    dropTwo();
    bridge.kafka().readsResults(false);
    TermFixture next = bridge.dies();
    next.subscribe();

    // When
    next.reconciled("a", "TASK_UNREACHABLE");
    readResults(next);
    next.reconciled("b", "TASK_GONE");
    next.offer("o-2");

    // Then
    assertThat(updates(next)).containsExactly("DROPPED again", "DROPPED again");
    assertThat(next.seen().launched()).containsExactly("a");
  }

  @Test
  void anAnswerAboutTheSecondTimeIsOne() {
    // Given
    dropWeb(bridge);
    bridge.offer("o-2");
    bridge.hold(Topic.TASKS);
    bridge.answer("ACCEPT", TermFixture.TAKEN);

    // When
    bridge.reconciled("web", "TASK_GONE");
    bridge.hold();

    // Then
    assertThat(updates(bridge)).containsExactly("DROPPED again", "GONE");
    assertThat(bridge.live("web")).isEqualTo("none");
  }

  @Test
  void anAnswerBehindTheWordIsNoOtherEnd() {
    // Given
    launchWeb(bridge);
    bridge.hold(Topic.TASK_UPDATES);
    bridge.masters("web", "TASK_DROPPED", DISCONNECTED);

    // When
    bridge.reconciled("web", "TASK_GONE");
    bridge.hold();
    bridge.offer("o-2");

    // Then
    assertThat(updates(bridge)).containsExactly("DROPPED again");
    assertThat(bridge.seen().launched()).containsExactly("web", "web");
  }

  @Test
  void oneThatExpiresBeforeKafkaHasThatItWasDroppedIsToldAllTheSame() {
    // Given
    bridge.offer("o-1");
    bridge.command(
        WireTexts.launch("launch-web", "web")
            .replaceFirst(",", ",\"expires_at\":\"2030-03-17T17:47:40Z\","));
    bridge.answer("ACCEPT", TermFixture.TAKEN);
    bridge.hold(Topic.TASK_UPDATES);
    bridge.masters("web", "TASK_DROPPED", DISCONNECTED);

    // When
    bridge.pass(Duration.ofMinutes(2));
    bridge.hold();
    bridge.pass(Duration.ofSeconds(2));

    // Then
    assertThat(updates(bridge)).containsExactly("DROPPED again", "DROPPED");
  }
}
