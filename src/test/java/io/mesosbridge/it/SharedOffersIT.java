package io.mesosbridge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.sandbox.mesos.Ledger.Call;
import io.mesosbridge.sandbox.mesos.Ledger.LiveTask;
import io.mesosbridge.sandbox.mesos.TaskState;
import io.mesosbridge.testkit.Bridge;
import io.mesosbridge.testkit.Json;
import io.mesosbridge.testkit.World;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Launches that the bridge places share offers; each has its own result all the same. */
class SharedOffersIT {

  private World world;
  private Bridge bridge;

  @BeforeEach
  void start() {
    world = World.with(cluster -> cluster.agents(3));
    bridge = world.bridge("shared");
    bridge.awaitReady();
  }

  @AfterEach
  void stop() {
    bridge.close();
    world.close();
  }

  private static String launch(String taskId, String more) {
    return """
        {"type":"LAUNCH","launch":{"task_infos":[{"task_id":"%s","resources":"cpus:0.01;mem:8",
         "command":{"value":"sleep 100000"%s}}]}}"""
        .formatted(taskId, more);
  }

  private List<String> sendLaunches(int number) {
    return IntStream.range(0, number).mapToObj(i -> bridge.send(launch("small-" + i, ""))).toList();
  }

  /** What waits for a subscription is placed together. */
  private void whileAway(Runnable commands) {
    world.mesos().faults().masters().leaderAway();
    await()
        .atMost(Bridge.PATIENCE)
        .until(() -> !bridge.status().at("/state").asText().equals("SUBSCRIBED"));
    commands.run();
    world.mesos().faults().masters().elect(0);
  }

  private void awaitRunning(int number) {
    await()
        .atMost(Bridge.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(world.mesos().ledger().liveTasks())
                    .extracting(LiveTask::state)
                    .hasSize(number)
                    .containsOnly(TaskState.RUNNING));
  }

  private static int operations(Call accept) {
    return Json.read(accept.body()).at("/accept/operations").size();
  }

  private void assertLaunchedOnceAndAccepted(List<String> ids) {
    assertThat(world.mesos().ledger().launchesPerTask()).hasSize(ids.size()).containsValue(1);
    assertThat(world.mesos().ledger().launches()).hasSize(ids.size());
    assertThat(world.mesos().ledger().falseAlarms()).isEmpty();
    for (String id : ids) {
      JsonNode result = bridge.awaitResult(id).json();
      assertThat(result.path("outcome").asText()).as("%s", result).isEqualTo("ACCEPTED");
      assertThat(result.path("task_ids")).hasSize(1);
      assertThat(result.path("offer_ids")).hasSize(1);
      assertThat(result.path("agent_id").asText()).isIn(world.mesos().agentIds());
      assertThat(bridge.results(id)).isEqualTo(1);
    }
  }

  @Test
  void threeHundredSmallLaunchesStartWithinAFewAllocations() {
    // Given
    int number = 300;

    // When
    List<String> ids = sendLaunches(number);

    // Then
    awaitRunning(number);
    assertLaunchedOnceAndAccepted(ids);
    assertThat(world.mesos().ledger().calls("ACCEPT").stream().mapToInt(call -> operations(call)))
        .allMatch(operations -> operations <= 100)
        .anyMatch(operations -> operations > 1);
    assertThat(ids)
        .allMatch(id -> bridge.awaitResult(id).json().path("http_status").asInt() == 202);
  }

  @Test
  void aBadCommandTakesNoOtherDown() {
    // Given
    String bad = launch("bad", ",\"shell\":\"perhaps\"");

    // When
    List<List<String>> ids = new ArrayList<>();
    whileAway(() -> ids.addAll(List.of(List.of(bridge.send(bad)), sendLaunches(7))));

    // Then
    JsonNode refused = bridge.awaitResult(ids.get(0).get(0)).json();
    assertThat(refused.at("/error/code").asText()).isEqualTo("REFUSED_BY_MASTER");
    assertThat(refused.path("http_status").asInt()).isEqualTo(400);
    awaitRunning(7);
    assertLaunchedOnceAndAccepted(ids.get(1));
    assertThat(world.mesos().ledger().calls("ACCEPT").stream().filter(call -> call.status() == 400))
        .first()
        .satisfies(call -> assertThat(operations(call)).isEqualTo(8));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSharedCallInDoubtIsDecidedForEach(boolean wasCarriedOut) {
    // Given
    world.mesos().faults().dropNextCalls(1, "ACCEPT", wasCarriedOut);

    // When
    List<String> ids = new ArrayList<>();
    whileAway(() -> ids.addAll(sendLaunches(8)));

    // Then
    awaitRunning(8);
    assertLaunchedOnceAndAccepted(ids);
  }
}
