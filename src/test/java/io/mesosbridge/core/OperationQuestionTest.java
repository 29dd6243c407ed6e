package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Outgoing.Topic;
import org.junit.jupiter.api.Test;

/** A consumer asks for an operation while the bridge does so, since its ACCEPT is in doubt. */
class OperationQuestionTest {

  /** A leader died behind the ACCEPT, and the next one has asked already. */
  private static TermFixture asking() {
    TermFixture bridge = TermFixture.subscribed();
    bridge.offer("o-1");
    bridge.command(
        """
        {"id":"accept","type":"ACCEPT","accept":{"offer_ids":["o-1"],"operations":[
        {"type":"RESERVE","id":"r-1","reserve":{"resources":[{"name":"cpus","type":"SCALAR",
        "scalar":{"value":0.1},"reservations":[{"type":"DYNAMIC","role":"web"}]}]}}]}}
        """);
    TermFixture next = bridge.dies();
    next.subscribe();
    next.command(
        """
        {"id":"ask","type":"RECONCILE_OPERATIONS","reconcile_operations":{"operations":[
        {"operation_id":"r-1","agent_id":"agent-1"}]}}
        """);
    assertThat(next.seen().calls("RECONCILE_OPERATIONS")).hasSize(2);
    return next;
  }

  private static void answered(TermFixture bridge, String state, String message) {
    bridge.event(
        """
        {"type":"UPDATE_OPERATION_STATUS","update_operation_status":{"status":{"operation_id":
        {"value":"r-1"},"state":"%s","agent_id":{"value":"agent-1"},
        "message":"Reconciliation: %s"}}}
        """
            .formatted(state, message));
  }

  @Test
  void itIsToldOnceThoughTheAnswerDecidesNothing() {
    // Given
    TermFixture bridge = asking();

    // When
    answered(bridge, "OPERATION_UNREACHABLE", "Agent is unreachable");
    answered(bridge, "OPERATION_UNREACHABLE", "Agent is unreachable");

    // Then
    assertThat(bridge.seen().written(Topic.OPERATION_UPDATES)).hasSize(1);
    assertThat(bridge.result("accept")).isEqualTo("none");
  }
}
