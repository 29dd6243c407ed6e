package io.mesosbridge.core;

import static io.mesosbridge.core.PlacedAgainTest.kept;
import static io.mesosbridge.core.PlacedAgainTest.updates;
import static io.mesosbridge.core.TermFixture.TAKEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.RecordingOutside.Write;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Mesos drops a launch without id while another command is in hand to which its writer gave the id
 * that this one has by its position.
 */
class PlacedAgainBesideItsIdTest {

  private static final String DEFAULT_ID = "mesos.commands-0-0";
  private static final String WITHOUT_ID =
      WireTexts.launch("web", "web").replace("\"id\":\"web\",", "");

  private final TermFixture bridge = TermFixture.subscribed();

  private void launchWeb() {
    bridge.offer("o-1");
    bridge.command(WITHOUT_ID);
    bridge.answer("ACCEPT", TAKEN);
  }

  private void dropWeb() {
    bridge.masters("web", "TASK_DROPPED", "REASON_SLAVE_DISCONNECTED");
  }

  private static List<String> resultsOfDb(TermFixture by) {
    return by.seen().written(Topic.RESULTS).stream()
        .map(Write::text)
        .filter(text -> text.contains("\"db\""))
        .toList();
  }

  @Test
  void theOtherGetsItsResult() {
    // Given
    launchWeb();
    bridge.offer("o-2");
    bridge.command(WireTexts.launch(DEFAULT_ID, "db"));

    // When
    dropWeb();
    bridge.answer("ACCEPT", TAKEN);

    // Then
    assertThat(resultsOfDb(bridge)).singleElement().asString().contains("\"ACCEPTED\"");
    assertThat(updates(bridge)).containsExactly("DROPPED");
  }

  @Test
  void soItDoesWhenItCameBeforeTheWordWasKept() {
    // Given
    launchWeb();
    bridge.hold(write -> write.record().key().startsWith("launch/"));
    dropWeb();
    bridge.offer("o-2");
    bridge.command(WireTexts.launch(DEFAULT_ID, "db"));

    // When
    bridge.hold();
    bridge.answer("ACCEPT", TAKEN);

    // Then
    assertThat(resultsOfDb(bridge)).singleElement().asString().contains("\"ACCEPTED\"");
    assertThat(updates(bridge)).containsExactly("DROPPED");
    assertThat(kept(bridge)).isZero();
  }

  @Test
  void soItDoesUnderAnotherLeaderThatDoesNotKnowWhetherItLeft() {
    // Given
    launchWeb();
    bridge.offer("o-2");
    bridge.command(WireTexts.launch(DEFAULT_ID, "db"));
    dropWeb();
    TermFixture next = bridge.dies();
    next.subscribe();

    // When
    next.reconciled("db", "TASK_RUNNING");
    next.pass(Duration.ofMinutes(2));

    // Then
    assertThat(next.seen().launched()).isEmpty();
    assertThat(resultsOfDb(next)).singleElement().asString().contains("\"ACCEPTED\"");
  }

  @Test
  void soItDoesUnderAnotherLeaderThatHasItFromWhatIsKeptAlone() {
    // Given
    launchWeb();
    bridge.command(WireTexts.launch(DEFAULT_ID, "db"));
    bridge.pass(Duration.ofSeconds(4));
    bridge.pass(Duration.ofSeconds(2));
    dropWeb();
    TermFixture next = bridge.dies();
    next.subscribe();

    // When
    next.offer("o-2");
    next.answer("ACCEPT", TAKEN);

    // Then
    assertThat(resultsOfDb(next)).singleElement().asString().contains("\"ACCEPTED\"");
  }
}
