package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Outgoing.Topic;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How a task ended is known to whoever leads next, whatever happens to the table. */
class RememberedEndsTest {

  @Test
  void anEndThatIsRepeatedProvesNothingAlthoughTheTableWasMadeAnew() {
    // Given
    TermFixture before = TermFixture.subscribed(Known.running("web", "u-1", "former"));
    before.update("web", "TASK_FINISHED", "u-2");
    before.kafka().forgetEnds();
    before.term().readback().rewriteAll(Topic.TASKS, before.now());
    before.pass(Duration.ofSeconds(1));
    before.launch("web");
    before.offer("o-1");
    assertThat(before.seen().launched()).containsExactly("web");

    // When
    TermFixture bridge = before.dies();
    bridge.subscribe();
    bridge.update("web", "TASK_FINISHED", "u-2");

    // Then
    assertThat(bridge.result("launch-web")).isEqualTo("none");
    assertThat(bridge.seen().acknowledged()).containsExactly("u-2");
  }

  /** A task ended, and was launched again. */
  private static TermFixture relaunched() {
    TermFixture bridge = TermFixture.subscribed(Known.running("web", "u-1", "former"));
    bridge.update("web", "TASK_FINISHED", "u-2");
    bridge.launch("web");
    bridge.offer("o-1");
    bridge.answer("ACCEPT", TermFixture.TAKEN);
    return bridge;
  }

  @Test
  void anEndBeforeTheLastOneThatIsRepeatedProvesNothingEither() {
    // Given
    TermFixture before = relaunched();
    before.masters("web", "TASK_ERROR", "REASON_TASK_INVALID");
    before.command(WireTexts.launch("again", "web"));
    before.offer("o-2");

    // When
    TermFixture bridge = before.dies();
    bridge.subscribe();
    bridge.update("web", "TASK_FINISHED", "u-2");

    // Then
    assertThat(bridge.result("again")).isEqualTo("none");
  }

  @Test
  void whoReadsOfATableMadeAnewNoMoreThanAFormerEndTakesNoUpdateToBeOfThatTask() {
    // Given
    TermFixture bridge = relaunched();
    bridge.kafka().forgetEnds();

    // When
    bridge.term().readback().rewriteAll(Topic.TASKS, bridge.now());

    // Then
    assertThat(bridge.seen().written(Topic.TASKS))
        .filteredOn(write -> write.record().value() == null)
        .last()
        .satisfies(
            tombstone -> {
              assertThat(tombstone.record().id()).isEqualTo("u-2");
              assertThat(tombstone.record().extras().commandId()).isNull();
            });
  }

  @Test
  void whatAnAgentTellsBehindTheEndOfATaskIsOfOneThatAnotherCommandLaunched() {
    // Given
    TermFixture bridge = TermFixture.subscribed(Known.ended("web", "u-2", "former"));

    // When
    bridge.update("web", "TASK_RUNNING", "u-3");

    // Then
    assertThat(bridge.seen().written(Topic.TASK_UPDATES))
        .singleElement()
        .satisfies(update -> assertThat(update.record().extras().commandId()).isNull());
    assertThat(bridge.live("web")).isEqualTo("TASK_RUNNING");
  }

  @Test
  void whatAnAgentTellsOfATaskThatTheMasterAloneCalledLostIsStillOfItsCommand() {
    // Given
    TermFixture bridge = TermFixture.subscribed(Known.running("web", "u-1", "former"));
    bridge.masters("web", "TASK_LOST", "REASON_AGENT_REMOVED");

    // When
    bridge.update("web", "TASK_RUNNING", "u-3");

    // Then
    assertThat(bridge.seen().written(Topic.TASK_UPDATES))
        .extracting(update -> update.record().extras().commandId())
        .containsExactly("former", "former");
  }

  /** The end was told by the master alone, and another leads. */
  private static TermFixture afterEndToCome() {
    TermFixture before = TermFixture.subscribed(Known.running("web", "u-1", "former"));
    before.disconnect();
    before.subscribe();
    before.reconciled("web", "TASK_FINISHED");
    TermFixture bridge = before.dies();
    bridge.subscribe();
    return bridge;
  }

  @Test
  void anEndThatNobodyRepeatsIsWaitedForOnceByALeader() {
    // Given
    TermFixture bridge = afterEndToCome();
    bridge.pass(Duration.ofSeconds(36));
    bridge.disconnect();
    bridge.subscribe();

    // When
    bridge.launch("web");
    bridge.offer("o-1");

    // Then
    assertThat(bridge.seen().launched()).containsExactly("web");
  }

