package io.mesosbridge.core;

import static io.mesosbridge.core.PlacedAgainTest.dropWeb;
import static io.mesosbridge.core.PlacedAgainTest.kept;
import static io.mesosbridge.core.PlacedAgainTest.launchWeb;
import static io.mesosbridge.core.PlacedAgainTest.results;
import static io.mesosbridge.core.PlacedAgainTest.updates;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.RecordingOutside.Write;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Take-overs, repeats and questions around a launch that is placed again. */
class PlacedAgainInTroubleTest {

  private static final String DISCONNECTED = "REASON_SLAVE_DISCONNECTED";

  private final TermFixture bridge = TermFixture.subscribed();

  @Test
  void whoLeadsNextKeepsTheWord() {
    // Given
    dropWeb(bridge);

    // When
    TermFixture next = bridge.dies();
    next.subscribe();
    next.offer("o-2");
    next.answer("ACCEPT", TermFixture.TAKEN);

    // Then
    assertThat(next.seen().launched()).containsExactly("web");
    assertThat(updates(next)).isEmpty();
    assertThat(results(next)).isZero();
    assertThat(kept(next)).isZero();
    assertThat(next.live("web")).isEqualTo("TASK_STAGING");
  }

  @Test
  void whoLeadsNextPublishesTheUpdateThatHadNotLeft() {
    // Given
    launchWeb(bridge);
    bridge.hold(Topic.TASK_UPDATES);
    bridge.masters("web", "TASK_DROPPED", DISCONNECTED);

    // When
    TermFixture next = bridge.dies();
    next.subscribe();
    next.offer("o-2");

    // Then
    assertThat(updates(next)).containsExactly("DROPPED again");
    assertThat(next.seen().launched()).containsExactly("web");
  }

  @Test
  void itsAgentRepeatsTheUpdateToWhoLeadsNextBeforeThatKnowsWhichCommandsHadTheirResult() {
    // Given
    launchWeb(bridge);
    bridge.hold(Topic.TASK_UPDATES);
    bridge.update("web", "TASK_DROPPED", "u-1");

    // When
    bridge.kafka().readsResults(false);
    TermFixture next = bridge.dies();
    next.subscribe();
    next.update("web", "TASK_DROPPED", "u-1");

    // Then
    assertThat(updates(next)).containsExactly("DROPPED again");
  }

  @Test
  void aDropThatProvesADoubtfulSecondLaunchIsNotTheFormerOne() {
    // Given
    dropWeb(bridge);
    bridge.offer("o-2");
    bridge.answer("ACCEPT", TermFixture.LOST);
    bridge.disconnect();
    bridge.subscribe();
    bridge.hold(Topic.TASKS);

    // When
    bridge.update("web", "TASK_DROPPED", "u-2");
    bridge.masters("web", "TASK_ERROR", "REASON_TASK_INVALID");
    bridge.hold();

    // Then
    assertThat(updates(bridge)).containsExactly("DROPPED again", "DROPPED", "ERROR");
    assertThat(kept(bridge)).isZero();
  }

  @Test
  void oneThatAFormerLeaderMayHavePlacedAgainIsLookedUpFirst() {
    // Given
    dropWeb(bridge);
    bridge.offer("o-2");
    TermFixture next = bridge.dies();
    next.subscribe();
    next.offer("o-3");
    List<String> before = next.seen().launched();

    // When
    next.reconciled("web", "TASK_RUNNING");

    // Then
    assertThat(before).isEmpty();
    assertThat(next.seen().launched()).isEmpty();
    assertThat(results(next)).isZero();
    assertThat(next.live("web")).isEqualTo("TASK_RUNNING");
    assertThat(kept(next)).isZero();
    assertThat(next.kafka().memory().intents()).isEmpty();
  }

  @Test
  void oneThatAFormerLeaderDidNotPlaceAgainIsPlacedByTheNext() {
    // Given
    dropWeb(bridge);
    bridge.offer("o-2");
    TermFixture next = bridge.dies();
    next.subscribe();
    next.offer("o-3");

    // When
    next.reconciled("web", "TASK_GONE");
    next.answer("ACCEPT", TermFixture.TAKEN);

    // Then
    assertThat(next.seen().launched()).containsExactly("web");
    assertThat(results(next)).isZero();
    assertThat(kept(next)).isZero();
  }

  @Test
  void itIsForgottenOnlyOnceThatIsTold() {
    // Given
    dropWeb(bridge);
    bridge.hold(Topic.TASK_UPDATES);
    bridge.pass(Duration.ofMinutes(5));

    // When
    TermFixture next = bridge.dies();
    next.subscribe();
    next.pass(Duration.ofSeconds(1));

    // Then
    assertThat(updates(next)).containsExactly("DROPPED");
    assertThat(next.seen().launched()).isEmpty();
    assertThat(kept(next)).isZero();
  }

