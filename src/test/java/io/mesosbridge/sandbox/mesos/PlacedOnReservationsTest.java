package io.mesosbridge.sandbox.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.core.TermFixture;
import io.mesosbridge.testkit.JsonTree;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the bridge makes of a launch and an offer of reserved resources, judged by the cluster. */
class PlacedOnReservationsTest {

  private static final String RESERVED =
      "'name':'disk','type':'SCALAR','scalar':{'value':64},"
          + "'reservations':[{'type':'DYNAMIC','role':'eng/web'}]";
  private static final String DISK =
      "'disk':{'persistence':{'id':'v'},'volume':{'container_path':'data','mode':'RW'}}";

  private final SimulatedCluster cluster =
      SimulatedCluster.builder()
          .agentResources("cpus(eng):1;cpus(eng/web):1;cpus:1;mem:1024;disk:1024")
          .allocationInterval(Duration.ofMillis(20))
          .timeStandsStill()
          .start();
  private final TestFramework framework = TestFramework.of(cluster, info());
  private final TermFixture bridge = TermFixture.with().successor(info());

  private static ObjectNode info() {
    ObjectNode info = TestFramework.info("RESERVATION_REFINEMENT", "SHARED_RESOURCES");
    info.putArray("roles").add("eng/web");
    return info;
  }

  @AfterEach
  void stop() {
    framework.close();
    cluster.close();
  }

  /** Each a launch of its own, all of which have the next offer and one ACCEPT. */
  private JsonNode place(String... launches) {
    bridge.subscribe(framework.id());
    for (String launch : launches) {
      bridge.command("{%s}".formatted(launch.replace('\'', '"')));
    }
    bridge.event(framework.events().offers().toString());
    JsonNode accept = JsonTree.read(bridge.seen().calls("ACCEPT").get(0).call().toString());
    framework.call("ACCEPT", accept.path("accept").toString());
    return accept;
  }

  private static String launch(String taskId, String resources) {
    return "'type':'LAUNCH','launch':{'task_infos':[%s]}".formatted(task(taskId, resources));
  }

  private static String task(String taskId, String resources) {
    return "{'task_id':'%s','command':{'value':'x'},'resources':%s}".formatted(taskId, resources);
  }

  /** The agent has a volume of 64 MB from now on; what it says besides may be nothing. */
  private void create(String besides) {
    JsonNode offer = framework.events().offers().path("offers").path("offers").get(0);
    framework.call(
        "ACCEPT",
        """
        {'offer_ids': [{'value': '%s'}], 'filters': {'refuse_seconds': 0}, 'operations': [
          {'type': 'RESERVE', 'reserve': {'resources': [{%s}]}},
          {'type': 'CREATE', 'create': {'volumes': [{%s, %s%s}]}}]}
        """
            .formatted(SimJson.idIn(offer, "id"), RESERVED, RESERVED, DISK, besides));
  }

