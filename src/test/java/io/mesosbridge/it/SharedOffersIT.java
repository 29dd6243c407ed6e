package io.mesosbridge.it;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.sandbox.mesos.Ledger;
import io.mesosbridge.sandbox.mesos.Ledger.Call;
import io.mesosbridge.sandbox.mesos.SimTaskState;
import io.mesosbridge.testkit.JsonTree;
import io.mesosbridge.testkit.KafkaRecord;
import io.mesosbridge.testkit.QuickWorld;
import io.mesosbridge.testkit.TestedBridge;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Launches that the bridge places share offers; each has its own result all the same. */
class SharedOffersIT {

  private static QuickWorld world;
  private static TestedBridge bridge;

  @BeforeAll
  static void start() {
    world = QuickWorld.with(cluster -> cluster.agents(3));
    bridge = world.bridge("shared").awaitReady();
  }

  @AfterAll
  static void stop() {
    bridge.close();
    world.close();
  }

  private static String launch(String taskId, String more) {
    return """
        {"type":"LAUNCH","launch":{"task_infos":[{"task_id":"%s","resources":"cpus:0.01;mem:8",
         "command":{"value":"sleep 100000"%s}}]}}"""
        .formatted(taskId, more);
  }

  private static Stream<String> launches(String name, int number) {
    return IntStream.range(0, number).mapToObj(i -> launch(name + "-" + i, ""));
  }

  /** Commands that wait for a subscription, so that they are there when offers come. */
  private static List<String> sendWhileAway(Stream<String> commands, int waiting) {
    bridge.awaitReady();
    world.mesos().faults().masters().leaderAway();
    await()
        .atMost(TestedBridge.PATIENCE)
        .until(() -> !bridge.status().path("state").asText().equals("SUBSCRIBED"));
    List<String> ids = commands.map(bridge::send).toList();
    await()
        .atMost(TestedBridge.PATIENCE)
        .until(() -> bridge.status().path("commands_waiting").asInt() >= waiting);
    world.mesos().faults().masters().elect(0);
    return ids;
  }

  private static void awaitEachRunsOnce(String name, int number) {
    await()
        .atMost(TestedBridge.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(world.mesos().ledger().liveTasks())
                    .filteredOn(task -> task.taskId().startsWith(name))
                    .hasSize(number)
                    .allMatch(task -> task.state() == SimTaskState.RUNNING));
    assertThat(world.mesos().ledger().launches())
        .filteredOn(launch -> launch.taskId().startsWith(name))
        .hasSize(number);
    assertThat(world.mesos().ledger().falseAlarms()).isEmpty();
  }

  private static void assertAcceptedOnce(List<String> commandIds) {
    await()
        .atMost(TestedBridge.PATIENCE)
        .until(() -> commandIds.stream().allMatch(id -> bridge.results(id) > 0));
    Map<String, List<KafkaRecord>> results =
        bridge.records("command-results").stream().collect(groupingBy(KafkaRecord::key));
    assertThat(commandIds)
        .allSatisfy(
            id -> {
              assertThat(results.get(id)).hasSize(1);
              assertAccepted(results.get(id).get(0).json());
            });
  }

  private static void assertAccepted(JsonNode result) {
    assertThat(result.path("outcome").asText()).as("%s", result).isEqualTo("ACCEPTED");
    assertThat(result.path("http_status").isNull() || result.path("http_status").asInt() == 202)
        .isTrue();
    assertThat(result.path("task_ids")).hasSize(1);
    assertThat(result.path("offer_ids")).hasSize(1);
    assertThat(result.path("agent_id").asText()).isIn(world.mesos().agentIds());
  }

  /** The ACCEPT calls that launch tasks of that name. */
  private static List<Call> accepts(String name) {
    return world.mesos().ledger().calls("ACCEPT").stream()
        .filter(call -> call.body().contains(name))
        .toList();
  }

  private static int operations(Call accept) {
    return JsonTree.read(accept.body()).at("/accept/operations").size();
  }

  @Test
  void threeHundredSmallLaunchesStartWithinAFewAllocations() {
    // Given
    int number = 300;

    // When
    List<String> ids = sendWhileAway(launches("many", number), 250);

    // Then
    awaitEachRunsOnce("many", number);
    assertAcceptedOnce(ids);
    assertThat(accepts("many"))
        .hasSizeLessThanOrEqualTo(20)
        .allMatch(call -> operations(call) <= 100)
        .anyMatch(call -> operations(call) == 100);
  }

  @Test
  void aBadCommandTakesNoOtherDown() {
    // Given
    String bad = launch("bad-one", ",\"shell\":\"perhaps\"");

    // When
    List<String> ids = sendWhileAway(Stream.concat(Stream.of(bad), launches("bad", 7)), 8);

    // Then
    JsonNode refused = bridge.awaitResult(ids.get(0)).json();
    assertThat(refused.at("/error/code").asText()).isEqualTo("REFUSED_BY_MASTER");
    assertThat(refused.path("http_status").asInt()).isEqualTo(400);
    awaitEachRunsOnce("bad", 7);
    assertAcceptedOnce(ids.subList(1, 8));
    assertThat(bridge.results(ids.get(0))).isEqualTo(1);
    assertThat(accepts("bad-one")).extracting(SharedOffersIT::operations).startsWith(8).endsWith(1);
  }

  @Test
  void launchesThatWantAHostOfTheirOwnGetOneEachAndAFourthWaitsForTheEndOfAnother() {
    // Given
    Stream<String> four =
        launches("alone", 4)
            .map(
                each ->
                    each.replace(
                        "{\"type\"", "{\"constraints\":[[\"hostname\",\"UNIQUE\"]],\"type\""));
    List<String> ids = sendWhileAway(four, 4);
    awaitEachRunsOnce("alone", 3);
    String waiting = ids.stream().filter(id -> bridge.results(id) == 0).findFirst().orElseThrow();

    // When
    String ended =
        world.mesos().ledger().launches().stream()
            .map(Ledger.Launch::taskId)
            .filter(id -> id.startsWith("alone"))
            .findFirst()
            .orElseThrow();
    bridge.send("{\"type\":\"KILL\",\"kill\":{\"task_id\":\"" + ended + "\"}}");

    // Then
    assertAccepted(bridge.awaitResult(waiting).json());
    await()
        .atMost(TestedBridge.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(world.mesos().ledger().liveTasks())
                    .filteredOn(task -> task.taskId().startsWith("alone"))
                    .filteredOn(task -> !task.taskId().equals(ended))
                    .extracting(Ledger.LiveTask::agentId)
                    .doesNotHaveDuplicates()
                    .hasSize(3));
  }

  @ParameterizedTest
  @CsvSource({"taken, true", "lost, false"})
  void aSharedCallInDoubtIsDecidedForEach(String name, boolean wasCarriedOut) {
    // Given
    world.mesos().faults().dropNextCalls(1, "ACCEPT", wasCarriedOut);

    // When
    List<String> ids = sendWhileAway(launches(name, 8), 8);

    // Then
    awaitEachRunsOnce(name, 8);
    assertAcceptedOnce(ids);
    assertThat(accepts(name)).first().matches(call -> operations(call) == 8);
    assertThat(accepts(name)).first().matches(call -> call.status() == 0);
  }
}
