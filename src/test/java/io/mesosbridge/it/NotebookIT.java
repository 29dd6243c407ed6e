package io.mesosbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.testkit.ConsumedOffer;
import io.mesosbridge.testkit.JsonTree;
import io.mesosbridge.testkit.KafkaRecord;
import io.mesosbridge.testkit.QuickWorld;
import io.mesosbridge.testkit.TestedBridge;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The notebook that this product began as drove Mesos by hand; each of its cells, through Kafka.
 */
@TestMethodOrder(OrderAnnotation.class)
class NotebookIT {

  private static final String DOCKER_TASK =
      """
      {"name":"nginx","task_id":{"value":"nginx-1"},
       "agent_id":{"value":"%s"},
       "resources":[
        {"name":"cpus","type":"SCALAR","scalar":{"value":0.5},"allocation_info":{"role":"*"}},
        {"name":"mem","type":"SCALAR","scalar":{"value":64.0},"allocation_info":{"role":"*"}}],
       "container":{"type":"DOCKER","docker":{"image":"nginx:1.27","network":"BRIDGE",
        "force_pull_image":true,"privileged":false,
        "parameters":[{"key":"hostname","value":"näme"}]}},
       "command":{"shell":false,"uris":[
        {"value":"https://example.org/site.tar.gz","extract":true,"cache":true},
        {"value":"hdfs://nn/conf","executable":false,"output_file":"conf"}],
        "environment":{"variables":[{"name":"TZ","type":"VALUE","value":"UTC"}]}},
       "a_field_of_a_later_mesos":{"depth":[1.50,12345678901234567890]}}""";

  private static QuickWorld world;
  private static TestedBridge bridge;

  @BeforeAll
  static void start() {
    world = QuickWorld.quick();
    bridge = world.bridge("notebook").awaitReady();
  }

  @AfterAll
  static void stop() {
    bridge.close();
    world.close();
  }

  @Test
  @Order(1)
  void offersAreThere() {
    // When
    ConsumedOffer offer = bridge.awaitOffer();

    // Then
    assertThat(world.mesos().agentIds()).contains(offer.agentId());
    assertThat(offer.json().path("resources")).isNotEmpty();
  }

  @Test
  @Order(2)
  void pythonsHttpServerIsLaunchedOnANamedOffer() {
    // Given
    ConsumedOffer offer = bridge.awaitOffer();

    // When
    JsonNode result =
        bridge.carryOut(TestedBridge.launch(offer, "http-1", "python3 -m http.server 9000"));

    // Then
    assertThat(result.path("outcome").asText()).as("%s", result).isEqualTo("ACCEPTED");
    assertThat(result.at("/offer_ids/0").asText()).isEqualTo(offer.id());
    assertThat(result.path("agent_id").asText()).isEqualTo(offer.agentId());
    bridge.awaitUpdate("http-1", "TASK_RUNNING");
    JsonNode accept = world.master().decoded("ACCEPT", call -> launches(call, "http-1"));
    assertThat(accept.at("/accept/operations/0/launch/task_infos/0/resources/0/scalar/value"))
        .isEqualTo(JsonTree.read("0.1"));
  }

  @Test
  @Order(3)
  void aDockerContainerWithUrisIsPassedOnUntouched() {
    // Given
    ConsumedOffer offer = bridge.awaitOffer();
    String task = DOCKER_TASK.formatted(offer.agentId());

    // When
    JsonNode result =
        bridge.carryOut(
            """
            {"type":"LAUNCH","launch":{"offer_ids":["%s"],"task_infos":[%s]}}"""
                .formatted(offer.id(), task));

    // Then
    assertThat(result.path("outcome").asText()).as("%s", result).isEqualTo("ACCEPTED");
    bridge.awaitUpdate("nginx-1", "TASK_RUNNING");
    JsonNode accept = world.master().decoded("ACCEPT", call -> launches(call, "nginx-1"));
    assertThat(accept.at("/accept/operations/0/launch/task_infos/0"))
        .isEqualTo(JsonTree.read(task));
  }

  @Test
  @Order(4)
  void aTaskIsKilledByItsIdAlone() {
    // Given
    bridge.run("victim-1", "sleep 10000", "TASK_RUNNING");

    // When
    JsonNode result = bridge.carryOut("{\"type\":\"KILL\",\"kill\":{\"task_id\":\"victim-1\"}}");

    // Then
    assertThat(result.path("outcome").asText()).as("%s", result).isEqualTo("ACCEPTED");
    KafkaRecord killed = bridge.awaitUpdate("victim-1", "TASK_KILLED");
    JsonNode kill =
        world
            .master()
            .decoded("KILL", c -> c.at("/kill/task_id/value").asText().equals("victim-1"));
    assertThat(kill.at("/kill/agent_id")).isEqualTo(killed.json().path("agent_id"));
  }

  @Test
  @Order(5)
  void heartbeatsAreRead() {
    // When
    KafkaRecord heartbeat = bridge.awaitRecord("heartbeats", any -> true);

    // Then
    assertThat(heartbeat.key()).isEqualTo(bridge.frameworkId());
    assertThat(heartbeat.json()).isEqualTo(JsonTree.read("{\"type\":\"HEARTBEAT\"}"));
  }

  @Test
  @Order(6)
  void everyCallCarriedTheStreamsId() {
    // When
    var calls = world.mesos().ledger().calls();

    // Then
    assertThat(calls)
        .filteredOn(call -> !call.type().equals("SUBSCRIBE"))
        .isNotEmpty()
        .allSatisfy(call -> assertThat(call.status()).as(call.text()).isEqualTo(202))
        .extracting(call -> call.streamId())
        .containsOnly(bridge.status().path("stream_id").asText());
  }

  @Test
  @Order(7)
  void theFrameworkIsTornDown() {
    // When
    JsonNode result = bridge.carryOut("{\"type\":\"TEARDOWN\"}");

    // Then
    assertThat(result.path("outcome").asText()).as("%s", result).isEqualTo("ACCEPTED");
    bridge.awaitState("TORN_DOWN");
    assertThat(world.mesos().ledger().liveTasks()).isEmpty();
    assertThat(bridge.table("tasks")).isEmpty();
  }

  private static boolean launches(JsonNode accept, String taskId) {
    return accept
        .at("/accept/operations/0/launch/task_infos/0/task_id/value")
        .asText()
        .equals(taskId);
  }
}
