package io.mesosbridge.core;

import static io.mesosbridge.core.TermFixture.LOST;
import static io.mesosbridge.core.TermFixture.TAKEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Outgoing.Topic;
import org.junit.jupiter.api.Test;

/** Updates of operations whose id several ACCEPTs name, or others than the one in doubt. */
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

  /**
   * An ACCEPT is refused, since its offer is gone, and written once more with another: the result
   * of the first is on its way to Kafka when the operation of the second is told of.
   */
  private static TermFixture writtenAnew() {
    TermFixture bridge = TermFixture.subscribed();
    bridge.hold(Topic.RESULTS);
    bridge.command(RESERVE.replace("\"accept\",", "\"gone\","));
    bridge.offer("o-1");
    bridge.command(RESERVE);
    assertThat(bridge.seen().calls("ACCEPT")).hasSize(1);
    return bridge;
  }

  @Test
  void oneOfAnOperationThatARefusedCommandNamedTooIsKeptByMesosUntilTheResultIsThere() {
    // Given
    TermFixture bridge = writtenAnew();

    // When
    bridge.event(
        """
        {"type":"UPDATE_OPERATION_STATUS","update_operation_status":{"status":{"operation_id":
        {"value":"r-1"},"state":"OPERATION_FINISHED","agent_id":{"value":"agent-1"},
        "uuid":{"value":"dS0w"}}}}
        """);
    bridge.hold(write -> write.record().key().equals("accept"));

    // Then
    assertThat(bridge.result("gone")).isEqualTo("REJECTED UNKNOWN_OFFER");
    assertThat(bridge.seen().calls("ACKNOWLEDGE_OPERATION_STATUS")).isEmpty();
    bridge.answer("ACCEPT", TAKEN);
    bridge.hold();
    assertThat(bridge.result("accept")).isEqualTo("ACCEPTED");
    assertThat(bridge.seen().calls("ACKNOWLEDGE_OPERATION_STATUS")).hasSize(1);
  }

  @Test
  void oneOfAnOperationThatARefusedCommandNamedTooProvesTheOneThatLeft() {
    // Given
    TermFixture bridge = writtenAnew();

    // When
    bridge.event(
        """
        {"type":"UPDATE_OPERATION_STATUS","update_operation_status":{"status":{"operation_id":
        {"value":"r-1"},"state":"OPERATION_ERROR","message":"it does not fit"}}}
        """);
    bridge.disconnect();
    bridge.answer("ACCEPT", LOST);
    bridge.hold();
    bridge.subscribe();

    // Then
    assertThat(bridge.result("accept")).isEqualTo("ACCEPTED");
  }
}
