package io.mesosbridge.core.offer;

import static io.mesosbridge.core.offer.TestOffers.demand;
import static io.mesosbridge.core.offer.TestOffers.json;
import static io.mesosbridge.core.offer.TestOffers.offer;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.config.BridgeConfig.Placement.Policy;
import io.mesosbridge.core.offer.TestOffers.Market;
import io.mesosbridge.core.offer.WaitingLaunch.Sharing;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Launches that share an offer. */
class SharedOffersTest {

  private static final int SMALL = 200;

  private final Market market = new Market();
  private final WaitingLaunches<String> waiting = market.launches(Policy.PACK, 1_000);

  private void add(String id, String resources, JsonNode filters, int most, int bytes) {
    Sharing sharing = new Sharing(filters, most);
    waiting.add(
        new WaitingLaunch<>(
            id, id, List.of(id), demand(resources), Wishes.NONE, sharing, bytes, Long.MAX_VALUE));
  }

  private void add(String id, String resources) {
    add(id, resources, null, 100, SMALL);
  }

  private List<String> place(OutstandingOffer... offers) {
    return shares(market, waiting, offers);
  }

  private static List<String> shares(
      Market market, WaitingLaunches<String> waiting, OutstandingOffer... offers) {
    return market.place(waiting, List.of(offers)).stream()
        .map(
            placed ->
                String.join("+", placed.offerIds())
                    + placed.launches().stream().map(one -> one.launch().id()).toList())
        .toList();
  }

  @Test
  void thoseThatFitTogetherShareAnOfferFirstComeFirstServed() {
    // Given
    add("a", "cpus:2;ports:[9000-9000]");
    add("b", "cpus:3");
    add("c", "cpus:1;ports:[9000-9000]");
    add("d", "cpus:1;ports:[9001-9001]");

    // When
    List<String> placed =
        place(offer("o1", "cpus:4;ports:[9000-9001]"), offer("o2", "cpus:4;ports:[9000-9001]"));

    // Then
    assertThat(placed).containsExactly("o1[a, d]", "o2[b, c]");
  }

  @Test
  void whatIsReservedIsNotForThoseWhoWantUnreservedResources() {
    // Given
    add("a", "cpus(web):1");
    add("b", "cpus:1");
    add("c", "cpus(web):1");

    // When
    List<String> placed = place(offer("o1", "cpus(web):4;cpus:1"), offer("o2", "cpus(shop):4"));

    // Then
    assertThat(placed).containsExactly("o1[a, b, c]");
    add("d", "cpus:1");
    assertThat(place(offer("o2", "cpus(shop):4"))).isEmpty();
  }

  @Test
  void launchesForDifferentRolesDoNotMeet() {
    // Given
    Demand batch = TestOffers.demand("cpus:1", "batch");
    waiting.add(TestOffers.launch("a", batch, Long.MAX_VALUE));
    Demand web = TestOffers.demand("cpus:1", "web");
    waiting.add(TestOffers.launch("b", web, Long.MAX_VALUE));

    // When
    List<String> placed =
        place(offer("o1", "s1", "web", "cpus:4"), offer("o2", "s1", "batch", "cpus:4"));

    // Then
    assertThat(placed).containsExactly("o2[a]", "o1[b]");
  }

  @Test
  void onlyEqualFiltersShare() {
    // Given
    add("a", "cpus:1", json("{'refuse_seconds':5}"), 100, SMALL);
    add("b", "cpus:1");
    add("c", "cpus:1", json("{'refuse_seconds':5}"), 100, SMALL);
    add("d", "cpus:1");

    // When
    List<String> placed = place(offer("o1", "cpus:4"), offer("o2", "cpus:4"));

    // Then
    assertThat(placed).containsExactly("o1[a, c]", "o2[b, d]");
  }

  @Test
  void noMoreShareThanEachOfThemAllows() {
    // Given
    add("a", "cpus:1");
    add("b", "cpus:1", null, 2, SMALL);
    add("c", "cpus:1");
    add("alone", "cpus:1", null, 1, SMALL);

    // When
    List<String> placed =
        place(offer("o1", "cpus:4"), offer("o2", "cpus:4"), offer("o3", "cpus:4"));

    // Then
    assertThat(placed).containsExactly("o1[a, b]", "o2[c]", "o3[alone]");
  }

  @Test
  void togetherTheyAreNotTooLarge() {
    // Given
    add("a", "cpus:1", null, 100, 700_000);
    add("b", "cpus:1", null, 100, 700_000);
    add("huge", "cpus:1", null, 100, 2_000_000);

    // When
    List<String> placed =
        place(offer("o1", "cpus:4"), offer("o2", "cpus:4"), offer("o3", "cpus:4"));

    // Then
    assertThat(placed).containsExactly("o1[a]", "o2[b]", "o3[huge]");
  }

  @Test
  void whatIsLeftOfASharedOfferIsNotGivenAwayAgain() {
    // Given
    OutstandingOffer offer = offer("o1", "cpus:4");
    add("a", "cpus:1");
    market.place(waiting, List.of(offer));
    add("b", "cpus:1");

    // When
    List<String> placed = place(offer);

    // Then
    assertThat(placed).isEmpty();
  }

  @Test
  void anOfferGivenBackIsWhole() {
    // Given
    OutstandingOffer offer = offer("o1", "cpus:2");
    add("a", "cpus:1");
    market.place(waiting, List.of(offer));
    waiting.giveBack(List.of("o1"));
    add("b", "cpus:2");

    // When
    List<String> placed = place(offer);

    // Then
    assertThat(placed).containsExactly("o1[b]");
  }

  @Test
  void spreadGoesRoundTheAgents() {
    // Given
    Market agents = new Market();
    WaitingLaunches<String> spread = agents.launches(Policy.SPREAD, 1_000);
    List.of("a", "b", "c", "d")
        .forEach(id -> spread.add(TestOffers.launch(id, demand("cpus:1"), Long.MAX_VALUE)));

    // When
    List<String> placed = shares(agents, spread, offer("o1", "cpus:4"), offer("o2", "cpus:4"));

    // Then
    assertThat(placed).containsExactly("o1[a, c]", "o2[b, d]");
  }
}
