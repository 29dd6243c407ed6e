package io.mesosbridge.core;

import static io.mesosbridge.core.TermFixture.TAKEN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Fact.LogRecord;
import io.mesosbridge.core.Fact.Place;
import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.RecordingOutside.Reread;
import io.mesosbridge.core.RecordingOutside.Settled;
import io.mesosbridge.core.RecordingOutside.Write;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A result of a former leader that lands late is not the last one of its command. */
class LateResultTest {

  private static void lands(TermFixture bridge, long offset) {
    lands(bridge, offset, 0);
  }

  private static void lands(TermFixture bridge, long offset, long epoch) {
    lands(bridge, "kill-web", offset, epoch);
  }

  private static void lands(TermFixture bridge, String commandId, long offset, long epoch) {
    Fact result = new Fact.ResultAt(commandId, new Place(0, offset));
    LogRecord late = new LogRecord(Topic.RESULTS, 0, offset, commandId, epoch, result);
    bridge.term().readback().read(late, 9, bridge.now());
  }

  /** A KILL that the master took; its result has the offset 0. */
  private static TermFixture killed() {
    TermFixture bridge = TermFixture.subscribed(Known.running("web", "u-1", "former"));
    bridge.hold(Topic.RESULTS);
    bridge.kill("web");
    bridge.answer("KILL", TAKEN);
    return bridge;
  }

  private static void assertThatTheResultWasWrittenTwice(TermFixture bridge) {
    assertThat(bridge.seen().written(Topic.RESULTS)).hasSize(2);
    assertThat(bridge.seen().written(Topic.RESULTS))
        .extracting(Write::text)
        .containsOnly(text(bridge));
    assertThat(bridge.seen().written(Topic.RESULTS))
        .extracting(write -> write.record().key())
        .containsOnly("kill-web");
  }

  private static String text(TermFixture bridge) {
    return bridge.seen().written(Topic.RESULTS).get(0).text();
  }

  @Test
  void theRightfulResultIsWrittenBehindIt() {
    // Given
    TermFixture bridge = killed();
    bridge.hold();

    // When
    lands(bridge, 1);
    bridge.reread();

    // Then
    assertThatTheResultWasWrittenTwice(bridge);
  }

  @ParameterizedTest
  @CsvSource({"4,5,0", "5,5,0", "5,4,1"})
  void ofTwoLateOnesThatOfTheLaterLeaderCountsWhenThereIsNoOther(
      long first, long second, int writtenAgain) {
    // Given
    TermFixture bridge = TermFixture.subscribed();

    // When
    lands(bridge, 10, first);
    lands(bridge, 11, second);

    // Then
    assertThat(bridge.seen().all(Reread.class)).hasSize(writtenAgain);
  }

  @Test
  void theSameWhenItIsReadBeforeTheRightfulOneIsConfirmed() {
    // Given
    TermFixture bridge = killed();

    // When
    lands(bridge, 1);
    bridge.hold();
    bridge.reread();

    // Then
    assertThatTheResultWasWrittenTwice(bridge);
  }

  @Test
  void twoReadsOfOneCommandThatAreUnderWayAreToldApartAndTheRightfulResultIsTheLast() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    lands(bridge, 10, 4);
    bridge.kill("web"); // repeats it: what stands at 10 is read
    lands(bridge, 11, 5);
    lands(bridge, 12, 4); // late: what stands at 11 is to be written behind it

    // When
    read(bridge, 10, "UNCERTAIN");
    read(bridge, 11, "ACCEPTED");
    read(bridge, 11, "ACCEPTED");

