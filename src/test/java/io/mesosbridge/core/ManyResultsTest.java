package io.mesosbridge.core;

import static io.mesosbridge.core.TermFixture.TAKEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.RecordingOutside.Settled;
import io.mesosbridge.core.RecordingOutside.Write;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * A leader subscribes at once, however many results there are; its commands wait until they are
 * read.
 */
class ManyResultsTest {

  private static final Duration LONG = Duration.ofMinutes(5);

  /** Another leads, which has not read the results yet. */
  private static TermFixture successor(TermFixture bridge) {
    bridge.kafka().readsResults(false);
    TermFixture next = bridge.dies();
    next.subscribe();
    return next;
  }

  private static void readResults(TermFixture bridge) {
    bridge.kafka().readsResults(true);
    bridge.kafka().results().forEach(r -> bridge.term().readback().read(r, 2, bridge.now()));
    bridge.kafka().tellResults(bridge.term(), bridge.now());
    bridge.pass(Duration.ZERO);
  }

  /** A KILL that was taken, whose result Kafka has; then another leads. */
  private static TermFixture afterKill() {
    TermFixture bridge = TermFixture.subscribed(Known.running("web", "u-1", "former"));
    bridge.hold(Topic.RESULTS);
    bridge.kill("web");
    bridge.answer("KILL", TAKEN);
    bridge.takeWithoutTelling();
    return successor(bridge);
  }

  /** A launch that was sent, whose intent is not forgotten, although it may have its result. */
  private static TermFixture afterLaunch(boolean hasResult) {
    TermFixture bridge = TermFixture.subscribed();
    bridge.offer("o-1");
    bridge.hold(
        write -> write.record().key().startsWith("command/") && write.record().value() == null);
    bridge.command(
        """
        {"id":"launch-web","type":"LAUNCH","launch":{"offer_ids":["o-1"],"task_infos":[
        {"task_id":"web","command":{"value":"serve"},"resources":"cpus:0.1"}]}}
        """);
    if (hasResult) {
      bridge.answer("ACCEPT", TAKEN);
    }
    return bridge;
  }

  @Test
  void aColdStartSubscribesBeforeTheResultsAreReadAndItsCommandsWait() {
    // Given
    TermFixture former = TermFixture.subscribed(Known.running("web", "u-1", "former"));
    for (int i = 0; i < 500; i++) {
      former.kill("web-" + i);
      former.answer("KILL", TAKEN);
    }
    former.kafka().readsResults(false);

    // When
    TermFixture bridge = former.dies();
    bridge.kill("web");
    bridge.pass(LONG);

    // Then
    assertThat(bridge.seen().subscriptions()).isEqualTo(1);
    bridge.subscribe();
    assertThat(bridge.seen().commandCalls()).isEmpty();
    readResults(bridge);
    assertThat(bridge.seen().sent("KILL", "/kill/task_id/value")).containsExactly("web");
  }

  @Test
  void eventsArePublishedWhileResultsAreRead() {
    // Given
    TermFixture bridge = afterKill();

    // When
    bridge.offer("o-7");
    bridge.update("web", "TASK_RUNNING", "u-2");

    // Then
    assertThat(bridge.seen().written(Topic.OFFERS))
        .extracting(w -> w.record().key())
        .contains("o-7");
    assertThat(bridge.seen().written(Topic.TASK_UPDATES)).hasSize(1);
    assertThat(bridge.seen().calls("ACKNOWLEDGE")).hasSize(1);
  }

  @Test
  void aCommandWaitsAndIsFoundToBeARepeat() {
    // Given
    TermFixture bridge = afterKill();
    bridge.pass(LONG);
    assertThat(bridge.term().commands().waiting()).isEqualTo(1);
    assertThat(bridge.seen().commandCalls()).isEmpty();

    // When
    readResults(bridge);
    bridge.reread();

    // Then
    assertThat(bridge.seen().commandCalls()).isEmpty();
    assertThat(bridge.seen().written(Topic.RESULTS)).isEmpty();
    assertThat(bridge.seen().all(Settled.class)).hasSize(1);
    assertThat(bridge.term().commands().waiting()).isZero();
  }

  @Test
  void aCommandWithoutResultIsCarriedOutThen() {
    // Given
    TermFixture bridge = afterKill();
    bridge.kill("db");

    // When
    readResults(bridge);

    // Then
    assertThat(bridge.seen().sent("KILL", "/kill/task_id/value")).containsExactly("db");
  }

