package io.mesosbridge.core;

import static io.mesosbridge.core.PlacedAgainRowsTest.DISCONNECTED;
import static io.mesosbridge.core.PlacedAgainTest.dropWeb;
import static io.mesosbridge.core.PlacedAgainTest.updates;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.RecordingOutside.Write;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A KILL, CANCEL or SHUTDOWN between the steps by which a launch is placed again. */
class PlacedAgainTakenBackTest {

  private final TermFixture bridge = TermFixture.subscribed();

  /** One that needs a note of its own before it comes into hand. */
  private void launchLarge() {
    bridge.offer("o-1");
    bridge.command(
        "{\"id\":\"launch-web\",\"type\":\"LAUNCH\",\"launch\":{\"task_infos\":[{\"task_id\":\"web\","
            + "\"resources\":\"cpus:0.1\",\"data\":\"%s\"}]}}".formatted("x".repeat(1_100_000)));
    bridge.answer("ACCEPT", TermFixture.TAKEN);
    bridge.hold(Topic.STATE);
    bridge.masters("web", "TASK_DROPPED", DISCONNECTED);
    bridge.disconnect();
  }

  private void offerTwice() {
    bridge.offer("o-2");
    bridge.pass(Duration.ofSeconds(1));
    bridge.offer("o-3");
  }

  private static boolean isOfLaunch(Write write) {
    return write.record().key().startsWith("launch/");
  }

  private static boolean isNote(Write write) {
    return write.record().key().startsWith("suspect");
  }

  @Test
  void aKillWaitsForTheTombstoneOfTheSecondTime() {
    // Given
    dropWeb(bridge);
    bridge.offer("o-2");
    bridge.hold(PlacedAgainTakenBackTest::isOfLaunch);
    bridge.answer("ACCEPT", TermFixture.TAKEN);
    bridge.masters("web", "TASK_DROPPED", DISCONNECTED);
    bridge.kill("web");
    bridge.answer("KILL", TermFixture.TAKEN);
    List<Write> launches =
        bridge.seen().written(Topic.STATE).stream()
            .filter(PlacedAgainTakenBackTest::isOfLaunch)
            .toList();
    Write last = launches.get(3); // two launches, and a tombstone of each

    // When
    bridge.hold(last::equals);
    String killed = bridge.result("kill-web");
    TermFixture next = bridge.dies();
    next.subscribe();
    next.offer("o-3");

    // Then
    assertThat(last.record().value()).isNull();
    assertThat(killed).isEqualTo("none");
    assertThat(next.seen().launched()).isEmpty();
  }

  @Test
  void aKillTakesBackALargeLaunchThatIsNotInHandYet() {
    // Given
    launchLarge();
    bridge.kill("web");
    bridge.hold(PlacedAgainTakenBackTest::isNote);
    bridge.subscribe();
    List<String> meanwhile = bridge.seen().commandCalls();

    // When
    bridge.hold();
    offerTwice();

    // Then
    assertThat(meanwhile).containsExactly("ACCEPT");
    assertThat(updates(bridge)).containsExactly("DROPPED again", "DROPPED");
    assertThat(bridge.seen().launched()).containsExactly("web");
  }

  @Test
  void aCancelTakesBackALargeLaunchThatIsNotInHandYet() {
    // Given
    launchLarge();
    bridge.command("{\"id\":\"c\",\"type\":\"CANCEL\",\"cancel\":{\"command_id\":\"launch-web\"}}");
    bridge.hold(PlacedAgainTakenBackTest::isNote);
    bridge.subscribe();

    // When
    bridge.hold();
    offerTwice();

    // Then
    assertThat(bridge.seen().launched()).containsExactly("web");
  }

  private static final String GROUP =
      """
      {"id":"launch-web","type":"LAUNCH_GROUP","launch_group":{"executor":{"type":"DEFAULT",
      "executor_id":"pod","resources":"cpus:0.1"},
      "task_group":{"tasks":[{"task_id":"web","resources":"cpus:0.1"}]}}}
      """;

