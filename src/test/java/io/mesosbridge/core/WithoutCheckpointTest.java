package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.core.Outgoing.Topic;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A restart of an agent takes the tasks of a framework that does not checkpoint with it. */
class WithoutCheckpointTest {

  @ParameterizedTest
  @CsvSource({"true, REJECTED OFFER_GONE", "false, UNCERTAIN INTERRUPTED"})
  void aTaskThatMesosDoesNotKnowMayHaveBeenLaunchedBeforeItsAgentRestarted(
      boolean checkpoint, String result) {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.offer("o-1");
    bridge.command(
        """
        {"id":"c-1","type":"ACCEPT","accept":{"offer_ids":["o-1"],"operations":[{"type":"LAUNCH",
        "launch":{"task_infos":[{"task_id":"web","command":{"value":"serve"},
        "resources":"cpus:0.1"}]}}]}}
        """);
    ObjectNode info = TermFixture.INFO.deepCopy();
    TermFixture next = bridge.successor(info.put("checkpoint", checkpoint));
    next.comeAgain();
    next.subscribe();

    // When
    next.reconciled("web", "TASK_GONE");

    // Then
    assertThat(next.result("c-1")).isEqualTo(result);
  }

  /** A leader that comes between would take the update of the second for the proof of the first. */
  @Test
  void anIdIsLaunchedAgainOnlyOnceTheUncertainResultOfTheLaunchBeforeIsWritten() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.launch("web");
    bridge.offer("o-1");
    ObjectNode info = TermFixture.INFO.deepCopy();
    TermFixture next = bridge.successor(info.put("checkpoint", false));
    next.hold(Topic.RESULTS);
    next.comeAgain();
    next.subscribe();
    next.reconciled("web", "TASK_GONE");

    // When
    next.command(WireTexts.launch("again", "web"));
    next.offer("o-2");
    next.pass(Duration.ofSeconds(1));

    // Then
    assertThat(next.seen().launched()).isEmpty();
    next.hold();
    assertThat(next.result("launch-web")).isEqualTo("UNCERTAIN INTERRUPTED");
    assertThat(next.seen().launched()).containsExactly("web");
  }
}
