package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.testkit.JsonTree;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Launches without offers of tasks that name the agent which they are for. */
class NamedAgentTest {

  private static final String OFFERS =
      """
      {"type":"OFFERS","offers":{"offers":[
       {"id":{"value":"o-1"},"agent_id":{"value":"agent-1"},"hostname":"a",
        "allocation_info":{"role":"web"},"resources":[
        {"name":"cpus","type":"SCALAR","scalar":{"value":1}}]},
       {"id":{"value":"o-2"},"agent_id":{"value":"agent-2"},"hostname":"b",
        "allocation_info":{"role":"web"},"resources":[
        {"name":"cpus","type":"SCALAR","scalar":{"value":8}}]}]}}""";

  private static String launch(String agentId) {
    return """
        {"type":"LAUNCH","launch":{"task_infos":[
         {"task_id":"a","agent_id":%s,"resources":"cpus:1"}]}}"""
        .formatted(agentId);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"agent-1\"", "\"agent-2\"", "{\"value\":\"agent-2\"}"})
  void aTaskIsPlacedOnTheAgentThatItNames(String agentId) {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.command(launch(agentId));

    // When
    bridge.event(OFFERS);
    bridge.answer("ACCEPT", TermFixture.TAKEN);

    // Then
    byte[] result = bridge.kafka().result("mesos.commands-0-0");
    assertThat(agentId)
        .contains(
            JsonTree.read(new String(result, StandardCharsets.UTF_8)).path("agent_id").asText());
  }

  @Test
  void aTaskWaitsForTheAgentThatItNames() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.command(launch("\"agent-3\""));

    // When
    bridge.event(OFFERS);
    int before = bridge.seen().launched().size();
    bridge.event(OFFERS.replace("o-", "p-").replace("agent-2", "agent-3"));

    // Then
    assertThat(before).isZero();
    assertThat(bridge.seen().launched()).containsExactly("a");
  }
}