  private static final String TASK_OF_AN_EXECUTOR =
      """
      {"id":"launch-web","type":"LAUNCH","launch":{"task_infos":[{"task_id":"web",
      "resources":"cpus:0.1","executor":{"executor_id":"pod","command":{"value":"run"}}}]}}
      """;

  private static String shutdown(String executorId, String agentId) {
    return """
    {"id":"stop","type":"SHUTDOWN","shutdown":{"executor_id":"%s","agent_id":"%s"}}
    """
        .formatted(executorId, agentId);
  }

  /** An executor is shut down before its agent has got as far as to launch the task. */
  private void dropBehindAShutdown(String launch, String shutdown) {
    bridge.offer("o-1");
    bridge.command(launch);
    bridge.answer("ACCEPT", TermFixture.TAKEN);
    bridge.command(shutdown);
    bridge.answer("SHUTDOWN", TermFixture.TAKEN);
    bridge.update("web", "TASK_DROPPED", "u-1");
    bridge.offer("o-2");
  }

  @ParameterizedTest
  @ValueSource(strings = {GROUP, TASK_OF_AN_EXECUTOR})
  void aShutdownOfTheExecutorTakesItBack(String launch) {
    // When
    dropBehindAShutdown(launch, shutdown("pod", Known.AGENT));

    // Then
    assertThat(bridge.seen().commandCalls()).containsExactly("ACCEPT", "SHUTDOWN");
    assertThat(updates(bridge)).containsExactly("DROPPED");
  }

  @Test
  void aShutdownOfTheExecutorThatAgentsMakeForATaskTakesItBack() {
    // When
    dropBehindAShutdown(WireTexts.launch("launch-web", "web"), shutdown("web", Known.AGENT));

    // Then
    assertThat(updates(bridge)).containsExactly("DROPPED");
  }

  @ParameterizedTest
  @CsvSource({"pod, agent-2", "another, agent-1"})
  void aShutdownOfAnotherExecutorDoesNot(String executorId, String agentId) {
    // When
    dropBehindAShutdown(GROUP, shutdown(executorId, agentId));

    // Then
    assertThat(bridge.seen().commandCalls()).containsExactly("ACCEPT", "SHUTDOWN", "ACCEPT");
    assertThat(updates(bridge)).containsExactly("DROPPED again");
  }

  /** The launch waits for an offer again, and is on no agent. */
  @Test
  void aShutdownBehindTheDropDoesNot() {
    // Given
    bridge.offer("o-1");
    bridge.command(GROUP);
    bridge.answer("ACCEPT", TermFixture.TAKEN);
    bridge.hold(PlacedAgainTakenBackTest::isOfLaunch);
    bridge.update("web", "TASK_DROPPED", "u-1");

    // When
    bridge.command(shutdown("pod", Known.AGENT));
    bridge.answer("SHUTDOWN", TermFixture.TAKEN);
    bridge.hold();
    bridge.offer("o-2");

    // Then
    assertThat(updates(bridge)).containsExactly("DROPPED again");
    assertThat(bridge.seen().commandCalls()).containsExactly("ACCEPT", "SHUTDOWN", "ACCEPT");
  }

  @Test
  void itsTaskIsLaunchedAnewOnlyOnceConsumersKnowThatItIsNotPlacedAgain() {
    // Given
    dropWeb(bridge);
    bridge.hold(Topic.TASK_UPDATES);
    bridge.kill("web");
    bridge.answer("KILL", TermFixture.TAKEN);

    // When
    bridge.command(WireTexts.launch("another", "web"));
    bridge.offer("o-2");

    // Then
    assertThat(bridge.seen().launched()).containsExactly("web");
    bridge.hold();
    assertThat(updates(bridge)).containsExactly("DROPPED again", "DROPPED");
    assertThat(bridge.seen().launched()).containsExactly("web", "web");
  }
}
