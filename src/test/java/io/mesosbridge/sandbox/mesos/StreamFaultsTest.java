package io.mesosbridge.sandbox.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamFaultsTest {

  private final SimulatedCluster cluster =
      SimulatedCluster.builder()
          .allocationInterval(Duration.ofMillis(20))
          .heartbeatInterval(Duration.ofMillis(50))
          .start();
  private final TestFramework framework = TestFramework.subscribe(cluster);

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void aCutStreamEndsAbruptlyAndItsOffersAreVoid() {
    // Given
    framework.events().offers();

    // When
    cluster.faults().cutStreams();

    // Then
    assertThat(framework.events().endsProperly()).isFalse();
    await().until(() -> cluster.ledger().outstandingOffers().get(framework.id()).isEmpty());
    assertThat(framework.call("REVIVE", "{}").body()).isEqualTo("Framework is not subscribed");
  }

  @Test
  void aStreamMayBreakInTheMiddleOfARecord() {
    // Given
    framework.events().offers();

    // When
    cluster.faults().cutStreamsInsideARecord();

    // Then
    assertThat(framework.events().endsProperly()).isFalse();
    assertThat(framework.events().unread()).isNull();
  }

  @Test
  void aFrozenStreamStaysOpenAndBringsAllOnceItThaws() {
    // Given
    cluster.faults().freezeStreams();
    cluster.faults().sendUnknownEvent();
    framework.call("REVIVE", "{}");
    assertThat(framework.events().unread()).isNull();

    // When
    cluster.faults().thawStreams();

    // Then
    assertThat(framework.events().next().path("type").asText()).isEqualTo("FROM_THE_FUTURE");
    assertThat(framework.events().isOpen()).isTrue();
  }

  @Test
  void aFrozenStreamDoesNotEvenTellThatAnotherTookOver() {
    // Given
    cluster.faults().freezeStreams();
    var second = CompletableFuture.supplyAsync(() -> framework.resubscribe());
    await().until(() -> cluster.ledger().calls("SUBSCRIBE").size() == 2);

    // When
    boolean open = framework.events().isOpen();
    cluster.faults().thawStreams();

    // Then
    assertThat(open).isTrue();
    assertThat(framework.events().next().path("error").path("message").asText())
        .isEqualTo("Framework failed over");
    assertThat(framework.events().endsProperly()).isTrue();
    assertThat(second.join().id()).isEqualTo(framework.id());
  }

  @Test
  void heartbeatsStopAndComeBack() {
    // Given
    try (SimulatedCluster still = SimulatedCluster.builder().timeStandsStill().start();
        TestFramework quiet = TestFramework.subscribe(still)) {
      quiet.events().heartbeat();
      still.faults().stopHeartbeats();
      still.passTimeUntil(() -> still.time().compareTo(Duration.ofMinutes(1)) > 0);

      // When
      still.faults().resumeHeartbeats();

      // Then
      quiet.events().heartbeat();
      assertThat(still.time()).isBetween(Duration.ofSeconds(61), Duration.ofSeconds(75));
    }
  }

  @Test
  void recordsAreTheSameInChunksOfAnySize() {
    // Given
    cluster.faults().chunks(7, Duration.ofMillis(5));
    cluster.faults().sendRecord("{\"type\":\"ÄÖÜ €\"}");
    cluster.faults().chunks(100_000, Duration.ofMillis(50));
    cluster.faults().sendRecord("{\"type\":\"MERGED\"}");

    // When
    cluster.faults().sendRecordOfSize(5_000_000);

    // Then
    assertThat(framework.events().next().path("type").asText()).isEqualTo("ÄÖÜ €");
    assertThat(framework.events().next().path("type").asText()).isEqualTo("MERGED");
    assertThat(framework.events().next().toString()).hasSize(5_000_000);
  }

  @Test
  void garbageIsSentAsItIs() {
    // Given
    framework.events().offers();

    // When
    cluster.faults().sendRaw("not a length\n".getBytes(StandardCharsets.UTF_8));

    // Then
    await().until(() -> !framework.events().isOpen());
  }
}