  @Test
  void whatRepeatsTheCommandMeanwhileGetsItsResult() {
    // Given
    dropWeb(bridge);

    // When
    bridge.launch("web");
    bridge.reread();
    bridge.offer("o-2");

    // Then
    assertThat(results(bridge)).isEqualTo(2);
    assertThat(bridge.seen().launched()).containsExactly("web", "web");
  }

  @Test
  void whatIsReconciledWhileTheDropIsHeldIsNoNews() {
    // Given
    launchWeb(bridge);
    bridge.hold(Topic.STATE);
    bridge.update("web", "TASK_DROPPED", "u-1");

    // When
    bridge.reconciled("web", "TASK_DROPPED");
    bridge.hold();

    // Then
    assertThat(updates(bridge)).containsExactly("DROPPED again");
  }

  @Test
  void aTaskThatWasKilledIsNotPlacedAgainThoughMesosDroppedItBeforeItHeardOfThat() {
    // Given
    launchWeb(bridge);
    bridge.kill("web");

    // When
    bridge.masters("web", "TASK_DROPPED", DISCONNECTED);
    bridge.answer("KILL", TermFixture.TAKEN);
    bridge.offer("o-2");

    // Then
    assertThat(updates(bridge)).containsExactly("DROPPED");
    assertThat(bridge.seen().launched()).containsExactly("web");
    assertThat(kept(bridge)).isZero();
  }

  @Test
  void whatIsToldLateNamesTheEventThatToldIt() {
    // Given
    launchWeb(bridge);
    bridge.hold(Topic.STATE);
    bridge.masters("web", "TASK_DROPPED", DISCONNECTED);

    // When
    bridge.masters("web", "TASK_UNKNOWN", DISCONNECTED);

    // Then
    List<Outgoing> updates =
        bridge.seen().written(Topic.TASK_UPDATES).stream().map(Write::record).toList();
    assertThat(updates).hasSize(2).extracting(Outgoing::id).doesNotHaveDuplicates();
    long dropped = updates.get(0).source().sequence();
    assertThat(updates.get(1).source().sequence()).isEqualTo(dropped + 1);
  }

  @Test
  void whatIsDroppedBehindItsDeadlineIsLeftToWhoLaunched() {
    // Given
    launchWeb(bridge);
    bridge.pass(Duration.ofMinutes(5));

    // When
    bridge.masters("web", "TASK_DROPPED", DISCONNECTED);

    // Then
    assertThat(updates(bridge)).containsExactly("DROPPED");
  }

  @Test
  void whatAnotherAgentSaysOfATaskOfThatIdChangesNothing() {
    // Given
    launchWeb(bridge);
    bridge.event(WireTexts.update("web", "TASK_DROPPED", "another-agent", "uuid", "u-0"));

    // When
    bridge.update("web", "TASK_DROPPED", "u-1");

    // Then
    assertThat(updates(bridge)).containsExactly("DROPPED", "DROPPED again");
  }

  @Test
  void aDropThatSaysTooMuchToBeKeptIsLeftToWhoLaunched() {
    // Given
    launchWeb(bridge);

    // When
    String update = WireTexts.update("web", "TASK_DROPPED", Known.AGENT, "uuid", "u-1");
    bridge.event(update.replace("\"state\"", "\"data\":\"" + "R".repeat(70_000) + "\",\"state\""));

    // Then
    assertThat(updates(bridge)).containsExactly("DROPPED");
  }

  @Test
  void aDropThatIsHeldWhenTheFrameworkGoesIsHeldNoLonger() {
    // Given
    launchWeb(bridge);
    bridge.hold(write -> write.record().key().startsWith("launch/"));
    bridge.masters("web", "TASK_DROPPED", DISCONNECTED);
    bridge.command("{\"id\":\"t\",\"type\":\"TEARDOWN\"}");

    // When
    bridge.answer("TEARDOWN", TermFixture.TAKEN);
    bridge.hold();

    // Then
    assertThat(updates(bridge)).isEmpty();
    assertThat(kept(bridge)).isZero();
  }

  @Test
  void aTeardownEndsItToo() {
    // Given
    dropWeb(bridge);

    // When
    bridge.command("{\"id\":\"t\",\"type\":\"TEARDOWN\"}");
    bridge.answer("TEARDOWN", TermFixture.TAKEN);

    // Then
    assertThat(updates(bridge)).containsExactly("DROPPED again", "DROPPED");
    assertThat(kept(bridge)).isZero();
  }
}