  @Test
  void whatMesosCallsGoneIsNotWaitedForByTheNextLeader() {
    // Given
    TermFixture before = afterEndToCome();
    before.masters("web", "TASK_GONE_BY_OPERATOR", "REASON_SLAVE_REMOVED");
    TermFixture bridge = before.dies();
    bridge.subscribe();

    // When
    bridge.launch("web");
    bridge.offer("o-1");

    // Then
    assertThat(bridge.seen().launched()).containsExactly("web");
  }

  @Test
  void noEndOfAFrameworkThatIsGoneIsToCome() {
    // Given
    TermFixture bridge = afterEndToCome();

    // When
    bridge.term().tasks().removeAll();

    // Then
    assertThat(bridge.seen().written(Topic.TASKS))
        .singleElement()
        .satisfies(
            tombstone -> {
              assertThat(tombstone.record().key()).isEqualTo("web");
              assertThat(tombstone.record().extras().endToCome()).isFalse();
            });
  }

  @Test
  void theEndOfTheTaskBeforeOneThatLivesIsWrittenAgainBeforeItsRow() {
    // Given
    TermFixture bridge = relaunched();
    int before = bridge.seen().written(Topic.TASKS).size();

    // When
    bridge.term().readback().rewriteAll(Topic.TASKS, bridge.now());

    // Then
    assertThat(bridge.seen().written(Topic.TASKS).stream().skip(before))
        .satisfiesExactly(
            end -> assertThat(end.record().id() + end.text()).isEqualTo("u-2null"),
            row -> assertThat(row.at("/state")).isEqualTo("TASK_STAGING"));
    assertThat(bridge.live("web")).isEqualTo("TASK_STAGING");
  }

  /** Somebody's own tombstone has no header that names it. */
  @Test
  void anEndThatNothingNamesIsWrittenAgainAsWell() {
    // Given
    TermFixture bridge = TermFixture.subscribed(Known.ended("web", null, null));

    // When
    bridge.term().readback().rewriteAll(Topic.TASKS, bridge.now());

    // Then
    assertThat(bridge.seen().written(Topic.TASKS))
        .singleElement()
        .satisfies(
            tombstone -> {
              assertThat(tombstone.record().key()).isEqualTo("web");
              assertThat(tombstone.record().id()).isNotEmpty();
              assertThat(tombstone.text()).isEqualTo("null");
            });
  }

  @Test
  void aTaskThatLivesAgainBeforeAnythingWasHeardOfItIsKnownToTheNextLeader() {
    // Given
    TermFixture before = TermFixture.subscribed();
    before.launch("web");
    before.offer("o-1");
    before.answer("ACCEPT", TermFixture.TAKEN);
    before.masters("web", "TASK_LOST", "REASON_AGENT_DISCONNECTED");
    assertThat(before.live("web")).isEqualTo("none");

    // When
    before.reconciled("web", "TASK_STAGING");

    // Then
    assertThat(before.dies().live("web")).isEqualTo("TASK_STAGING");
  }

  @Test
  void theRepetitionOfAnEarlierEndIsNotTheOneThatIsToCome() {
    // Given
    TermFixture bridge = relaunched();
    bridge.update("web", "TASK_RUNNING", "u-3");
    bridge.disconnect();
    bridge.subscribe();
    bridge.reconciled("web", "TASK_FINISHED");
    bridge.command(WireTexts.launch("again", "web"));
    bridge.offer("o-2");

    // When
    bridge.update("web", "TASK_FINISHED", "u-2");
    bridge.pass(Duration.ofSeconds(1));

    // Then
    assertThat(bridge.seen().launched()).containsExactly("web");
    bridge.update("web", "TASK_FINISHED", "u-4");
    bridge.pass(Duration.ofSeconds(1));
    assertThat(bridge.seen().launched()).containsExactly("web", "web");
  }

  @Test
  void theEndOfAStrayThatOnlyTheMasterToldIsWaitedForAsWell() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    Fact row = Known.running("web", "u-1", "former");
    Fact.LogRecord late = new Fact.LogRecord(Topic.TASKS, 0, 100, "web", 0, row);
    assertThat(bridge.term().readback().read(late, 1, bridge.now())).isEmpty();
    bridge.reconciled("web", "TASK_FINISHED");
    bridge.launch("web");
    bridge.offer("o-1");
    bridge.pass(Duration.ofSeconds(1));
    assertThat(bridge.seen().launched()).isEmpty();

    // When
    bridge.update("web", "TASK_FINISHED", "u-2");
    bridge.pass(Duration.ofSeconds(1));

    // Then
    assertThat(bridge.seen().launched()).containsExactly("web");
  }
}
