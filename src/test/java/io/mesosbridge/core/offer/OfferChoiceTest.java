package io.mesosbridge.core.offer;

import static io.mesosbridge.core.offer.TestOffers.demand;
import static io.mesosbridge.core.offer.TestOffers.offer;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.config.BridgeConfig.Placement.Strategy;
import io.mesosbridge.core.offer.OutstandingOffer.Content;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OfferChoiceTest {

  private static Stream<Content> offers() {
    return Stream.of(
            offer("tiny", "s1", "web", "cpus:0.5;mem:64"),
            offer("large", "s1", "web", "cpus:16;mem:4096"),
            offer("snug", "s2", "web", "cpus:2;mem:512"),
            offer("other", "s3", "web", "cpus:4;mem:512"))
        .map(Content::read);
  }

  private static List<String> choices(Strategy strategy, int times) {
    FreeOffers.Choice choice = new FreeOffers.Choice(strategy);
    return Stream.generate(() -> choice.choose(demand("cpus:1;mem:256"), offers()))
        .limit(times)
        .flatMap(Optional::stream)
        .map(Content::id)
        .toList();
  }

  @Test
  void firstFitTakesTheOldestThatFits() {
    // Given
    Strategy strategy = Strategy.FIRST_FIT;

    // When
    List<String> chosen = choices(strategy, 2);

    // Then
    assertThat(chosen).containsExactly("large", "large");
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
    assertThat(chosen).containsExactly("large", "snug", "other", "large");
  }
}
