package io.mesosbridge.core;

import static io.mesosbridge.core.PlacedAgainTest.dropWeb;
import static io.mesosbridge.core.PlacedAgainTest.kept;
import static io.mesosbridge.core.PlacedAgainTest.launchWeb;
import static io.mesosbridge.core.PlacedAgainTest.results;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Fact.LogRecord;
import io.mesosbridge.core.Fact.Place;
import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.StateJson.StateKeys;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A launch that was placed again took effect, and another leads before that was forgotten. */
class PlacedAgainUnderAnotherTest {

  private static final Place PLACE = new Place(0, 90);

  @Test
  void itIsNotLaunchedOnceMoreThoughItIsNotKnownAtFirstWhichCommandsHadTheirResult() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    dropWeb(bridge);
    bridge.offer("o-2");
    bridge.hold(Topic.TASKS);
    bridge.answer("ACCEPT", TermFixture.TAKEN);
    bridge.update("web", "TASK_FINISHED", "u-2");
    bridge.takeWithoutTelling();
    bridge.kafka().readsResults(false);
    TermFixture next = bridge.dies();
    next.subscribe();
    next.offer("o-3");

    // When
    next.kafka().results().forEach(result -> next.term().readback().read(result, 2, next.now()));
    assertThat(next.term().readback().resultsRead(next.now())).isEmpty();
    next.pass(Duration.ofSeconds(1));

    // Then
    assertThat(next.seen().launched()).isEmpty();
    assertThat(kept(next)).isZero();
    assertThat(next.live("web")).isEqualTo("none");
  }

  @Test
  void whatIsCancelledBeforeMesosDropsItIsNotPlacedAgain() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    launchWeb(bridge);
    bridge.command("{\"id\":\"c\",\"type\":\"CANCEL\",\"cancel\":{\"command_id\":\"launch-web\"}}");

    // When
    bridge.masters("web", "TASK_DROPPED", "REASON_SLAVE_DISCONNECTED");
    bridge.offer("o-2");

    // Then
    assertThat(bridge.result("c")).isEqualTo("ACCEPTED");
    assertThat(bridge.seen().launched()).containsExactly("web");
    assertThat(kept(bridge)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "KILL, 'kill-web', '{\"id\":\"kill-web\",\"type\":\"KILL\",\"kill\":{\"task_id\":\"web\"}}'",
    "CANCEL, 'c', '{\"id\":\"c\",\"type\":\"CANCEL\",\"cancel\":{\"command_id\":\"launch-web\"}}'"
  })
  void whatTakesItBackHasItsResultOnceNobodyCanPlaceItAnyMore(
      String type, String id, String command) {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    dropWeb(bridge);
    bridge.hold(Topic.STATE);
    bridge.command(command);
    if (type.equals("KILL")) {
      bridge.answer("KILL", TermFixture.TAKEN);
    }
    long before = results(bridge);

    // When
    bridge.hold();

    // Then
    assertThat(before).isEqualTo(1);
    assertThat(bridge.result(id)).isEqualTo("ACCEPTED");
  }

  @Test
  void soHasAKillThatLeftBeforeTheWordWasKept() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    launchWeb(bridge);
    bridge.hold(write -> write.record().key().startsWith("launch/"));
    bridge.masters("web", "TASK_DROPPED", "REASON_SLAVE_DISCONNECTED");
    bridge.kill("web");
    bridge.answer("KILL", TermFixture.TAKEN);
    long before = results(bridge);

    // When
    bridge.hold();

    // Then
    assertThat(before).isEqualTo(1);
    assertThat(bridge.result("kill-web")).isEqualTo("ACCEPTED");
  }

  @Test
  void itIsNotPlacedThoughTheResultOfTheKillThatTookItBackLandsLate() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    dropWeb(bridge);
    bridge.hold(Topic.STATE, Topic.RESULTS);
    bridge.kill("web");
    bridge.answer("KILL", TermFixture.TAKEN);
    TermFixture next = bridge.dies();

    // When
    lands(next, Topic.STATE, StateKeys.launch("launch-web"), new Fact.LaunchGone("launch-web"));
    lands(next, Topic.RESULTS, "kill-web", new Fact.ResultAt("kill-web", PLACE));
    byte[] result = "{\"command_id\":\"kill-web\",\"outcome\":\"ACCEPTED\"}".getBytes(UTF_8);
    next.term().reread("kill-web", PLACE, result, next.now());
    next.subscribe();
    next.offer("o-2");
    next.pass(Duration.ofSeconds(1));

    // Then
    assertThat(next.seen().launched()).isEmpty();
  }

  @Test
  void itsOwnRecordThatComesAgainWithoutItsResultIsNoOtherCommand() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    dropWeb(bridge);
    bridge.kafka().forgetResults();
    TermFixture next = bridge.dies();
    next.subscribe();

    // When
    next.command(WireTexts.launch("launch-web", "web"), "mesos.commands", 0);
    next.offer("o-2");
    next.answer("ACCEPT", TermFixture.TAKEN);
    next.launch("other");
    next.offer("o-3");

    // Then
    assertThat(next.seen().launched()).containsExactly("web", "other");
    assertThat(next.result("launch-web")).isEqualTo("UNCERTAIN TOO_OLD");
    assertThat(kept(next)).isZero();
  }

  private static void lands(TermFixture bridge, Topic topic, String key, Fact fact) {
    LogRecord late = new LogRecord(topic, 0, PLACE.offset(), key, 1, fact);
    assertThat(bridge.term().readback().read(late, 2, bridge.now())).isEmpty();
  }
}
