package io.mesosbridge.app;

import static io.mesosbridge.app.BridgeLab.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.sandbox.mesos.SimulatedCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Launches whose results were lost, although a lot became known of their tasks. */
class LaunchInDoubtTest {

  private SimulatedCluster cluster;
  private BridgeLab lab;
  private TopicTail tasks;
  private TestBridge leader;

  @BeforeEach
  void lead() {
    cluster = BridgeLab.quickCluster();
    lab = new BridgeLab(cluster, Map.of());
    tasks = lab.tail(lab.topics.tasks.name());
    leader = lab.leader(BridgeLab.QUICK);
    leader.clients.dieAt(Fate.withoutResults(lab.topics));
  }

  @AfterEach
  void stop() throws Exception {
    lab.close();
    cluster.close();
  }

  @Test
  void aTaskThatEndedBeforeTheCrashIsNotLaunchedAgain() {
    // Given
    launch("quick", "true");
    eventually(() -> assertThat(tasks.values("quick")).isNotEmpty());

    // When
    takeOver();

    // Then
    JsonNode result = lab.result("launch-quick");
    assertThat(result.path("outcome").asText()).isEqualTo("ACCEPTED");
    eventually(() -> assertThat(leader.snapshot().commandsWaiting()).isZero());
    eventually(() -> assertThat(tasks.values("quick")).last().isNull());
    assertThat(cluster.ledger().launchesPerTask()).containsEntry("quick", 1);
    assertThat(leader.snapshot().liveTasks()).isZero();
  }

  @Test
  void whatIsKnownOfATaskStaysKnown() {
    // Given
    launch("long", "serve");
    eventually(() -> assertThat(states("long")).contains("TASK_STARTING"));
    int rows = tasks.values("long").size();

    // When
    takeOver();

    // Then
    assertThat(lab.result("launch-long").path("outcome").asText()).isEqualTo("ACCEPTED");
    List<String> all = states("long");
    assertThat(all.subList(rows, all.size())).doesNotContain("TASK_STAGING");
    assertThat(tasks.values("long")).last().asString().contains("\"uuid\"");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void launchesThatShareACallAreEachCarriedOutOnce(boolean carriedOut) {
    // Given
    leader.kill();
    List<String> ids = List.of("one", "two", "three");
    ids.forEach(id -> launch(id, "serve"));
    cluster.faults().dropNextCalls(1, "ACCEPT", carriedOut);
    leader = lab.leader(BridgeLab.QUICK);
    eventually(() -> assertThat(cluster.ledger().calls("ACCEPT")).isNotEmpty());

    // When
    takeOver();

    // Then
    assertThat(ids)
        .allSatisfy(
            id ->
                assertThat(lab.result("launch-" + id).path("outcome").asText())
                    .isEqualTo("ACCEPTED"));
    assertThat(cluster.ledger().launchesPerTask())
        .containsOnly(entry("one", 1), entry("two", 1), entry("three", 1));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCallThatGetsLostOnlyAfterTheNextSubscriptionStandsIsSettledUnderThatOne(
      boolean carriedOut) {
    // Given
    leader.kill();
    leader = lab.leader(BridgeLab.QUICK);
    String streamId = leader.snapshot().streamId();
    cluster.faults().dropNextCalls(1, "ACCEPT", carriedOut);
    cluster.faults().delayCalls(Duration.ofHours(1));
    launch("late", "serve");
    eventually(() -> assertThat(lab.state.values("command/launch-late")).isNotEmpty());
    eventually(() -> assertThat(leader.pendingCalls()).isPositive());
    cluster.faults().delayCalls(Duration.ZERO);

    // When
    cluster.faults().cutStreams();
    eventually(() -> assertThat(leader.snapshot().streamId()).isNotNull().isNotEqualTo(streamId));

    // Then
    assertThat(lab.results.values("launch-late")).isEmpty();
    cluster.faults().releaseCalls();
    assertThat(lab.result("launch-late").path("outcome").asText()).isEqualTo("ACCEPTED");
    assertThat(cluster.ledger().launchesPerTask()).containsEntry("late", 1);
    assertThat(leader.snapshot().commandsWaiting()).isZero();
  }

  @Test
  void onlyWhatIsAboutItWaitsForALaunchInDoubt() {
    // Given
    leader.kill();
    leader = lab.leader(BridgeLab.QUICK);
    cluster.faults().delayCalls(Duration.ofHours(1));
    launch("silent", "serve");
    eventually(() -> assertThat(lab.state.values("command/launch-silent")).isNotEmpty());
    leader.kill();
    cluster.faults().delayCalls(Duration.ZERO);
    cluster.agentIds().forEach(cluster.faults().agents()::disconnect);
    cluster.faults().masters().changeLeader();
    leader = lab.leader(BridgeLab.QUICK);

    // When
    lab.commands.add("{\"id\":\"revive\",\"type\":\"REVIVE\"}");
    lab.commands.add("{\"id\":\"kill\",\"type\":\"KILL\",\"kill\":{\"task_id\":\"silent\"}}");

    // Then
    assertThat(lab.result("revive").path("outcome").asText()).isEqualTo("ACCEPTED");
    assertThat(lab.results.values("kill")).isEmpty();
    cluster.agentIds().forEach(cluster.faults().agents()::bringBack);
    assertThat(lab.result("launch-silent").path("outcome").asText()).isEqualTo("ACCEPTED");
    assertThat(lab.result("kill").path("outcome").asText()).isEqualTo("ACCEPTED");
    eventually(() -> assertThat(tasks.values("silent")).last().isNull());
  }

  private void launch(String taskId, String command) {
    lab.commands.add(
        """
        {"id":"launch-$id","type":"LAUNCH","launch":{"task_infos":[
          {"task_id":"$id","command":{"value":"$command"},"resources":"cpus:0.1"}]}}
        """
            .replace("$id", taskId)
            .replace("$command", command));
  }

  private void takeOver() {
    leader.kill();
    leader = lab.leader(BridgeLab.QUICK);
  }

  private List<String> states(String taskId) {
    return tasks.values(taskId).stream()
        .filter(Objects::nonNull)
        .map(row -> BridgeLab.json(row).path("state").asText())
        .toList();
  }
}
