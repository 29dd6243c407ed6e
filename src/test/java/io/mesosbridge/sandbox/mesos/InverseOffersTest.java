package io.mesosbridge.sandbox.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is asked to leave an agent, and how often. */
class InverseOffersTest {

  private final SimulatedCluster cluster =
      SimulatedCluster.builder()
          .allocationInterval(Duration.ofMillis(100))
          .timeStandsStill()
          .start();

  private final String agent = cluster.agentIds().get(0);
  private final TestFramework framework = TestFramework.subscribe(cluster);

  @AfterEach
  void stop() {
    cluster.close();
  }

  private void planMaintenance() {
    cluster.faults().agents().planMaintenance(agent, Instant.now(), Duration.ofHours(1));
  }

  private JsonNode nextInverseOffer() {
    return framework.events().next("INVERSE_OFFERS").at("/inverse_offers/inverse_offers/0");
  }

  private long inverseOffers() {
    Duration end = cluster.time().plusMinutes(1);
    cluster.passTimeUntil(() -> cluster.time().compareTo(end) > 0);
    return cluster.ledger().events().stream()
        .filter(event -> event.type().equals("INVERSE_OFFERS"))
        .count();
  }

  private void decline(JsonNode inverseOffer, int seconds) {
    framework.call(
        "DECLINE_INVERSE_OFFERS",
        "{'inverse_offer_ids': [{'value': '%s'}], 'filters': {'refuse_seconds': %d}}"
            .formatted(SimJson.idIn(inverseOffer, "id"), seconds));
  }

  @Test
  void whoIsOfferedSomethingOfTheAgentIsAsked() {
    // Given
    assertThat(framework.events().offers()).isNotNull();

    // When
    planMaintenance();

    // Then
    assertThat(SimJson.idIn(nextInverseOffer(), "agent_id")).isEqualTo(agent);
  }

  @Test
  void whoHasNothingOfTheAgentIsNot() {
    // Given
    framework.call("SUPPRESS", "{}");

    // When
    planMaintenance();

    // Then
    assertThat(inverseOffers()).isZero();
  }

  @Test
  void aRefusalEndsByRevive() {
    // Given
    planMaintenance();
    decline(nextInverseOffer(), 3600);

    // When
    framework.call("REVIVE", "{}");

    // Then
    assertThat(inverseOffers()).isEqualTo(2);
  }

  @Test
  void theEndOfARefusalIsNotThatOfALaterOne() {
    // Given
    planMaintenance();
    decline(nextInverseOffer(), 10);
    framework.call("REVIVE", "{}");

    // When
    decline(nextInverseOffer(), 3600);

    // Then
    assertThat(inverseOffers()).isEqualTo(2);
  }
}
