package io.mesosbridge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.testkit.ConsumedOffer;
import io.mesosbridge.testkit.JsonTree;
import io.mesosbridge.testkit.KafkaRecord;
import io.mesosbridge.testkit.QuickWorld;
import io.mesosbridge.testkit.TestedBridge;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/**
 * The notebook that this product began as drove Mesos by hand; each of its cells, through Kafka, on
 * a Mesos that is upgraded under the bridge from the one that it began with.
 */
class NotebookIT {

  private static final List<String> VERSIONS =
      List.of("1.0.0", "1.3.0", "1.4.0", "1.8.0", "1.12.0");

  private static final String DOCKER_TASK =
      """
      {"name":"nginx","task_id":{"value":"nginx-%s"},
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

  /** Of MULTI_ROLE, PARTITION_AWARE, RESERVATION_REFINEMENT and roles. */
  private static final Map<String, Integer> LEFT_AWAY = Map.of("1.0.0", 4, "1.3.0", 1);

  private static QuickWorld world;
  private static TestedBridge bridge;

  private String version;

  @BeforeAll
  static void start() {
    world = QuickWorld.with(cluster -> cluster.version(VERSIONS.get(0)));
    bridge = world.bridge("notebook").awaitReady();
  }

  @AfterAll
  static void stop() {
    bridge.close();
    world.close();
  }

  @TestFactory
  Stream<DynamicContainer> eachCellRunsOnEachVersion() {
    return VERSIONS.stream().map(each -> DynamicContainer.dynamicContainer(each, cells(each)));
  }

  private Stream<DynamicTest> cells(String mesos) {
    return Stream.of(
        cell("theMasterIsOf" + mesos, () -> theMasterIsOf(mesos)),
        cell("theStateOfTheClusterIsReadToWarmUp", this::theStateOfTheClusterIsReadToWarmUp),
        cell("offersAreThere", this::offersAreThere),
        cell(
            "pythonsHttpServerIsLaunchedOnANamedOffer",
            this::pythonsHttpServerIsLaunchedOnANamedOffer),
        cell(
            "aDockerContainerWithUrisIsPassedOnUntouched",
            this::aDockerContainerWithUrisIsPassedOnUntouched),
        cell("aTaskIsKilledByItsIdAlone", this::aTaskIsKilledByItsIdAlone),
        cell("heartbeatsAreRead", this::heartbeatsAreRead),
        cell("everyCallCarriedTheStreamsId", this::everyCallCarriedTheStreamsId),
        cell("whatTheVersionCannotHaveIsRefused", this::whatTheVersionCannotHaveIsRefused),
        cell("theFrameworkIsTornDown", this::theFrameworkIsTornDown));
  }

  private static DynamicTest cell(String name, Executable cell) {
    return DynamicTest.dynamicTest(name, cell);
  }

  private void theMasterIsOf(String mesos) {
    // Given
    version = mesos;

    // When
    if (!mesos.equals(VERSIONS.get(0))) {
      world.mesos().faults().masters().changeVersion(mesos);
      bridge.carryOut("{\"type\":\"SUBSCRIBE\"}");
    }

    // Then
    JsonNode master = bridge.awaitState("SUBSCRIBED").status().path("master");
    assertThat(master.path("version").asText()).isEqualTo(mesos);
    assertThat(master.path("left_away")).hasSize(LEFT_AWAY.getOrDefault(mesos, 0));
  }

  private void whatTheVersionCannotHaveIsRefused() {
    // Given
    boolean isKnown = version.equals("1.12.0");
    String what =
        version.equals("1.8.0")
            ? "the answer to which by events came with Mesos 1.9.0"
            : "which came with Mesos 1.5.0";

    // When
    JsonNode result =
        bridge.carryOut("{\"type\":\"RECONCILE_OPERATIONS\",\"reconcile_operations\":{}}");

    // Then
    assertThat(result.path("outcome").asText()).isEqualTo(isKnown ? "ACCEPTED" : "REJECTED");
    assertThat(result.at("/error/message").asText())
        .isEqualTo(
            isKnown
                ? ""
                : "/type is RECONCILE_OPERATIONS, %s, but the master is %s"
                    .formatted(what, version));
  }

  private void theStateOfTheClusterIsReadToWarmUp() {
    // When
    String master = world.mesos().url();
    JsonNode state = JsonTree.at(master + "/state");

    // Then
    assertThat(state.path("version").asText()).isEqualTo(version);
    assertThat(state.path("frameworks").findValuesAsText("name")).contains("notebook");
    assertThat(JsonTree.at(master + "/frameworks").path("frameworks"))
        .anyMatch(each -> each.path("id").asText().equals(bridge.frameworkId()));
    assertThat(JsonTree.at(master + "/metrics/snapshot").path("master/elected").asInt()).isOne();
    JsonNode slaves = JsonTree.at(master + "/slaves").path("slaves");
    assertThat(slaves).hasSameSizeAs(world.mesos().agentIds()).hasSameSizeAs(state.path("slaves"));
    for (JsonNode slave : slaves) {
      JsonNode own =
          JsonTree.at(slave.path("pid").asText().replaceFirst("(.+)@", "http://") + "/state");
      assertThat(world.mesos().agentIds()).contains(own.path("id").asText());
      assertThat(own.path("version").asText()).isEqualTo(version);
    }
  }

  private void offersAreThere() {
    // When
    ConsumedOffer offer = bridge.awaitOffer();

    // Then
    assertThat(world.mesos().agentIds()).contains(offer.agentId());
    assertThat(offer.json().path("resources")).isNotEmpty();
  }

  private void pythonsHttpServerIsLaunchedOnANamedOffer() {
    // Given
    ConsumedOffer offer = bridge.awaitOffer();

    // When
    JsonNode result =
        bridge.carryOut(
            TestedBridge.launch(offer, "http-" + version, "python3 -m http.server 9000"));

    // Then
    assertThat(result.path("outcome").asText()).as("%s", result).isEqualTo("ACCEPTED");
    assertThat(result.at("/offer_ids/0").asText()).isEqualTo(offer.id());
    assertThat(result.path("agent_id").asText()).isEqualTo(offer.agentId());
    bridge.awaitUpdate("http-" + version, "TASK_RUNNING");
    JsonNode accept = world.master().decoded("ACCEPT", call -> launches(call, "http-" + version));
    assertThat(accept.at("/accept/operations/0/launch/task_infos/0/resources/0/scalar/value"))
        .isEqualTo(JsonTree.read("0.1"));
  }

  private void aDockerContainerWithUrisIsPassedOnUntouched() {
    // Given
    ConsumedOffer offer = bridge.awaitOffer();
    String task = DOCKER_TASK.formatted(version, offer.agentId());

    // When
    JsonNode result =
        bridge.carryOut(
            """
            {"type":"LAUNCH","launch":{"offer_ids":["%s"],"task_infos":[%s]}}"""
                .formatted(offer.id(), task));

    // Then
    assertThat(result.path("outcome").asText()).as("%s", result).isEqualTo("ACCEPTED");
    bridge.awaitUpdate("nginx-" + version, "TASK_RUNNING");
    JsonNode accept = world.master().decoded("ACCEPT", call -> launches(call, "nginx-" + version));
    assertThat(accept.at("/accept/operations/0/launch/task_infos/0"))
        .isEqualTo(JsonTree.read(task));
  }

  private void aTaskIsKilledByItsIdAlone() {
    // Given
    bridge.run("victim-" + version, "sleep 10000", "TASK_RUNNING");

    // When
    JsonNode result =
        bridge.carryOut(
            "{\"type\":\"KILL\",\"kill\":{\"task_id\":\"victim-%s\"}}".formatted(version));

    // Then
    assertThat(result.path("outcome").asText()).as("%s", result).isEqualTo("ACCEPTED");
    KafkaRecord killed = bridge.awaitUpdate("victim-" + version, "TASK_KILLED");
    JsonNode kill =
        world
            .master()
            .decoded("KILL", c -> c.at("/kill/task_id/value").asText().equals("victim-" + version));
    assertThat(kill.at("/kill/agent_id")).isEqualTo(killed.json().path("agent_id"));
  }

  private void heartbeatsAreRead() {
    // When
    KafkaRecord heartbeat =
        bridge.awaitRecord("heartbeats", one -> one.key().equals(bridge.frameworkId()));

    // Then
    assertThat(heartbeat.json()).isEqualTo(JsonTree.read("{\"type\":\"HEARTBEAT\"}"));
  }

  private void everyCallCarriedTheStreamsId() {
    // When
    var calls = world.mesos().ledger().calls();

    // Then
    assertThat(calls)
        .filteredOn(call -> call.frameworkId().equals(bridge.frameworkId()))
        .filteredOn(call -> !call.type().equals("SUBSCRIBE"))
        .isNotEmpty()
        .allSatisfy(call -> assertThat(call.status()).as(call.text()).isEqualTo(202))
        .extracting(call -> call.streamId())
        .containsOnly(bridge.status().path("stream_id").asText());
  }

  private void theFrameworkIsTornDown() {
    // When
    JsonNode result = bridge.carryOut("{\"type\":\"TEARDOWN\"}");

    // Then
    assertThat(result.path("outcome").asText()).as("%s", result).isEqualTo("ACCEPTED");
    bridge.awaitState("TORN_DOWN");
    assertThat(world.mesos().ledger().liveTasks()).isEmpty();
    await().until(() -> bridge.table("tasks").isEmpty());
  }

  private static boolean launches(JsonNode accept, String taskId) {
    return accept
        .at("/accept/operations/0/launch/task_infos/0/task_id/value")
        .asText()
        .equals(taskId);
  }
}
