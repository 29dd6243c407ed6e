package io.mesosbridge.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.RecordingOutside.Write;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A launch whose task Mesos dropped before it ran gets another offer. */
class PlacedAgainTest {

  private static final String DISCONNECTED = "REASON_SLAVE_DISCONNECTED";

  private final TermFixture bridge = TermFixture.subscribed();

  static void launchWeb(TermFixture by) {
    by.offer("o-1");
    by.launch("web");
    by.answer("ACCEPT", TermFixture.TAKEN);
  }

  static void dropWeb(TermFixture by) {
    launchWeb(by);
    by.masters("web", "TASK_DROPPED", DISCONNECTED);
  }

  /** In order: what updates said, and whether they said that it is placed again. */
  static List<String> updates(TermFixture by) {
    return by.seen().written(Topic.TASK_UPDATES).stream()
        .map(Write::record)
        .map(update -> state(update) + (update.extras().placedAgain() ? " again" : ""))
        .toList();
  }

  private static String state(Outgoing update) {
    return new String(update.value(), UTF_8).replaceAll("(?s).*\"state\":\"TASK_(\\w+)\".*", "$1");
  }

  static long kept(TermFixture by) {
    return by.kafka().memory().launches().size();
  }

  static long results(TermFixture by) {
    return by.seen().written(Topic.RESULTS).size();
  }

  @ParameterizedTest
  @CsvSource({
    "TASK_DROPPED, REASON_SLAVE_DISCONNECTED",
    "TASK_DROPPED, REASON_INVALID_OFFERS",
    "TASK_DROPPED, REASON_TASK_KILLED_DURING_LAUNCH",
    "TASK_LOST, REASON_INVALID_OFFERS"
  })
  void aTaskThatWasDroppedBeforeItRanIsLaunchedOnAnotherOffer(String state, String reason) {
    // Given
    launchWeb(bridge);
    bridge.masters("web", state, reason);
    String meanwhile = bridge.live("web");

    // When
    bridge.offer("o-2");
    bridge.answer("ACCEPT", TermFixture.TAKEN);
    bridge.update("web", "TASK_RUNNING", "u-1");

    // Then
    assertThat(meanwhile).isEqualTo("none");
    assertThat(bridge.seen().launched()).containsExactly("web", "web");
    assertThat(updates(bridge)).containsExactly(state.substring(5) + " again", "RUNNING");
    assertThat(bridge.live("web")).isEqualTo("TASK_RUNNING");
    assertThat(results(bridge)).isEqualTo(1);
    assertThat(kept(bridge)).isZero();
    assertThat(bridge.kafka().memory().intents()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "TASK_DROPPED, REASON_AGENT_REMOVED",
    "TASK_DROPPED, REASON_SLAVE_REMOVED",
    "TASK_LOST, REASON_SLAVE_DISCONNECTED",
    "TASK_ERROR, REASON_TASK_INVALID",
    "TASK_FAILED, REASON_COMMAND_EXECUTOR_FAILED"
  })
  void anyOtherEndIsLeftToWhoLaunched(String state, String reason) {
    // Given
    launchWeb(bridge);

    // When
    bridge.masters("web", state, reason);
    bridge.offer("o-2");

    // Then
    assertThat(updates(bridge)).containsExactly(state.substring(5));
    assertThat(bridge.seen().launched()).containsExactly("web");
  }

  @Test
  void oneThatWasHeardOfBeforeMayHaveRun() {
    // Given
    launchWeb(bridge);
    bridge.update("web", "TASK_STARTING", "u-1");

    // When
    bridge.update("web", "TASK_DROPPED", "u-2");
    bridge.offer("o-2");

    // Then
    assertThat(updates(bridge)).containsExactly("STARTING", "DROPPED");
    assertThat(bridge.seen().launched()).containsExactly("web");
  }

  @Test
  void theUpdateLeavesAndIsAcknowledgedOnceItsWordIsKept() {
    // Given
    launchWeb(bridge);
    bridge.hold(Topic.STATE);
    bridge.update("web", "TASK_DROPPED", "u-1");
    bridge.update("web", "TASK_DROPPED", "u-1");
    List<String> before = updates(bridge);
    List<String> acknowledged = bridge.seen().acknowledged();

    // When
    bridge.hold();

    // Then
    assertThat(before).isEmpty();
    assertThat(acknowledged).isEmpty();
    assertThat(updates(bridge)).containsExactly("DROPPED again");
    assertThat(bridge.seen().acknowledged()).containsExactly("u-1");
  }

  @Test
  void itIsPlacedAgainAsOftenAsItIsDropped() {
    // Given
    dropWeb(bridge);
    bridge.offer("o-2");
    bridge.answer("ACCEPT", TermFixture.TAKEN);

    // When
    bridge.masters("web", "TASK_DROPPED", DISCONNECTED);
    bridge.offer("o-3");

    // Then
    assertThat(bridge.seen().launched()).containsExactly("web", "web", "web");
    assertThat(updates(bridge)).containsExactly("DROPPED again", "DROPPED again");
  }

