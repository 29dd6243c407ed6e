package io.mesosbridge.core;

import static io.mesosbridge.core.TermFixture.LOST;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A launch that was in doubt, and is placed once more or told to be uncertain. */
class LaunchAfterDoubtTest {

  @Test
  void oneThatIsUncertainIsNotPlacedAgain() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.offer("o-1");
    bridge.command(
        """
        {"id":"c-1","type":"LAUNCH","deadline":"P1D","launch":{"task_infos":[
        {"task_id":"web","command":{"value":"serve"},"resources":"cpus:0.1"}]}}
        """);
    bridge.disconnect();
    bridge.answer("ACCEPT", LOST);
    bridge.subscribe();
    bridge.reconciled("web", "TASK_UNREACHABLE");
    bridge.pass(Duration.ofMinutes(16));
    assertThat(bridge.result("c-1")).isEqualTo("UNCERTAIN INTERRUPTED");

    bridge.masters("web", "TASK_DROPPED", "REASON_SLAVE_DISCONNECTED");
    bridge.offer("o-2");
    bridge.pass(Duration.ofSeconds(1));

    // Then
    assertThat(bridge.seen().launched()).containsExactly("web");
  }

  private static String message(String id) {
    return ("{\"id\":\"%s\",\"type\":\"MESSAGE\",\"message\":{\"agent_id\":\"agent-1\","
            + "\"executor_id\":\"e-1\",\"data\":\"aGk=\"}}")
        .formatted(id);
  }

  private static String group(String id, String task) {
    return ("{\"id\":\"%s\",\"type\":\"LAUNCH_GROUP\",\"deadline\":\"P1D\",\"launch_group\":{"
            + "\"executor\":{\"type\":\"DEFAULT\",\"executor_id\":\"e-1\","
            + "\"resources\":\"cpus:0.1;mem:32\"},"
            + "\"task_group\":{\"tasks\":[{\"task_id\":\"%s\",\"command\":{\"value\":\"serve\"},"
            + "\"resources\":\"cpus:0.1;mem:32\"}]}}}")
        .formatted(id, task);
  }

  @Test
  void noResultWaitsForOneThatIsToBePlacedOnceMore() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.command(group("group", "web"));
    bridge.offer("o-1");
    bridge.command(message("hi"));
    assertThat(bridge.seen().commandCalls()).containsExactly("ACCEPT", "MESSAGE");
    bridge.disconnect();
    bridge.answer("ACCEPT", LOST);
    bridge.answer("MESSAGE", LOST);
    bridge.subscribe();
    assertThat(bridge.result("hi")).isEqualTo("none");

    bridge.reconciled("web", "TASK_LOST");
    bridge.pass(Duration.ofSeconds(1));
    bridge.pass(Duration.ofMinutes(2));

    // Then
    assertThat(bridge.term().commands().standing("group")).hasValue("PLACING");
    assertThat(bridge.result("hi")).isEqualTo("UNCERTAIN INTERRUPTED");
  }
}
