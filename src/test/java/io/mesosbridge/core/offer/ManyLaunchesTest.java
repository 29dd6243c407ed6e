package io.mesosbridge.core.offer;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.config.BridgeConfig.Placement.Policy;
import io.mesosbridge.core.offer.TestOffers.Market;
import io.mesosbridge.core.offer.WaitingLaunch.Placed;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A thousand launches that all want something else, and hundreds of offers. */
class ManyLaunchesTest {

  private static final int LAUNCHES = 1_000;
  private static final int OFFERS = 200;

  /** On the way down to one of the offers: log2(200) is 8. */
  private static final int A_FEW = 40;

  private static List<OutstandingOffer> offers(String prefix, String... resources) {
    return IntStream.range(0, OFFERS)
        .mapToObj(i -> TestOffers.offer(prefix + i, resources[i % resources.length]))
        .toList();
  }

  private static void add(WaitingLaunches<String> waiting, int i) {
    Demand demand = TestOffers.demand("cpus:1;ports:[31000-31000];mem:" + (100 + i));
    waiting.add(TestOffers.launch("l" + i, demand, Long.MAX_VALUE));
  }

  private static long placing(CountingIndex index, WaitingLaunches<String> waiting) {
    index.takeLooks();
    assertThat(waiting.place(TestOffers.NOW)).isEmpty();
    return index.takeLooks();
  }

  @ParameterizedTest
  @EnumSource
  void noLaunchIsHeldAgainstAnOfferTwiceOrInVain(Policy policy) {
    // Given
    CountingIndex index = new CountingIndex();
    Market market = new Market(index);
    WaitingLaunches<String> waiting = market.launches(policy, LAUNCHES);
    IntStream.range(0, LAUNCHES).forEach(i -> add(waiting, i));
    List<OutstandingOffer> small = offers("small-", "cpus:1;mem:99;ports:[31000-32000]");
    List<OutstandingOffer> skewed = offers("skewed-", "cpus:9;mem:99", "cpus:0.5;mem:99999");
    List<OutstandingOffer> large = offers("large-", "cpus:1;mem:99999;ports:[31000-32000]");

    // When
    market.has(small);
    market.free().read(TestOffers.NOW);
    long toSmall = placing(index, waiting);
    market.has(skewed);
    market.free().read(TestOffers.NOW);
    long toSkewed = placing(index, waiting);
    long toSkewedAgain = placing(index, waiting);
    List<Placed<String>> onLarge = market.place(waiting, large);
    long toLarge = index.takeLooks();

    // Then
    assertThat(toSmall).as("nobody can be served, as one look tells").isEqualTo(LAUNCHES);
    assertThat(toSkewed).as("no offer has both").isLessThanOrEqualTo((long) LAUNCHES * A_FEW);
    assertThat(toSkewedAgain).isZero();
    assertThat(onLarge).hasSize(OFFERS);
    assertThat(toLarge)
        .as("offers go and come and are given away, the other launches are looked at once")
        .isLessThanOrEqualTo(4L * OFFERS * A_FEW + LAUNCHES);
  }
}
