package io.mesosbridge.sandbox.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An operator has an agent left; what a real master does then is the capture agent-drained. */
class DrainingTest {

  private final SimulatedCluster cluster =
      SimulatedCluster.builder()
          .allocationInterval(Duration.ofMillis(20))
          .speed(20)
          .timeStandsStill()
          .start();
  private final String agent = cluster.agentIds().get(0);

  @AfterEach
  void stop() {
    cluster.close();
  }

  private HttpResponse<String> operator(String json) {
    return TestFramework.send(
        HttpRequest.newBuilder(URI.create(cluster.url() + "/api/v1"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json.replace('\'', '"')))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> operator(String type, String further) {
    String field = type.toLowerCase(Locale.ROOT);
    return operator(
        "{'type': '%s', '%s': {'agent_id': {'value': '%s'}%s}}"
            .formatted(type, field, agent, further));
  }

  private int outstanding(TestFramework framework) {
    return cluster.ledger().outstandingOffers().get(framework.id()).size();
  }

  @Test
  void aDeactivatedAgentIsNotOfferedUntilItIsReactivated() {
    // Given
    TestFramework framework = TestFramework.subscribe(cluster);
    framework.events().offers();

    // When
    var deactivated = operator("DEACTIVATE_AGENT", "");

    // Then
    assertThat(deactivated.statusCode()).isEqualTo(200);
    assertThat(framework.events().next().path("type").asText()).isEqualTo("RESCIND");
    framework.call("REVIVE", "{}");
    assertThat(outstanding(framework)).isZero();
    assertThat(operator("REACTIVATE_AGENT", "").statusCode()).isEqualTo(200);
    assertThat(outstanding(framework)).isEqualTo(1);
    assertThat(operator("REACTIVATE_AGENT", "").body()).isEqualTo("Agent is not deactivated");
  }

  @Test
  void offersOfADrainedAgentAreRescindedBeforeTheCallIsAnswered() {
    // Given
    TestFramework framework = TestFramework.subscribe(cluster);
    JsonNode offer = framework.events().offers().at("/offers/offers/0");

    // When
    var drained = operator("DRAIN_AGENT", "");

    // Then
    assertThat(drained.statusCode()).isEqualTo(200);
    assertThat(cluster.ledger().events()) // as of now, where no time has passed
        .last()
        .extracting(Ledger.SentEvent::type, Ledger.SentEvent::streamId)
        .containsExactly("RESCIND", framework.events().streamId());
    assertThat(framework.events().next().at("/rescind/offer_id")).isEqualTo(offer.path("id"));
  }

  @Test
  void aDrainedAgentThatIsToBeMarkedGoneIsGoneOnceItsTasksAreOver() {
    // Given
    TestFramework framework = TestFramework.subscribe(cluster, "PARTITION_AWARE");
    framework.launch("drained", "sleep 1000");
    framework.acknowledged();
    framework.acknowledged();

    // When
    operator("DRAIN_AGENT", ", 'mark_gone': true");

    // Then
    JsonNode status = framework.events().next("UPDATE").path("update").path("status");
    assertThat(status.path("state").asText()).isEqualTo("TASK_GONE_BY_OPERATOR");
    assertThat(status.path("reason").asText()).isEqualTo("REASON_AGENT_DRAINING");
    assertThat(operator("REACTIVATE_AGENT", "").body())
        .isEqualTo("Agent is still in the DRAINING state");
    framework.acknowledge(status);
    assertThat(framework.events().next("FAILURE").toString()).contains(agent);
    assertThat(operator("REACTIVATE_AGENT", "").body()).isEqualTo("Unknown agent");
  }

  @Test
  void theGraceOfADrainedAgentBoundsThatOfATaskWhichIgnoresTerm() {
    // Given
    TestFramework framework = TestFramework.subscribe(cluster);
    framework.launch("stubborn", "trap '' TERM; sleep 1000".replace("''", "\\'\\'"));
    framework.acknowledged();
    framework.acknowledged();
    Duration before = cluster.time();

    // When
    operator("DRAIN_AGENT", ", 'max_grace_period': {'nanoseconds': 1000000000}");

    // Then
    JsonNode status = framework.events().next("UPDATE").path("update").path("status");
    assertThat(status.path("message").asText()).isEqualTo("Command terminated with signal Killed");
    assertThat(cluster.time().minus(before)).isLessThan(Duration.ofMillis(100));
  }

  @Test
  void theFaultDrainsAnAgentToo() {
    // Given
    TestFramework framework = TestFramework.subscribe(cluster, "TASK_KILLING_STATE");
    framework.launch("drained", "sleep 1000");
    framework.acknowledged();
    framework.acknowledged();

    // When
    cluster.faults().agents().drain(agent, false);

    // Then
    assertThat(framework.acknowledgedNext()).isEqualTo("TASK_KILLING");
    assertThat(framework.acknowledgedNext()).isEqualTo("TASK_KILLED");
    assertThat(cluster.state()).contains("\"deactivated\":true");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | 400 | Failed to validate master::Call: Expecting 'type' to be present",
        "{'type': 'DRAIN_AGENT'} | 400 | Failed to validate master::Call: Expecting 'drain_agent'"
            + " to be present",
        "{'type': 'DRAIN_AGENT', 'drain_agent': {'agent_id': {'value': 'x'}}} | 400 |"
            + " Unknown agent",
        "{'type': 'DRAIN_AGENT', 'drain_agent': {}} | 400 | Failed to convert JSON into Call"
            + " protobuf: Missing required fields: drain_agent.agent_id",
        "{'type': 'DRAIN_AGENT', 'drain_agent': {'agent_id': {'value': 'x'}, 'mark_gone': 'x'}}"
            + " | 400 | Failed to convert JSON into Call protobuf: Failed to parse 'x' as a JSON"
            + " boolean for field 'mark_gone': syntax error at line 1 near: x",
        "{'type': 'DRAIN_AGENT', 'drain_agent': {'agent_id': {'value': 'x'}, 'mark_gone': 1}}"
            + " | 400 | Failed to convert JSON into Call protobuf: Not expecting a JSON number for"
            + " field 'mark_gone'",
        "{'type': 'DEACTIVATE_AGENT', 'deactivate_agent': {'agent_id': 'x'}} | 400 | Failed to"
            + " convert JSON into Call protobuf: Not expecting a JSON string for field 'agent_id'",
        "[] | 400 | Failed to convert JSON into Call protobuf: Expecting a JSON object",
        "{'type': 'UPDATE_QUOTA'} | 501 | The call UPDATE_QUOTA of the operator API is not"
            + " simulated; of those of /api/v1 there are [DEACTIVATE_AGENT, DRAIN_AGENT,"
            + " MARK_AGENT_GONE, REACTIVATE_AGENT]"
      })
  void anOperatorsMistakeIsAnsweredWithItsReason(String json, int status, String text) {
    // When
    var answer = operator(json);

    // Then
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).isEqualTo(text);
  }
}