  /** The states of the tasks once nothing changes any more, which all of them tell of. */
  private Map<String, String> states(int tasks) {
    Map<String, String> states = new TreeMap<>();
    while (states.size() < tasks || states.containsValue("TASK_STARTING")) {
      JsonNode status = framework.events().next("UPDATE").path("update").path("status");
      framework.acknowledge(status);
      states.put(SimJson.idIn(status, "task_id"), status.path("state").asText());
    }
    return states;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cpus:1;mem:32",
        "cpus(eng):1;mem:32",
        "cpus(eng/web):1;mem:32",
        "cpus(eng):0.5;cpus(eng/web):0.5;cpus:1;mem:32"
      })
  void aTaskRunsOnWhatIsReservedForItsRoleOrOneAbove(String resources) {
    // When
    place(launch("a", "'" + resources + "'"));

    // Then
    assertThat(states(1)).isEqualTo(Map.of("a", "TASK_RUNNING"));
  }

  @Test
  void launchesRunOnOneSharedVolume() {
    // Given
    create(", 'shared': {}");
    String cpus = "{'name':'cpus','type':'SCALAR','scalar':{'value':0.1}}";
    String resources = "[%s,{%s,%s,'shared':{}}]".formatted(cpus, RESERVED, DISK);

    // When
    JsonNode accept =
        place(
            launch("a", resources),
            "'type':'LAUNCH','launch':{'task_infos':[%s,%s]}"
                .formatted(task("b", resources), task("c", resources)));

    // Then
    assertThat(accept.at("/accept/operations")).hasSize(2);
    assertThat(states(3).values()).containsOnly("TASK_RUNNING");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ", 'shared': {}"})
  void aVolumeIsNamedByItsIdAndMountedWhereTheTaskSays(String besides) {
    // Given
    create(besides);

    // When
    JsonNode accept =
        place(
            launch(
                "a",
                "[{'name':'cpus','type':'SCALAR','scalar':{'value':0.1}},"
                    + "{'name':'disk','type':'SCALAR','disk':{'persistence':{'id':'v'},"
                    + "'volume':{'container_path':'here','mode':'RW'}}}]"));

    // Then
    assertThat(states(1)).isEqualTo(Map.of("a", "TASK_RUNNING"));
    JsonNode volume = accept.at("/accept/operations/0/launch/task_infos/0/resources/1");
    assertThat(volume.at("/scalar/value").asInt()).isEqualTo(64);
    assertThat(volume.at("/reservations/0/type").asText()).isEqualTo("DYNAMIC");
    assertThat(volume.at("/disk/volume/container_path").asText()).isEqualTo("here");
  }

  @Test
  void anExecutorOfSeveralTasksHasItsVolumeOnce() {
    // Given
    create("");
    String task =
        "{'task_id':'%s','resources':'cpus:0.1','executor':{'executor_id':'e',"
            + "'command':{'value':'x'},'resources':[{'name':'cpus','type':'SCALAR',"
            + "'scalar':{'value':0.1}},{'name':'disk','type':'SCALAR','disk':"
            + "{'persistence':{'id':'v'}}}]}}";

    // When
    place(
        "'type':'LAUNCH','launch':{'task_infos':[%s,%s]}"
            .formatted(task.formatted("a"), task.formatted("b")));

    // Then
    assertThat(states(2).values()).containsOnly("TASK_RUNNING");
  }

  @Test
  void aVolumeThatIsUsedCannotBeDestroyed() {
    // Given
    create(", 'shared': {}");
    place(launch("a", "[{%s,%s,'shared':{}}]".formatted(RESERVED, DISK)));
    states(1);
    JsonNode offer = framework.events().offers().path("offers").path("offers").get(0);

    // When
    framework.call(
        "ACCEPT",
        "{'offer_ids':[{'value':'%s'}],'operations':[{'type':'DESTROY','id':{'value':'op'},%s}]}"
            .formatted(
                SimJson.idIn(offer, "id"),
                "'destroy':{'volumes':[{%s,%s,'shared':{}}]}".formatted(RESERVED, DISK)));

    // Then
    assertThat(
            framework
                .events()
                .next("UPDATE_OPERATION_STATUS")
                .at("/update_operation_status/status/message")
                .asText())
        .startsWith("Persistent volumes in use");
  }

  @Test
  void aGroupHasAnAcceptOfItsOwnSinceNoneRunsOnASharedVolumeThatIsInUseThere() {
    // Given
    create(", 'shared': {}");
    String volume = "{%s,%s,'shared':{}}".formatted(RESERVED, DISK);
    String cpus = "{'name':'cpus','type':'SCALAR','scalar':{'value':0.1}}";
    String resources = "[%s,%s]".formatted(cpus, volume);
    String group =
        "'type':'LAUNCH_GROUP','launch_group':{'executor':{'type':'DEFAULT','executor_id':'e',"
            + "'resources':'cpus:0.1;mem:32;disk:1'},'task_group':{'tasks':[%s]}}"
                .formatted(task("g", resources));
    JsonNode accept = place(launch("a", resources), group);
    Map<String, String> alone = states(1);

    // When
    bridge.answer("ACCEPT", TermFixture.TAKEN);
    bridge.event(framework.events().offers().toString());
    JsonNode second = JsonTree.read(bridge.seen().calls("ACCEPT").get(1).call().toString());
    framework.call("ACCEPT", second.path("accept").toString());

    // Then
    assertThat(accept.at("/accept/operations")).hasSize(1);
    assertThat(alone).isEqualTo(Map.of("a", "TASK_RUNNING"));
    assertThat(states(1)).isEqualTo(Map.of("g", "TASK_RUNNING"));
  }
}
