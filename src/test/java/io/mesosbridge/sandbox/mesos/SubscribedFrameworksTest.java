package io.mesosbridge.sandbox.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a SUBSCRIBE makes of the FrameworkInfo that it brings. */
class SubscribedFrameworksTest {

  private final SimulatedCluster cluster =
      SimulatedCluster.builder()
          .allocationInterval(Duration.ofMillis(20))
          .timeStandsStill()
          .start();

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void anEmptyIdIsAsGoodAsNone() {
    // Given
    ObjectNode info = TestFramework.info();
    info.set("id", SimJson.id(""));

    // When
    TestFramework framework = TestFramework.of(cluster, info);

    // Then
    assertThat(framework.id()).endsWith("-0000");
  }

  @Test
  void anotherCheckpointIsSilentlyIgnored() {
    // Given
    ObjectNode info = TestFramework.info();
    info.remove("checkpoint");
    TestFramework framework = TestFramework.of(cluster, info);

    // When
    TestFramework again = framework.resubscribe();

    // Then
    again.launch("task", "sleep infinity");
    JsonNode starting = again.update();
    cluster.faults().agents().disconnect(SimJson.idIn(starting, "agent_id"));
    assertThat(again.events().next("UPDATE").at("/update/status/state").asText())
        .isEqualTo("TASK_LOST");
  }
}
