package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Outgoing.Topic;
import org.junit.jupiter.api.Test;

/** A task comes back with its agent, perhaps while a launch of its id awaits its intent. */
class ReturningTaskTest {

  private static final String ALONE =
      """
      {"id":"second","type":"LAUNCH","constraints":[["hostname","UNIQUE"]],"launch":{"task_infos":[
      {"task_id":"web-2","command":{"value":"serve"},"resources":"cpus:0.1"}]}}
      """;

  private final TermFixture bridge = TermFixture.subscribed();

  private void returnsBeforeTheCallLeaves() {
    bridge.hold(Topic.STATE);
    bridge.launch("web");
    bridge.offer("o-1");
    bridge.update("web", "TASK_RUNNING", "u-1");
    bridge.hold();
  }

  @Test
  void itsIdIsNotLaunchedOnceMore() {
    // When
    returnsBeforeTheCallLeaves();

    // Then
    assertThat(bridge.seen().launched()).isEmpty();
    assertThat(bridge.result("launch-web")).isEqualTo("REJECTED DUPLICATE_TASK");
    assertThat(bridge.live("web")).isEqualTo("TASK_RUNNING");
  }

  @Test
  void theOfferThatItsLaunchHadTakenGoesBack() {
    // When
    returnsBeforeTheCallLeaves();

    // Then
    assertThat(bridge.seen().calls("DECLINE"))
        .singleElement()
        .satisfies(decline -> assertThat(decline.call().toString()).contains("o-1"));
  }

  private void isBack(String taskId) {
    bridge.masters(taskId, "TASK_RUNNING", "REASON_AGENT_REREGISTERED");
  }

  @Test
  void itsHostIsKnownOnceItsAgentOffersSomething() {
    // Given
    isBack("web-1");

    // When
    bridge.offer("o-1");
    bridge.command(ALONE);
    bridge.update("web-1", "TASK_RUNNING", "u-1");

    // Then
    assertThat(bridge.seen().launched()).isEmpty();
    assertThat(bridge.term().tasks().find("web-1").orElseThrow().hostname()).isEqualTo("host");
  }
}
