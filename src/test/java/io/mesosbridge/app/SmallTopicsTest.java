package io.mesosbridge.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.kafka.Topics.Topic;
import io.mesosbridge.sandbox.mesos.SimulatedCluster;
import io.mesosbridge.testkit.KafkaAdmin;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An operator's topics take less than what a command makes the bridge write. */
class SmallTopicsTest {

  private SimulatedCluster cluster;
  private BridgeLab lab;

  @BeforeEach
  void start() {
    cluster = SimulatedCluster.builder().allocationInterval(Duration.ofMillis(20)).start();
    lab = new BridgeLab(cluster, Map.of());
  }

  @AfterEach
  void stop() {
    lab.close();
    cluster.close();
  }

  @Test
  void aLaunchWhoseIntentCannotBeWrittenIsRefused() {
    // Given
    takesLittle(lab.topics.state, "3000");
    lab.leader(BridgeLab.QUICK);

    // When
    JsonNode result = lab.carryOut("many", launch("task", 200));

    // Then
    assertThat(result.path("outcome").asText()).isEqualTo("REJECTED");
    assertThat(result.at("/error/code").asText()).isEqualTo("TOO_LARGE");
    assertThat(cluster.ledger().launches()).isEmpty();
    assertThat(lab.carryOut("one", launch("one", 1)).path("outcome").asText())
        .isEqualTo("ACCEPTED");
  }

  @Test
  void aTeardownWhoseIntentCannotBeWrittenHoldsNobodyUp() {
    // Given
    takesLittle(lab.topics.state, "700");
    lab.leader(BridgeLab.QUICK);

    // When
    JsonNode result = lab.carryOut("x".repeat(255), "{\"type\":\"TEARDOWN\"}");

    // Then
    assertThat(result.at("/error/code").asText()).isEqualTo("TOO_LARGE");
    assertThat(lab.carryOut("next", "{\"type\":\"REVIVE\"}").path("outcome").asText())
        .isEqualTo("ACCEPTED");
  }

  @Test
  void aResultThatCannotBeWrittenComesInBrief() {
    // Given
    takesLittle(lab.topics.commandResults, "3000");
    lab.leader(BridgeLab.QUICK);

    // When
    JsonNode result = lab.carryOut("many", launch("task", 200));

    // Then
    assertThat(result.path("outcome").asText()).isEqualTo("ACCEPTED");
    assertThat(result.path("task_ids")).isEmpty();
    assertThat(result.path("agent_id").asText()).isIn(cluster.agentIds());
  }

  private static void takesLittle(Topic topic, String bytes) {
    new KafkaAdmin(SharedBroker.bootstrapServers())
        .change(topic.name(), "max.message.bytes", bytes);
  }

  private static String launch(String name, int number) {
    String task = "{\"task_id\":\"%s-with-a-long-name-%d\",\"resources\":\"cpus:0.001\"}";
    return IntStream.range(0, number)
        .mapToObj(i -> task.formatted(name, i))
        .collect(
            Collectors.joining(",", "{\"type\":\"LAUNCH\",\"launch\":{\"task_infos\":[", "]}}"));
  }
}
