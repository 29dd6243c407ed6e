package io.mesosbridge.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.testkit.JsonTree;
import org.junit.jupiter.api.Test;

/** Launches that want a number of ports and share an offer of three. */
class SharedPortsTest {

  private static final String OFFER =
      WireTexts.offer("o-1", Known.AGENT)
          .replace(
              "\"resources\":[",
              "\"resources\":[{\"name\":\"ports\",\"type\":\"RANGES\",\"ranges\":{\"range\":["
                  + "{\"begin\":31000,\"end\":31002}]}},");

  private static void launch(TermFixture bridge, String taskId, int ports) {
    bridge.command(
        """
        {"id":"launch-%1$s","type":"LAUNCH","launch":{"task_infos":[
         {"task_id":"%1$s","resources":"cpus:0.1;ports:%2$d"}]}}\
        """
            .formatted(taskId, ports));
  }

  private static String ports(TermFixture bridge, String commandId) {
    byte[] result = bridge.kafka().result(commandId);
    JsonNode ports = JsonTree.read(new String(result, UTF_8)).path("ports");
    return ports.toString();
  }

  @Test
  void eachGetsItsOwnAndTheResultTellsWhich() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    launch(bridge, "a", 2);
    launch(bridge, "b", 2);
    launch(bridge, "c", 1);

    // When
    bridge.event(OFFER);
    bridge.answer("ACCEPT", TermFixture.TAKEN);

    // Then
    assertThat(ports(bridge, "launch-a")).isEqualTo("{\"a\":[31000,31001]}");
    assertThat(ports(bridge, "launch-c")).isEqualTo("{\"c\":[31002]}");
    assertThat(bridge.result("launch-b")).isEqualTo("none");
  }

  @Test
  void aSuccessorTellsThePortsToo() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    launch(bridge, "a", 1);
    bridge.event(OFFER);

    // When
    TermFixture next = bridge.dies();
    next.subscribe();
    next.reconciled("a", "TASK_RUNNING");

    // Then
    assertThat(next.result("launch-a")).isEqualTo("ACCEPTED");
    assertThat(ports(next, "launch-a")).isEqualTo("{\"a\":[31000]}");
  }
}
