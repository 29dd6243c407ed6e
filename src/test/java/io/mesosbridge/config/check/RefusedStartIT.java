package io.mesosbridge.config.check;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.sandbox.process.BridgeLauncher;
import io.mesosbridge.sandbox.process.BridgeProcess;
import org.junit.jupiter.api.Test;

class RefusedStartIT {

  private static final BridgeLauncher NOWHERE =
      BridgeLauncher.between("http://127.0.0.1:1", "127.0.0.1:1");

  @Test
  void tellsAllProblemsWithoutAStackTraceAndExits() {
    // Given
    BridgeLauncher wrong =
        NOWHERE
            .with("bridge.mesos.masters", "none")
            .with("bridge.mesos.tls-configuration-name", "mesos")
            .with("bridge.offer.hold", "1m")
            .with("java.io.tmpdir", "/proc/nowhere")
            .withVariable("BRIDGE_FRAMEWORK_ROLE", "web");

    // When
    try (BridgeProcess bridge = wrong.start()) {

      // Then
      assertThat(bridge.awaitExit(ofSeconds(90))).isEqualTo(1);
      assertThat(bridge.logTail())
          .contains(
              "bridge.mesos.masters is not set; valid is for example",
              "bridge.mesos.tls-configuration-name=mesos is not in the TLS registry",
              "bridge.offer.hold=1m is an unknown key; the nearest is bridge.offers.hold",
              "java.io.tmpdir=/proc/nowhere",
              "BRIDGE_FRAMEWORK_ROLE sets no known key; the nearest is BRIDGE_FRAMEWORK_ROLES");
      assertThat(bridge.logTail().lines()).hasSizeLessThan(20);
    }
  }

  @Test
  void tellsAllValuesOutOfBoundsWithoutAStackTraceAndExits() {
    // Given
    BridgeLauncher wrong =
        NOWHERE.with("bridge.offers.hold", "-1s").withVariable("BRIDGE_TOPICS_PARTITIONS", "0");

    // When
    try (BridgeProcess bridge = wrong.start()) {

      // Then
      assertThat(bridge.awaitExit(ofSeconds(90))).isEqualTo(1);
      assertThat(bridge.logTail())
          .contains(
              "bridge.offers.hold",
              "\"-1s\" must not be negative; valid are for example 30s",
              "bridge.topics.partitions",
              "\"0\" has to be a number from 1 to 2147483647");
      assertThat(bridge.logTail().lines()).hasSizeLessThan(20);
    }
  }

  @Test
  void tellsValuesOfTheWrongTypeWithoutALongStackTraceAndExits() {
    // Given
    BridgeLauncher wrong =
        NOWHERE.with("bridge.offers.hold", "long").withVariable("BRIDGE_TOPICS_CREATE", "ture");

    // When
    try (BridgeProcess bridge = wrong.start()) {

      // Then
      assertThat(bridge.awaitExit(ofSeconds(90))).isEqualTo(1);
      assertThat(bridge.logTail())
          .contains("bridge.offers.hold", "\"long\"", "bridge.topics.create", "\"ture\"");
      assertThat(bridge.logTail().lines()).hasSizeLessThan(20);
    }
  }

  @Test
  void tellsOfALoginThatIsNoneWithoutAStackTraceAndExits() {
    // Given
    BridgeLauncher wrong =
        NOWHERE
            .with("kafka.security.protocol", "SASL_PLAINTEXT")
            .with("kafka.sasl.mechanism", "PLAIN")
            .with("kafka.sasl.jaas.config", "org.example.Login required password=\"s3cret\"");

    // When
    try (BridgeProcess bridge = wrong.start()) {

      // Then
      assertThat(bridge.awaitExit(ofSeconds(90))).isEqualTo(1);
      assertThat(bridge.logTail())
          .contains("JAAS config entry not terminated by semi-colon; valid is for example")
          .doesNotContain("s3cret", "\tat ");
    }
  }

  @Test
  void isAliveWhileItWaitsForHostNamesAndEndsOnSigterm() {
    // Given
    BridgeLauncher early = NOWHERE.with("kafka.bootstrap.servers", "no-such-host.invalid:9092");

    // When
    try (BridgeProcess bridge = early.start()) {
      await()
          .atMost(ofSeconds(90))
          .until(() -> bridge.logTail().contains("no host name that can be resolved"));

      // Then
      bridge.awaitLive(ofSeconds(90)); // a restart would not help
      assertThat(bridge.get("/q/health/ready").body())
          .contains("no host name that can be resolved");
      assertThat(bridge.terminate(ofSeconds(60))).isEqualTo(143);
      assertThat(bridge.logTail()).doesNotContain("\tat ");
    }
  }
}