  @Test
  void neitherWhatLapsedNorWhatIsNoCommandIsAnsweredBefore() {
    // Given
    TermFixture bridge = afterKill();

    // When
    bridge.command("{\"id\":\"late\",\"type\":\"REVIVE\",\"expires_at\":\"2030-01-01T00:00:00Z\"}");
    bridge.command("this is no command");
    bridge.pass(LONG);

    // Then
    assertThat(bridge.seen().written(Topic.RESULTS)).isEmpty();
    readResults(bridge);
    assertThat(bridge.result("late")).isEqualTo("REJECTED EXPIRED");
    assertThat(bridge.seen().written(Topic.RESULTS)).hasSize(2);
  }

  @Test
  void aDoubtThatHasItsResultIsNotAnsweredAgain() {
    // Given
    TermFixture bridge = successor(afterLaunch(true));
    bridge.update("web", "TASK_RUNNING", "u-1");
    bridge.pass(LONG);

    // When
    readResults(bridge);

    // Then
    assertThat(bridge.seen().launched()).isEmpty();
    assertThat(bridge.seen().written(Topic.RESULTS)).isEmpty();
    assertThat(bridge.seen().calls("ACKNOWLEDGE")).hasSize(1);
    assertThat(bridge.seen().written(Topic.STATE))
        .extracting(write -> write.record().key() + " " + write.text())
        .contains("command/launch-web null");
  }

  @Test
  void aDoubtIsSettledMeanwhileAndItsResultWrittenThen() {
    // Given
    TermFixture bridge = successor(afterLaunch(false));

    // When
    bridge.update("web", "TASK_RUNNING", "u-1");
    bridge.pass(LONG);

    // Then
    assertThat(bridge.seen().written(Topic.RESULTS)).isEmpty();
    assertThat(bridge.seen().calls("ACKNOWLEDGE")).isEmpty();
    readResults(bridge);
    assertThat(bridge.result("launch-web")).isEqualTo("ACCEPTED");
    assertThat(bridge.seen().calls("ACKNOWLEDGE")).hasSize(1);
  }

  @Test
  void aDoubtThatHasItsResultIsNotRefusedAlthoughMesosKnowsNothingMoreOfIt() {
    // Given
    TermFixture bridge = afterLaunch(true);
    bridge.update("web", "TASK_FINISHED", "u-1");
    bridge.kafka().forgetEnds();
    TermFixture next = successor(bridge);

    // When
    next.reconciled("web", "TASK_UNKNOWN");
    next.pass(LONG);

    // Then
    assertThat(next.seen().written(Topic.RESULTS)).isEmpty();
    readResults(next);
    assertThat(next.seen().written(Topic.RESULTS)).isEmpty();
    assertThat(next.result("launch-web")).isEqualTo("ACCEPTED");
  }

  @Test
  void aDoubtOfASettledCommandIsNotRefusedAlthoughItsResultIsKeptNoLonger() {
    // Given
    TermFixture bridge = afterLaunch(true);
    bridge.update("web", "TASK_FINISHED", "u-1");
    bridge.pass(LONG);
    bridge.kafka().forgetEnds();
    bridge.kafka().forgetResults();
    TermFixture next = successor(bridge);

    // When
    next.reconciled("web", "TASK_UNKNOWN");
    readResults(next);

    // Then
    assertThat(next.seen().written(Topic.RESULTS)).isEmpty();
    assertThat(next.seen().written(Topic.STATE))
        .extracting(write -> write.record().key() + " " + write.text())
        .contains("command/launch-web null");
  }

  @Test
  void whatMesosDoesNotKnowAndHasNoResultIsRefusedThen() {
    // Given
    TermFixture next = successor(afterLaunch(false));

    // When
    next.reconciled("web", "TASK_UNKNOWN");

    // Then
    assertThat(next.seen().written(Topic.RESULTS)).isEmpty();
    readResults(next);
    assertThat(next.result("launch-web")).isEqualTo("REJECTED OFFER_GONE");
  }

  @Test
  void aRefusalOfAFormerLeaderIsToldThen() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.hold(Topic.RESULTS);
    bridge.command(
        "{\"id\":\"use-it\",\"type\":\"DECLINE\",\"decline\":{\"offer_ids\":[\"o-9\"]}}");
    TermFixture next = successor(bridge);
    next.pass(LONG);
    assertThat(next.seen().written(Topic.RESULTS)).isEmpty();

    // When
    readResults(next);

    // Then
    assertThat(next.seen().written(Topic.RESULTS)).extracting(Write::text).hasSize(1);
    assertThat(next.result("use-it")).startsWith("REJECTED");
  }
}
