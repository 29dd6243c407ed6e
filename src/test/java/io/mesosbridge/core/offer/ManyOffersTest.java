package io.mesosbridge.core.offer;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.config.BridgeConfig.Placement.Policy;
import io.mesosbridge.core.offer.TestOffers.Market;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a launch costs does not grow with the offers, in offers that are looked at. */
class ManyOffersTest {

  private static final int TIMES = 200;

  /** Agents of all sizes, more or less in use; none has more than 16 CPUs and 8 GiB both. */
  private static OutstandingOffer offer(int number, int agents, Random random) {
    double cpus = (1 + random.nextInt(32)) * (random.nextBoolean() ? 1 : 0.1);
    int mem = 256 + random.nextInt(cpus > 16 ? 7_936 : 65_000);
    return TestOffers.offer(
        "o" + number,
        "s" + random.nextInt(agents),
        random.nextInt(4) == 0 ? "batch" : "web",
        "cpus:%s;mem:%d;disk:%d".formatted(cpus, mem, random.nextInt(100_000)));
  }

  private static void add(WaitingLaunches<String> waiting, String id, String demand, String role) {
    Demand wanted = TestOffers.demand(demand, role);
    waiting.add(TestOffers.launch(id, wanted, Long.MAX_VALUE));
  }

  /**
   * Looks for each launch among so many offers, while each that is given away is followed by
   * another; launches that nothing fits wait all the while.
   */
  private static List<Long> looks(Policy policy, int offers) {
    Random random = new Random(offers);
    CountingIndex index = new CountingIndex();
    Market market = new Market(index);
    WaitingLaunches<String> waiting = market.launches(policy, 1_000);
    List<OutstandingOffer> there = new ArrayList<>();
    for (int i = 0; i < offers; i++) {
      there.add(offer(i, offers * 20, random));
    }
    add(waiting, "large", "cpus:1;mem:1000000", null);
    market.place(waiting, there);
    index.takeLooks();
    int next = offers;
    long placed = 0;
    long inVain = 0;
    for (int i = 0; i < TIMES; i++) {
      add(waiting, "l" + i, "cpus:%s;mem:%d".formatted(0.1 + i % 3, 64 << i % 3), "web");
      for (String given : waiting.place(TestOffers.NOW).get(0).offerIds()) {
        market.loses(given);
        market.gets(offer(next++, offers * 20, random));
      }
      waiting.place(TestOffers.NOW);
      placed += index.takeLooks();
      add(waiting, "never-" + i, "cpus:%d;mem:%d".formatted(17 + i % 10, 8_192 + i), "batch");
      waiting.place(TestOffers.NOW);
      waiting.remove("never-" + i);
      inVain += index.takeLooks();
    }
    return List.of(placed / TIMES, inVain / TIMES);
  }

  @ParameterizedTest
  @EnumSource
  void aLaunchLooksAtNoMoreThanALogarithmOfTheOffers(Policy policy) {
    // Given
    List<Long> ofHundred = looks(policy, 100);

    // When
    List<Long> ofTenThousand = looks(policy, 10_000);

    // Then
    assertThat(ofTenThousand.get(0)).as("to be placed").isLessThan(4 * ofHundred.get(0));
    assertThat(ofTenThousand.get(1)).as("in vain").isLessThan(4 * ofHundred.get(1));
  }
}
