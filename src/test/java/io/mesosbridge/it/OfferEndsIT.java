package io.mesosbridge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.testkit.ConsumedOffer;
import io.mesosbridge.testkit.KafkaRecord;
import io.mesosbridge.testkit.QuickWorld;
import io.mesosbridge.testkit.TestedBridge;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every way an offer ends has its tombstone, which says why. */
class OfferEndsIT {

  private static QuickWorld world;
  private static TestedBridge bridge;

  @BeforeAll
  static void start() {
    world = QuickWorld.quick();
    bridge = world.bridge("ends").awaitReady();
  }

  @AfterAll
  static void stop() {
    bridge.close();
    world.close();
  }

  @Test
  void anOfferThatIsUsedIsAccepted() {
    // Given
    ConsumedOffer offer = bridge.awaitOffer();

    // When
    bridge.carryOut(TestedBridge.launch(offer, "user-1", "true"));

    // Then
    assertThat(end(offer)).isEqualTo("accepted");
  }

  @Test
  void anOfferThatIsDeclinedIsDeclinedAndCannotBeUsedAnyMore() {
    // Given
    ConsumedOffer offer = bridge.awaitOffer();

    // When
    JsonNode result =
        bridge.carryOut(
            "{\"type\":\"DECLINE\",\"decline\":{\"offer_ids\":[\"%s\"]}}".formatted(offer.id()));

    // Then
    assertThat(result.path("outcome").asText()).isEqualTo("ACCEPTED");
    assertThat(end(offer)).isEqualTo("declined");
    JsonNode late = bridge.carryOut(TestedBridge.launch(offer, "late-1", "true"));
    assertThat(late.at("/error/code").asText()).isEqualTo("OFFER_GONE");
    assertThat(late.at("/error/field").asText()).isEqualTo("/launch/offer_ids/0");
    assertThat(late.at("/error/message").asText()).contains(offer.id(), "declined");
    assertThat(world.mesos().ledger().launchesPerTask()).doesNotContainKey("late-1");
  }

  @Test
  void anOfferOfAnAgentThatIsLostIsRescinded() {
    // Given
    ConsumedOffer offer = bridge.awaitOffer();

    // When
    world.mesos().faults().agents().disconnect(offer.agentId());

    // Then
    assertThat(end(offer)).isEqualTo("rescinded");
    world.mesos().faults().agents().bringBack(offer.agentId());
  }

  @Test
  void everyOfferIsVoidOnceTheSubscriptionBreaks() {
    // Given
    ConsumedOffer offer = bridge.awaitOffer();

    // When
    world.mesos().faults().cutStreams();

    // Then
    assertThat(end(offer)).isEqualTo("disconnected");
    bridge.awaitState("SUBSCRIBED");
    bridge.awaitOffer();
    await()
        .atMost(TestedBridge.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(bridge.table("offers").keySet())
                    .isEqualTo(
                        world.mesos().ledger().outstandingOffers().get(bridge.frameworkId())));
  }

  private static String end(ConsumedOffer offer) {
    KafkaRecord tombstone =
        bridge.awaitRecord("offers", r -> r.isTombstone() && r.key().equals(offer.id()));
    return tombstone.header("mesos-offer-end");
  }
}
