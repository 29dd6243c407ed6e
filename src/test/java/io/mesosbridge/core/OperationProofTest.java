package io.mesosbridge.core;

import static io.mesosbridge.core.TermFixture.LOST;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Outgoing.Topic;
import org.junit.jupiter.api.Test;

/** Updates of operations whose id an ACCEPT in doubt names, but which are not its own. */
class OperationProofTest {

  private static final String RESERVE =
      """
      {"id":"accept","type":"ACCEPT","accept":{"offer_ids":["o-1"],"operations":[
      {"type":"RESERVE","id":"r-1","reserve":{"resources":[{"name":"cpus","type":"SCALAR",
      "scalar":{"value":0.1},"reservations":[{"type":"DYNAMIC","role":"web"}]}]}}]}}
      """;

  @Test
  void oneFromBeforeTheCallLeftProvesNothing() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.offer("o-1");
    bridge.hold(Topic.STATE);
    bridge.command(RESERVE);
    bridge.event(
        """
        {"type":"UPDATE_OPERATION_STATUS","update_operation_status":{"status":{"operation_id":
        {"value":"r-1"},"state":"OPERATION_FAILED","agent_id":{"value":"agent-1"},
        "uuid":{"value":"dS0w"}}}}
        """);
    bridge.hold();
    assertThat(bridge.seen().calls("ACCEPT")).hasSize(1);
    bridge.disconnect();
    bridge.answer("ACCEPT", LOST);
    bridge.subscribe();

    // Then
    assertThat(bridge.result("accept")).isEqualTo("none");
  }

  @Test
  void oneOfAnotherAgentProvesNothing() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.offer("o-1");
    bridge.command(RESERVE);
    TermFixture next = bridge.dies();
    next.subscribe();
    next.event(
        """
        {"type":"UPDATE_OPERATION_STATUS","update_operation_status":{"status":{"operation_id":
        {"value":"r-1"},"state":"OPERATION_FAILED","agent_id":{"value":"agent-2"},
        "uuid":{"value":"dS0w"}}}}
        """);

    // Then
    assertThat(next.result("accept")).isEqualTo("none");
  }
}
