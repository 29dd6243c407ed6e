package io.mesosbridge.core.offer;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.config.PlacementConfig.Strategy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ten thousand launches that all want something else, and thousands of offers. */
class ManyLaunchesTest {

  private static final Duration BOUND = Duration.ofSeconds(20);

  private static List<OutstandingOffer> offers(String prefix, String... resources) {
    return IntStream.range(0, 2_000)
        .mapToObj(i -> TestOffers.offer(prefix + i, resources[i % resources.length]))
        .toList();
  }

  private static void add(WaitingLaunches<String> waiting, int i) {
    Demand demand = TestOffers.demand("cpus:1;ports:[31000-31000];mem:" + (100 + i));
    waiting.add(TestOffers.launch("l" + i, demand, Instant.MAX));
  }

  @ParameterizedTest
  @EnumSource
  void placingThemTakesLittleTime(Strategy strategy) {
    // Given
    WaitingLaunches<String> waiting = new WaitingLaunches<>(strategy, 10_000);
    IntStream.range(0, 10_000).forEach(i -> add(waiting, i));
    List<OutstandingOffer> small = offers("small-", "cpus:1;mem:99;ports:[31000-32000]");
    List<OutstandingOffer> skewed = offers("skewed-", "cpus:9;mem:99", "cpus:0.5;mem:99999");
    List<OutstandingOffer> large = offers("large-", "cpus:1;mem:99999;ports:[31000-32000]");
    long start = System.nanoTime();

    // When
    List<Placed<String>> onSmall = waiting.place(small);
    List<Placed<String>> onSkewed = waiting.place(skewed);
    List<Placed<String>> onLarge = waiting.place(large);

    // Then
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BOUND);
    assertThat(onSmall).isEmpty();
    assertThat(onSkewed).isEmpty();
    assertThat(onLarge).hasSize(2_000);
  }
}
