package io.mesosbridge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.testkit.Bridge;
import io.mesosbridge.testkit.KafkaRecord;
import io.mesosbridge.testkit.Offer;
import io.mesosbridge.testkit.World;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every way an offer ends has its tombstone, which says why. */
class OfferEndsIT {

  private static World world;
  private static Bridge bridge;

  @BeforeAll
  static void start() {
    world = World.quick();
    bridge = world.bridge("ends", with -> with.with("bridge.offers.hold", "6s")).awaitReady();
  }

  @AfterAll
  static void stop() {
    bridge.close();
    world.close();
  }

  @Test
  void anOfferThatIsUsedIsAccepted() {
    // Given
    Offer offer = bridge.awaitOffer();

    // When
    bridge.carryOut(Bridge.launch(offer, "user-1", "true"));

    // Then
    assertThat(end(offer)).isEqualTo("accepted");
  }

  @Test
  void anOfferThatIsDeclinedIsDeclinedAndCannotBeUsedAnyMore() {
    // Given
    Offer offer = bridge.awaitOffer();

    // When
    JsonNode result =
        bridge.carryOut(
            "{\"type\":\"DECLINE\",\"decline\":{\"offer_ids\":[\"%s\"]}}".formatted(offer.id()));

    // Then
    assertThat(result.path("outcome").asText()).isEqualTo("ACCEPTED");
    assertThat(end(offer)).isEqualTo("declined");
    JsonNode late = bridge.carryOut(Bridge.launch(offer, "late-1", "true"));
    assertThat(late.at("/error/code").asText()).isEqualTo("OFFER_GONE");
    assertThat(late.at("/error/field").asText()).isEqualTo("/launch/offer_ids/0");
    assertThat(late.at("/error/message").asText()).contains(offer.id(), "declined");
    assertThat(world.mesos().ledger().launchesPerTask()).doesNotContainKey("late-1");
  }

  @Test
  void anOfferOfAnAgentThatIsLostIsRescinded() {
    // Given
    Offer offer = bridge.awaitOffer();

    // When
    world.mesos().faults().agents().disconnect(offer.agentId());

    // Then
    assertThat(end(offer)).isEqualTo("rescinded");
    world.mesos().faults().agents().bringBack(offer.agentId());
  }

  @Test
  void anOfferThatNobodyUsesExpiresAndIsGivenBack() {
    // Given
    Offer offer = bridge.awaitOffer();

    // When
    String end = end(offer);

    // Then
    assertThat(end).isEqualTo("expired");
    JsonNode decline =
        world.master().decoded("DECLINE", call -> call.toString().contains(offer.id()));
    assertThat(decline.at("/decline/filters/refuse_seconds").asDouble()).isEqualTo(5);
  }

  @Test
  void everyOfferIsVoidOnceTheSubscriptionBreaks() {
    // Given
    Offer offer = bridge.awaitOffer();

    // When
    world.mesos().faults().cutStreams();

    // Then
    assertThat(end(offer)).isEqualTo("disconnected");
    bridge.awaitState("SUBSCRIBED");
    bridge.awaitOffer();
    await()
        .atMost(Bridge.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(bridge.table("offers").keySet())
                    .isEqualTo(
                        world.mesos().ledger().outstandingOffers().get(bridge.frameworkId())));
  }

  private static String end(Offer offer) {
    KafkaRecord tombstone =
        bridge.awaitRecord("offers", r -> r.isTombstone() && r.key().equals(offer.id()));
    return tombstone.header("mesos-offer-end");
  }
}