  @Test
  void aTaskThatIsDroppedBeforeItsCallIsAnsweredIsPlacedAgainOnceThatHasItsResult() {
    // Given
    bridge.offer("o-1");
    bridge.launch("web");
    bridge.masters("web", "TASK_DROPPED", DISCONNECTED);
    bridge.offer("o-2");
    List<String> before = bridge.seen().launched();

    // When
    bridge.answer("ACCEPT", TermFixture.TAKEN);

    // Then
    assertThat(before).containsExactly("web");
    assertThat(bridge.seen().launched()).containsExactly("web", "web");
    assertThat(bridge.result("launch-web")).isEqualTo("ACCEPTED");
    assertThat(updates(bridge)).containsExactly("DROPPED again");
  }

  @Test
  void whatIsSaidOfTheTaskMeanwhileTakesThatBack() {
    // Given
    launchWeb(bridge);
    bridge.hold(Topic.STATE);
    bridge.masters("web", "TASK_DROPPED", DISCONNECTED);

    // When
    bridge.update("web", "TASK_RUNNING", "u-1");
    bridge.hold();
    bridge.offer("o-2");

    // Then
    assertThat(updates(bridge)).containsExactly("DROPPED", "RUNNING");
    assertThat(bridge.seen().launched()).containsExactly("web");
    assertThat(kept(bridge)).isZero();
  }

  @Test
  void whatFindsNoOfferInTimeIsToldOnceMoreWithoutThatWord() {
    // Given
    dropWeb(bridge);

    // When
    bridge.pass(Duration.ofMinutes(5));
    bridge.offer("o-2");

    // Then
    assertThat(updates(bridge)).containsExactly("DROPPED again", "DROPPED");
    assertThat(bridge.seen().written(Topic.TASK_UPDATES).stream().map(write -> write.record().id()))
        .doesNotHaveDuplicates();
    assertThat(bridge.seen().launched()).containsExactly("web");
    assertThat(results(bridge)).isEqualTo(1);
    assertThat(kept(bridge)).isZero();
  }

  @Test
  void aKillTakesItBack() {
    // Given
    dropWeb(bridge);

    // When
    bridge.kill("web");
    bridge.answer("KILL", TermFixture.TAKEN);
    bridge.offer("o-2");

    // Then
    assertThat(updates(bridge)).containsExactly("DROPPED again", "DROPPED");
    assertThat(bridge.seen().launched()).containsExactly("web");
    assertThat(bridge.result("kill-web")).isEqualTo("ACCEPTED");
  }

  @Test
  void aKillThatLeavesBeforeTheWordIsKeptTakesItBack() {
    // Given
    launchWeb(bridge);
    bridge.hold(write -> write.record().key().startsWith("launch/"));
    bridge.masters("web", "TASK_DROPPED", DISCONNECTED);

    // When
    bridge.kill("web");
    bridge.hold();
    bridge.offer("o-2");

    // Then
    assertThat(updates(bridge)).containsExactly("DROPPED");
    assertThat(bridge.seen().launched()).containsExactly("web");
    assertThat(kept(bridge)).isZero();
  }

  @Test
  void aCancelTakesItBack() {
    // Given
    dropWeb(bridge);

    // When
    bridge.command("{\"id\":\"c\",\"type\":\"CANCEL\",\"cancel\":{\"command_id\":\"launch-web\"}}");
    bridge.offer("o-2");

    // Then
    assertThat(updates(bridge)).containsExactly("DROPPED again", "DROPPED");
    assertThat(bridge.seen().launched()).containsExactly("web");
    assertThat(bridge.result("c")).isEqualTo("ACCEPTED");
  }

  @Test
  void whatThereIsNoRoomToKeepIsNotPlacedAgain() {
    // Given
    TermFixture small =
        TermFixture.configured(
            Map.of("bridge.placement.max-waiting", "1"), new Fact.FrameworkIs(Known.framework()));
    small.subscribe();
    launchWeb(small);
    small.launch("other");
    small.pass(Duration.ofSeconds(4));

    // When
    small.masters("web", "TASK_DROPPED", DISCONNECTED);

    // Then
    assertThat(updates(small)).containsExactly("DROPPED");
  }

  @Test
  void aDropUnderAnAnswerThatGetsLostShowsThatTheLaunchWasTaken() {
    // Given
    bridge.offer("o-1");
    bridge.launch("web");
    bridge.masters("web", "TASK_DROPPED", "REASON_INVALID_OFFERS");
    bridge.disconnect();
    bridge.answer("ACCEPT", TermFixture.LOST);
    bridge.subscribe();
    bridge.offer("o-2");

    // When
    bridge.reconciled("web", "TASK_DROPPED");
    bridge.answer("ACCEPT", TermFixture.TAKEN);
    bridge.update("web", "TASK_RUNNING", "u-1");

    // Then
    assertThat(bridge.seen().launched()).containsExactly("web", "web");
    assertThat(updates(bridge)).containsExactly("DROPPED again", "RUNNING");
    assertThat(bridge.result("launch-web")).isEqualTo("ACCEPTED");
  }
}
