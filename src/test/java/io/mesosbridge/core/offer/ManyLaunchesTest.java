package io.mesosbridge.core.offer;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.config.BridgeConfig.Placement.Strategy;
import io.mesosbridge.core.offer.WaitingLaunches.WaitingLaunch.Placed;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A thousand launches that all want something else, and hundreds of offers. */
class ManyLaunchesTest {

  private static final int LAUNCHES = 1_000;
  private static final int OFFERS = 200;

  /** Counts how often an offer is held against a demand. */
  private static final class Counting extends FreeOffers.Choice {
    private long comparisons;

    private Counting(Strategy strategy) {
      super(strategy);
    }

    @Override
    Optional<OutstandingOffer.Content> choose(
        Demand demand, Stream<OutstandingOffer.Content> offers) {
      return super.choose(demand, offers.peek(offer -> comparisons++));
    }
  }

  private static List<OutstandingOffer> offers(String prefix, String... resources) {
    return IntStream.range(0, OFFERS)
        .mapToObj(i -> TestOffers.offer(prefix + i, resources[i % resources.length]))
        .toList();
  }

  private static void add(WaitingLaunches<String> waiting, int i) {
    Demand demand = TestOffers.demand("cpus:1;ports:[31000-31000];mem:" + (100 + i));
    waiting.add(TestOffers.launch("l" + i, demand, Instant.MAX));
  }

  @ParameterizedTest
  @EnumSource
  void noLaunchIsHeldAgainstAnOfferTwiceOrInVain(Strategy strategy) {
    // Given
    Counting choice = new Counting(strategy);
    WaitingLaunches<String> waiting = new WaitingLaunches<>(choice, LAUNCHES);
    IntStream.range(0, LAUNCHES).forEach(i -> add(waiting, i));
    List<OutstandingOffer> small = offers("small-", "cpus:1;mem:99;ports:[31000-32000]");
    List<OutstandingOffer> skewed = offers("skewed-", "cpus:9;mem:99", "cpus:0.5;mem:99999");
    List<OutstandingOffer> large = offers("large-", "cpus:1;mem:99999;ports:[31000-32000]");

    // When
    List<Placed<String>> onSmall = waiting.place(small);
    long toSmall = choice.comparisons;
    List<Placed<String>> onSkewed = waiting.place(skewed);
    List<Placed<String>> onSkewedAgain = waiting.place(skewed);
    long toSkewed = choice.comparisons - toSmall;
    List<Placed<String>> onLarge = waiting.place(large);
    long toLarge = choice.comparisons - toSkewed - toSmall;

    // Then
    assertThat(onSmall).isEmpty();
    assertThat(onSkewed).isEmpty();
    assertThat(onSkewedAgain).isEmpty();
    assertThat(onLarge).hasSize(OFFERS);
    assertThat(toSmall).as("nobody can be served").isZero();
    assertThat(toSkewed).as("each with each, once").isEqualTo((long) LAUNCHES * OFFERS);
    assertThat(toLarge)
        .as("by those that are served and one more")
        .isLessThanOrEqualTo((OFFERS + 1L) * OFFERS);
  }
}
