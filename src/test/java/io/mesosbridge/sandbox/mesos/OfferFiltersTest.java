package io.mesosbridge.sandbox.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long declined resources are not offered again, and what ends that. */
class OfferFiltersTest {

  private static final int HOUR = 3600;

  private final SimulatedCluster cluster =
      SimulatedCluster.builder()
          .allocationInterval(Duration.ofMillis(100))
          .timeStandsStill()
          .start();

  private final TestFramework framework = TestFramework.subscribe(cluster);
  private final String agent = cluster.agentIds().get(0);

  @AfterEach
  void stop() {
    cluster.close();
  }

  private void decline(int seconds) {
    JsonNode offer = framework.events().offers().at("/offers/offers/0");
    framework.call(
        "DECLINE",
        "{'offer_ids': [{'value': '%s'}], 'filters': {'refuse_seconds': %d}}"
            .formatted(SimJson.idIn(offer, "id"), seconds));
  }

  private long offersAMinuteLater(TestFramework subscribed) {
    Duration end = cluster.time().plusMinutes(1);
    cluster.passTimeUntil(() -> cluster.time().compareTo(end) > 0);
    return cluster.ledger().outstandingOffers().get(subscribed.id()).size();
  }

  @Test
  void aFilterOutlivesAFailover() {
    // Given
    decline(HOUR);

    // When
    TestFramework again = framework.resubscribe();

    // Then
    assertThat(offersAMinuteLater(again)).isZero();
  }

  @Test
  void aFilterEndsWithTheConnection() {
    // Given
    decline(HOUR);
    cluster.faults().cutStreams();

    // When
    TestFramework again = framework.resubscribe();

    // Then
    assertThat(offersAMinuteLater(again)).isEqualTo(1);
  }

  @Test
  void aFilterEndsWithItsAgent() {
    // Given
    decline(HOUR);
    cluster.faults().agents().lose(agent);

    // When
    cluster.faults().agents().bringBack(agent);

    // Then
    assertThat(offersAMinuteLater(framework)).isEqualTo(1);
  }

  @Test
  void aFilterEndsWhenAnUpdateRevivesItsRole() {
    // Given
    decline(HOUR);
    framework.call("SUPPRESS", "{}");
    ObjectNode info = TestFramework.info();
    info.set("id", SimJson.id(framework.id()));

    // When
    framework.call("UPDATE_FRAMEWORK", "{'framework_info': " + info + "}");

    // Then
    assertThat(offersAMinuteLater(framework)).isEqualTo(1);
  }

  @Test
  void theEndOfAFilterIsNotThatOfALaterOneForTheSame() {
    // Given
    decline(10);
    framework.call("REVIVE", "{}");

    // When
    decline(HOUR);

    // Then
    assertThat(offersAMinuteLater(framework)).isZero();
  }
}
