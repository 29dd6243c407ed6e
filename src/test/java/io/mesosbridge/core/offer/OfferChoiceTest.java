package io.mesosbridge.core.offer;

import static io.mesosbridge.core.offer.TestOffers.demand;
import static io.mesosbridge.core.offer.TestOffers.offer;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.config.BridgeConfig.Placement.Strategy;
import io.mesosbridge.core.offer.OutstandingOffer.Content;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OfferChoiceTest {

  private static List<String> choices(Strategy strategy, int times) {
    FreeOffers free = new FreeOffers(strategy, Duration.ZERO);
    free.came(offer("tiny", "s1", "web", "cpus:0.5;mem:64"));
    free.came(offer("large", "s1", "web", "cpus:16;mem:4096"));
    free.came(offer("snug", "s2", "web", "cpus:2;mem:512"));
    free.came(offer("other", "s3", "web", "cpus:4;mem:512"));
    free.read(TestOffers.NOW);
    Demand demand = demand("cpus:1;mem:256");
    List<String> chosen = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      Content offer = free.choose(demand, 0, any -> true).orElseThrow();
      free.use(offer, demand.on(offer).orElseThrow());
      chosen.add(offer.id());
    }
    return chosen;
  }

  @Test
  void firstFitTakesTheOldestThatFits() {
    // Given
    Strategy strategy = Strategy.FIRST_FIT;

    // When
    List<String> chosen = choices(strategy, 2);

    // Then
    assertThat(chosen).containsExactly("tiny", "tiny");
  }

  @Test
  void bestFitTakesTheOneThatLeavesLeast() {
    // Given
    Strategy strategy = Strategy.BEST_FIT;

    // When
    List<String> chosen = choices(strategy, 1);

    // Then
    assertThat(chosen).containsExactly("snug");
  }

  @Test
  void spreadGoesRoundTheAgents() {
    // Given
    Strategy strategy = Strategy.SPREAD;

    // When
    List<String> chosen = choices(strategy, 4);

    // Then
    assertThat(chosen).containsExactly("tiny", "snug", "other", "tiny");
  }
}
