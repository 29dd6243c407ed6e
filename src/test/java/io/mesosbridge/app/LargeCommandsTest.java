package io.mesosbridge.app;

import static io.mesosbridge.app.BridgeLab.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.sandbox.mesos.SimulatedCluster;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands of megabytes, more of them than fit into memory. */
class LargeCommandsTest {

  private static final int NUMBER = 20;
  private static final String PADDING = "x".repeat(2 << 20);

  private SimulatedCluster cluster;
  private BridgeLab lab;
  private TestBridge bridge;

  @BeforeEach
  void lead() {
    cluster = BridgeLab.quickCluster();
    lab =
        new BridgeLab(
            cluster,
            Map.of(
                "bridge.placement.max-waiting-bytes",
                "5M",
                "bridge.commands.max-in-hand-bytes",
                "16M"));
    bridge = lab.leader(BridgeLab.QUICK);
  }

  @AfterEach
  void stop() {
    lab.close();
    cluster.close();
  }

  @Test
  void areRefusedOnceTooManyWaitForOffers() {
    // When
    for (int i = 0; i < 4; i++) {
      lab.commands.add(
          """
          {"id":"launch-%d","type":"LAUNCH","launch":{"task_infos":[{"task_id":"task-%d",
            "resources":"cpus:4000","data":"%s"}]}}
          """
              .formatted(i, i, PADDING));
    }

    // Then
    JsonNode refusal = lab.result("launch-3");
    assertThat(refusal.at("/error/code").asText()).isEqualTo("NO_FIT");
    assertThat(refusal.at("/error/message").asText()).contains("3 launches", "max-waiting-bytes");
    assertThat(bridge.snapshot().launchesWaiting()).isEqualTo(3);
  }

  @Test
  void stayInKafkaWhileThoseBeforeThemWaitForASubscription() {
    // Given
    cluster.faults().masters().leaderAway();
    eventually(() -> assertThat(bridge.snapshot().state()).isNotEqualTo("SUBSCRIBED"));

    // When
    for (int i = 0; i < NUMBER; i++) {
      lab.commands.add(
          "{\"id\":\"c-%d\",\"type\":\"REVIVE\",\"padding\":\"%s\"}".formatted(i, PADDING));
    }

    // Then
    eventually(() -> assertThat(bridge.snapshot().commandsWaiting()).isGreaterThanOrEqualTo(8));
    assertThat(bridge.snapshot().commandsWaiting()).isLessThanOrEqualTo(16);
    cluster.faults().masters().elect(0);
    for (int i = 0; i < NUMBER; i++) {
      assertThat(lab.result("c-" + i).path("outcome").asText()).isEqualTo("ACCEPTED");
    }
  }
}
