package io.mesosbridge.it;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.testkit.JsonTree;
import io.mesosbridge.testkit.QuickWorld;
import io.mesosbridge.testkit.TestedBridge;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operators see in each state. */
class StatusIT {

  private static QuickWorld world;
  private static TestedBridge bridge;

  @BeforeAll
  static void start() {
    world = QuickWorld.quick();
    bridge = world.bridge("status").awaitReady();
  }

  @BeforeEach
  void aSubscriptionStands() {
    bridge.awaitState("SUBSCRIBED");
  }

  @AfterAll
  static void stop() {
    bridge.close();
    world.close();
  }

  @Test
  void metricsTellTheSameAsStatus() {
    // Given
    bridge.awaitOffer();

    // Then
    await()
        .untilAsserted(
            () ->
                assertThat(bridge.metric("bridge_offers_outstanding"))
                    .isEqualTo(bridge.status().path("outstanding_offers").asDouble())
                    .isPositive());
    assertThat(bridge.metric("bridge_leader")).isEqualTo(1);
    assertThat(bridge.metric("bridge_state", "state=\"SUBSCRIBED\"")).isEqualTo(1);
    assertThat(bridge.metric("bridge_state", "state=\"STANDBY\"")).isZero();
    assertThat(bridge.metric("bridge_shedding")).isZero();
    assertThat(bridge.metric("bridge_records_total", "type=\"SUBSCRIBED\"")).isPositive();
  }

  @Test
  void aSubscribedBridgeTellsWhereItStands() {
    // Given
    bridge.run("shown-1", "sleep 100000", "TASK_RUNNING");
    bridge.awaitOffer();
    Instant before = Instant.now();
    await().until(() -> bridge.status().path("live_tasks").asInt() == 1);
    await().until(() -> heard(bridge.status()).isAfter(before));

    // When
    JsonNode status = bridge.status();

    // Then
    assertThat(status.path("state").asText()).isEqualTo("SUBSCRIBED");
    assertThat(status.path("why").isNull()).isTrue();
    assertThat(status.path("leader").asBoolean()).isTrue();
    assertThat(status.path("framework_state").asText()).isEqualTo("REGISTERED");
    assertThat(status.path("framework_id").asText())
        .isEqualTo(world.mesos().ledger().launches().get(0).frameworkId());
    assertThat(status.at("/master/url").asText()).startsWith(world.mesos().url());
    assertThat(status.at("/master/version").asText()).isNotBlank();
    assertThat(status.path("stream_id").asText())
        .isEqualTo(world.mesos().ledger().calls("ACCEPT").get(0).streamId());
    assertThat(heard(status)).isAfter(before);
    assertThat(status.path("outstanding_offers").asInt()).isPositive();
    assertThat(status.path("live_tasks").asInt()).isEqualTo(1);
    assertThat(status.path("shedding").asBoolean()).isFalse();
    assertThat(bridge.metric("bridge_state", "state=\"SUBSCRIBED\"")).isEqualTo(1);
    assertThat(bridge.metric("bridge_calls_seconds_count", "type=\"ACCEPT\"")).isPositive();
    assertThat(bridge.metric("bridge_commands_total", "outcome=\"ACCEPTED\"")).isPositive();
    assertReadyAndLive(true);
  }

  private static Instant heard(JsonNode status) {
    return Instant.parse(status.path("last_heartbeat").asText());
  }

  @Test
  void aBridgeWithoutMasterIsLiveButNotReady() {
    // Given
    world.mesos().faults().masters().leaderAway();

    // When
    await()
        .atMost(TestedBridge.PATIENCE)
        .until(() -> bridge.status().path("state").asText().equals("BACKING_OFF"));

    // Then
    assertReadyAndLive(false);
    assertThat(bridge.status().path("outstanding_offers").asInt()).isZero();
    world.mesos().faults().masters().elect(0);
  }

  @Test
  void aSecondInstanceStandsByAndIsReadyAndEndsOnSigterm() {
    // When
    try (TestedBridge second = world.bridge("status")) {

      // Then
      second.awaitReady();
      JsonNode status = second.status();
      assertThat(status.path("state").asText()).isEqualTo("STANDBY");
      assertThat(status.path("leader").asBoolean()).isFalse();
      assertThat(bridge.status().path("leader").asBoolean()).isTrue();
      assertThat(second.process().terminate(ofSeconds(90))).isIn(0, 143);
    }
  }

  @Test
  void aBridgeWhoseFrameworkWasRemovedStopsUntilItIsToldToRegister() {
    // Given
    String removed = bridge.frameworkId();

    // When
    world.mesos().faults().removeFramework(removed);

    // Then
    bridge.awaitState("STOPPED");
    assertReadyAndLive(false);
    assertThat(bridge.status().path("framework_state").asText()).isEqualTo("REMOVED");
    JsonNode notice = bridge.awaitNotice("framework-removed", any -> true).json();
    assertThat(notice.path("why").asText()).isNotBlank();
    assertThat(bridge.carryOut("{\"type\":\"REVIVE\"}").at("/error/code").asText())
        .isEqualTo("TORN_DOWN");
    assertThat(bridge.carryOut("{\"type\":\"SUBSCRIBE\"}").path("outcome").asText())
        .isEqualTo("ACCEPTED");
    bridge.awaitState("SUBSCRIBED");
    assertThat(bridge.frameworkId()).isNotEqualTo(removed);
  }

  private static void assertReadyAndLive(boolean ready) {
    JsonNode readiness = JsonTree.read(bridge.process().get("/q/health/ready").body());
    assertThat(readiness.path("status").asText())
        .as("%s", readiness)
        .isEqualTo(ready ? "UP" : "DOWN");
    assertThat(bridge.process().get("/q/health/live").statusCode()).isEqualTo(200);
  }
}
