package io.mesosbridge.sandbox.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallFaultsTest {

  private final SimulatedCluster cluster =
      SimulatedCluster.builder().allocationInterval(Duration.ofMillis(20)).start();
  private final TestFramework framework = TestFramework.subscribe(cluster);

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void onlyTheNextCallsOfATypeAreAnsweredOtherwise() {
    // Given
    cluster.faults().answerNextCalls(1, "SUPPRESS", 503, "busy");
    var other = framework.call("REVIVE", "{}");

    // When
    var refused = framework.call("SUPPRESS", "{}");

    // Then
    assertThat(other.statusCode()).isEqualTo(202);
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.body()).isEqualTo("busy");
    assertThat(framework.call("SUPPRESS", "{}").statusCode()).isEqualTo(202);
    assertThat(cluster.ledger().calls("SUPPRESS"))
        .extracting(Ledger.Call::status)
        .containsExactly(503, 202);
  }

  @Test
  void aDroppedCallMayHaveTakenEffectAllTheSame() {
    // Given
    var offer = framework.events().offers().path("offers").path("offers").get(0);
    cluster.faults().dropNextCalls(1, "ACCEPT", true);

    // When
    assertThatThrownBy(
            () -> framework.call("ACCEPT", TestFramework.accept(offer, "ghost", "sleep 100")))
        .isInstanceOf(UncheckedIOException.class);

    // Then
    assertThat(framework.acknowledged()).isEqualTo("TASK_STARTING");
    assertThat(cluster.ledger().launchesPerTask()).containsEntry("ghost", 1);
    assertThat(cluster.ledger().calls("ACCEPT")).extracting(Ledger.Call::status).containsExactly(0);
  }

  @Test
  void aCallDroppedBeforehandHasNoEffect() {
    // Given
    var offer = framework.events().offers().path("offers").path("offers").get(0);
    cluster.faults().dropNextCalls(1, "ACCEPT", false);

    // When
    assertThatThrownBy(
            () -> framework.call("ACCEPT", TestFramework.accept(offer, "ghost", "sleep 100")))
        .isInstanceOf(UncheckedIOException.class);

    // Then
    assertThat(cluster.ledger().launches()).isEmpty();
    assertThat(cluster.ledger().outstandingOffers().get(framework.id())).hasSize(1);
  }

  @Test
  void delayedCallsAreCarriedOutLater() {
    // Given
    cluster.faults().delayCalls(Duration.ofMillis(150));
    long before = System.nanoTime();

    // When
    framework.call("SUPPRESS", "{}");

    // Then
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(140));
  }
}
