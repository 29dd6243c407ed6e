package io.mesosbridge.sandbox.process;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mesosbridge.sandbox.kafka.SandboxBroker;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BridgeProcessIT {

  private static final SandboxBroker KAFKA = SandboxBroker.create();
  private static final BridgeLauncher WITHOUT_MASTERS =
      BridgeLauncher.between("http://127.0.0.1:1", KAFKA.bootstrapServers());

  @BeforeAll
  static void startKafka() {
    KAFKA.start();
  }

  @AfterAll
  static void stopKafka() {
    KAFKA.close();
  }

  @Test
  void endsCleanlyOnSigterm() {
    try (BridgeProcess bridge = WITHOUT_MASTERS.withMaxHeap("96m").start()) {
      // Given
      bridge.awaitLive(ofSeconds(90));

      // When
      int exitCode = bridge.terminate(ofSeconds(90));

      // Then
      assertThat(exitCode).as(bridge.logTail()).isIn(0, 143);
      assertThat(bridge.logTail()).contains("stopped in");
    }
  }

  @Test
  void staysWellWhenAnotherBridgeStartsOnTheSameHost() {
    try (BridgeProcess bridge = WITHOUT_MASTERS.start();
        BridgeProcess another = WITHOUT_MASTERS.start()) {
      // Given
      bridge.awaitLive(ofSeconds(90));
      another.awaitLive(ofSeconds(90));

      // When
      int exitCode = bridge.terminate(ofSeconds(90));

      // Then
      assertThat(exitCode).as(bridge.logTail()).isIn(0, 143);
    }
  }

  @Test
  void survivesBeingPaused() {
    try (BridgeProcess bridge = WITHOUT_MASTERS.start()) {
      // Given
      bridge.awaitLive(ofSeconds(90));

      // When
      bridge.pause();

      // Then
      assertThatThrownBy(() -> bridge.get("/q/health/live", ofSeconds(2)))
          .isInstanceOf(UncheckedIOException.class);
      bridge.resume();
      bridge.awaitLive(ofSeconds(90));
    }
  }
}
