package io.mesosbridge.sandbox.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class SharesTest {

  @Test
  void agentsThatComeBackAreSharedBetweenTheFrameworks() {
    // Given
    try (SimulatedCluster cluster =
        SimulatedCluster.builder().agents(4).timeStandsStill().start()) {
      cluster.faults().masters().elect(0);
      TestFramework first = TestFramework.subscribe(cluster);
      TestFramework second = TestFramework.subscribe(cluster);

      // When
      cluster.passTimeUntil(
          () ->
              cluster.ledger().outstandingOffers().values().stream().mapToInt(Set::size).sum()
                  == 4);

      // Then
      var offers = cluster.ledger().outstandingOffers();
      assertThat(offers.get(first.id())).hasSize(2);
      assertThat(offers.get(second.id())).hasSize(2);
    }
  }
}
