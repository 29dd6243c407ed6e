package io.mesosbridge.sandbox.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of an operation whose status is not acknowledged. */
class LostOperationsTest {

  private static final String RESERVE =
      """
      {'offer_ids':[{'value':'%s'}],'filters':{'refuse_seconds':3600},'operations':[
       {'type':'RESERVE','id':{'value':'op'},'reserve':{'resources':[
        {'name':'cpus','type':'SCALAR','scalar':{'value':1},
         'reservations':[{'type':'DYNAMIC','role':'test'}]}]}}]}\
      """;

  private final SimulatedCluster cluster =
      SimulatedCluster.builder()
          .allocationInterval(Duration.ofMillis(20))
          .timeStandsStill()
          .start();

  private final String agent = cluster.agentIds().get(0);
  private final TestFramework framework =
      TestFramework.subscribe(cluster, "RESERVATION_REFINEMENT");
  private JsonNode finished;

  @AfterEach
  void stop() {
    cluster.close();
  }

  private JsonNode nextStatus() {
    return framework.events().next("UPDATE_OPERATION_STATUS").at("/update_operation_status/status");
  }

  @BeforeEach
  void givenAReservation() {
    JsonNode offer = framework.events().offers().at("/offers/offers/0");
    framework.call("ACCEPT", RESERVE.formatted(SimJson.idIn(offer, "id")));
    finished = nextStatus();
    assertThat(finished.path("state").asText()).isEqualTo("OPERATION_FINISHED");
  }

  private void assertTold(String state, String message) {
    JsonNode status = nextStatus();
    assertThat(status.path("state").asText()).isEqualTo(state);
    assertThat(status.path("message").asText()).isEqualTo(message);
    assertThat(status.has("uuid")).isFalse();
    assertThat(SimJson.idIn(status, "agent_id")).isEqualTo(agent);
  }

  @Test
  void itIsUnreachableWithItsAgent() {
    cluster.faults().agents().lose(agent);
    assertTold("OPERATION_UNREACHABLE", "Agent was marked unreachable");
  }

  @Test
  void itIsGoneWithItsAgent() {
    cluster.faults().agents().markGone(agent);
    assertTold("OPERATION_GONE_BY_OPERATOR", "Agent has been marked gone");
  }

  @Test
  void itIsNotToldAtOnceToANewSubscription() {
    // Given
    Duration told = cluster.time();

    // When
    TestFramework again = framework.resubscribe("RESERVATION_REFINEMENT");

    // Then
    JsonNode repeated = again.events().next("UPDATE_OPERATION_STATUS");
    assertThat(repeated.at("/update_operation_status/status")).isEqualTo(finished);
    assertThat(cluster.time().minus(told)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void itIsReconciledAsItWasTold() {
    // When
    framework.call("RECONCILE_OPERATIONS", "{'operations': []}");

    // Then
    ObjectNode told = finished.deepCopy();
    told.remove("uuid");
    assertThat(nextStatus()).isEqualTo(told);
  }
}