    // Then
    assertThat(bridge.seen().all(Reread.class))
        .extracting(reread -> reread.place().offset())
        .containsExactly(10L, 11L, 11L);
    assertThat(bridge.seen().written(Topic.RESULTS))
        .hasSize(2)
        .extracting(write -> write.at("/outcome"))
        .containsOnly("ACCEPTED");
  }

  private static void read(TermFixture bridge, long offset, String outcome) {
    String result = "{\"command_id\":\"kill-web\",\"outcome\":\"" + outcome + "\"}";
    bridge.term().reread("kill-web", new Place(0, offset), result.getBytes(UTF_8), bridge.now());
  }

  @Test
  void aCommandThatHasNotLeftHasTheOneThatLandsMeanwhile() {
    // Given
    TermFixture bridge = unsubscribed();
    bridge.kill("web");
    bridge.command(WireTexts.kill("kill-web", "web")); // once more

    // When
    lands(bridge, 10);
    read(bridge, 10, "ACCEPTED");
    bridge.subscribe();

    // Then
    assertThat(bridge.seen().commandCalls()).isEmpty();
    assertThat(bridge.seen().written(Topic.RESULTS)).extracting(Write::text).hasSize(2);
    assertThat(bridge.seen().all(Settled.class)).hasSize(2);
  }

  @Test
  void aCommandThatHasNotLeftIsCarriedOutWhenTheOneThatLandedIsGoneAgain() {
    // Given
    TermFixture bridge = unsubscribed();
    bridge.kill("web");

    // When
    lands(bridge, 10);
    bridge.reread();
    bridge.subscribe();

    // Then
    assertThat(bridge.seen().commandCalls()).containsExactly("KILL");
  }

  @Test
  void aKillThatWaitsForALaunchIsSentWhateverLands() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.offer("o-1");
    bridge.launch("web");
    bridge.kill("web");

    // When
    lands(bridge, 10);
    bridge.answer("ACCEPT", TAKEN);

    // Then
    assertThat(bridge.seen().commandCalls()).containsExactly("ACCEPT", "KILL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SUPPRESS", "REVIVE", "TEARDOWN"})
  void whatChangesWhatTheBridgeKeepsIsCarriedOutWhateverLands(String type) {
    // Given
    TermFixture bridge = unsubscribed();
    bridge.command("{\"id\":\"kill-web\",\"type\":\"%s\"}".formatted(type));

    // When
    lands(bridge, 10);
    read(bridge, 10, "ACCEPTED");
    bridge.subscribe();

    // Then
    assertThat(bridge.seen().commandCalls()).containsExactly(type);
  }

  private static TermFixture unsubscribed() {
    return TermFixture.with(
        new Fact.FrameworkIs(Known.framework()), Known.running("web", "u-1", "former"));
  }

  @Test
  void oneThatLandedBeforeTheRightfulOneHarmsNothing() {
    // Given
    TermFixture bridge = killed();

    // When
    lands(bridge, -1);
    bridge.hold();

    // Then
    assertThat(bridge.seen().written(Topic.RESULTS)).hasSize(1);
    assertThat(bridge.seen().all(RecordingOutside.Reread.class)).isEmpty();
  }

  @Test
  void ofACommandThatIsBeingCarriedOutNoneButItsOwnIsWrittenBehindThem() {
    // Given
    TermFixture bridge = TermFixture.subscribed(Known.running("web", "u-1", "former"));
    bridge.kill("web");

    // When
    lands(bridge, -2, 5);
    lands(bridge, -1, 4);
    bridge.answer("KILL", TAKEN);

    // Then
    assertThat(bridge.seen().all(Reread.class)).isEmpty();
    assertThat(bridge.seen().written(Topic.RESULTS)).hasSize(1);
  }

  @Test
  void theSameWhenOneLandsBehindItsOwn() {
    // Given
    TermFixture bridge = TermFixture.subscribed(Known.running("web", "u-1", "former"));
    bridge.hold(Topic.RESULTS);
    bridge.kill("web");
    lands(bridge, -2, 5);
    bridge.answer("KILL", TAKEN);

    // When
    lands(bridge, 1, 4);
    bridge.hold();
    bridge.reread();

    // Then
    assertThatTheResultWasWrittenTwice(bridge);
  }

  @Test
  void thatOfALaunchWhichIsPlacedAgainIsWrittenBehindOneThatLands() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    PlacedAgainTest.dropWeb(bridge);

    // When
    lands(bridge, "launch-web", 1, 0);
    bridge.reread();

    // Then
    assertThat(PlacedAgainTest.results(bridge)).isEqualTo(2);
  }
}
