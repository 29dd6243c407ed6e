package io.mesosbridge.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.sandbox.mesos.Ledger.Call;
import io.mesosbridge.testkit.QuickWorld;
import io.mesosbridge.testkit.TestedBridge;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands wait for a subscription, keep their order, and take effect once. */
class WaitingIT {

  private static final Set<String> SENT = Set.of("REVIVE", "SUPPRESS", "REQUEST");

  private static QuickWorld world;
  private static TestedBridge bridge;

  @BeforeAll
  static void start() {
    world = QuickWorld.quick();
    bridge = world.bridge("waiting");
  }

  @BeforeEach
  void aSubscriptionStands() {
    bridge.awaitReady();
  }

  @AfterAll
  static void stop() {
    bridge.close();
    world.close();
  }

  @Test
  void commandsWaitWhileThereIsNoSubscriptionAndLeaveInTheirOrder() {
    // Given
    world.mesos().faults().masters().leaderAway();
    await().atMost(TestedBridge.PATIENCE).until(() -> !isSubscribed());
    String suppress = bridge.send("{\"type\":\"SUPPRESS\"}");
    String lapsing =
        bridge.send(
            "{\"type\":\"TEARDOWN\",\"expires_at\":\"%s\"}"
                .formatted(Instant.now().plusSeconds(1)));
    String request = bridge.send("{\"type\":\"REQUEST\",\"request\":{\"requests\":[]}}");
    String revive = bridge.send("{\"type\":\"REVIVE\"}");
    JsonNode lapsed = bridge.awaitResult(lapsing).json();
    assertThat(List.of(suppress, request, revive)).allMatch(id -> bridge.results(id) == 0);

    // When
    world.mesos().faults().masters().elect(0);

    // Then
    assertThat(lapsed.path("outcome").asText()).isEqualTo("REJECTED");
    assertThat(lapsed.at("/error/code").asText()).isEqualTo("EXPIRED");
    assertThat(lapsed.at("/error/field").asText()).isEqualTo("/expires_at");
    for (String id : List.of(suppress, request, revive)) {
      assertThat(bridge.awaitResult(id).json().path("outcome").asText()).isEqualTo("ACCEPTED");
    }
    assertThat(world.mesos().ledger().calls())
        .filteredOn(call -> SENT.contains(call.type()) && call.status() == 202)
        .extracting(Call::type)
        .containsSubsequence("SUPPRESS", "REQUEST", "REVIVE");
    assertThat(world.mesos().ledger().calls("TEARDOWN")).isEmpty();
  }

  private static boolean isSubscribed() {
    return bridge.status().path("state").asText().equals("SUBSCRIBED");
  }

  @Test
  void aRepeatedIdGetsTheFirstResultAlsoAfterARestart() {
    // Given
    byte[] command =
        TestedBridge.launch(bridge.awaitOffer(), "once-1", "sleep 100000")
            .replaceFirst("\\{", "{\"id\":\"twice\",")
            .getBytes(UTF_8);
    bridge.sendRaw(command, Map.of());
    String first = bridge.awaitResult("twice").value();
    bridge.sendRaw(command, Map.of());
    await().atMost(TestedBridge.PATIENCE).until(() -> bridge.results("twice") == 2);
    assertThat(bridge.process().terminate(ofSeconds(90))).isIn(0, 143);
    bridge.startAgain();
    bridge.awaitReady();

    // When
    bridge.sendRaw(command, Map.of());

    // Then
    await().atMost(TestedBridge.PATIENCE).until(() -> bridge.results("twice") == 3);
    assertThat(bridge.records("command-results"))
        .filteredOn(result -> result.key().equals("twice"))
        .allSatisfy(result -> assertThat(result.value()).isEqualTo(first));
    assertThat(world.mesos().ledger().launchesPerTask()).containsEntry("once-1", 1);
  }

  @Test
  void whatKafkaDeliversAgainIsNotCarriedOutAgain() {
    // Given
    String killing = bridge.send("{\"type\":\"KILL\",\"kill\":{\"task_id\":\"nobody-1\"}}");
    String refused = bridge.send("{\"type\":\"KILL\"}");
    bridge.awaitResult(refused);
    bridge.awaitResult(killing);
    bridge.process().terminate(ofSeconds(90));
    world.admin().rewind("waiting", "waiting.commands");

    // When
    bridge.startAgain();

    // Then
    bridge.awaitReady();
    bridge.carryOut("{\"type\":\"REVIVE\"}");
    assertThat(bridge.results(killing)).isEqualTo(1);
    assertThat(bridge.results(refused)).isEqualTo(1);
    assertThat(world.mesos().ledger().calls("KILL")).hasSize(1);
  }

  @Test
  void aLaunchThatAnAgentDropsIsPlacedAgainAndItsUpdateSaysSo() {
    // Given
    world.mesos().faults().agents().dropLaunches(1);

    // When
    JsonNode result =
        bridge.carryOut(
            """
            {"type":"LAUNCH","launch":{"task_infos":[
            {"task_id":"again-1","command":{"value":"sleep 100000"},"resources":"cpus:0.1"}]}}
            """);

    // Then
    bridge.awaitRecord(
        "task-updates",
        update -> update.key().equals("again-1") && update.value().contains("TASK_RUNNING"));
    assertThat(result.path("outcome").asText()).isEqualTo("ACCEPTED");
    assertThat(bridge.updates("again-1"))
        .filteredOn(update -> update.value().contains("TASK_DROPPED"))
        .extracting(update -> update.header("mesos-placed-again"))
        .containsExactly("true");
    assertThat(world.mesos().ledger().launchesPerTask()).containsEntry("again-1", 1);
    assertThat(world.mesos().ledger().calls("ACCEPT"))
        .filteredOn(call -> call.body().contains("again-1"))
        .hasSize(2);
  }

  @Test
  void aLaunchThatWaitsForAnOfferOutlivesItsLeaderAndHoldsBackNoCommit() {
    // Given
    world.admin().createUnlessThere("waiting-replies");
    String launch =
        """
        {"id":"patient","type":"LAUNCH","launch":{"task_infos":[
        {"task_id":"huge-1","command":{"value":"serve"},"resources":"cpus:100000"}]}}
        """;
    long offset =
        bridge.sendRaw(
            launch.getBytes(UTF_8), Map.of("REPLY_TOPIC", "waiting-replies".getBytes(UTF_8)));
    JsonNode row = bridge.awaitRecord("launches", one -> one.key().equals("patient")).json();
    await()
        .atMost(TestedBridge.PATIENCE)
        .until(() -> world.admin().committed("waiting", "waiting.commands") > offset);
    bridge.process().kill9();
    bridge.startAgain();
    bridge.awaitReady();

    // When
    bridge.carryOut("{\"type\":\"CANCEL\",\"cancel\":{\"command_id\":\"patient\"}}");

    // Then
    assertThat(row.at("/lacks/0/reason").asText()).isEqualTo("cpus");
    assertThat(row.path("deadline").asText()).isGreaterThan(row.path("since").asText());
    JsonNode result = bridge.awaitResult("patient").json();
    assertThat(result.at("/error/code").asText()).isEqualTo("NO_FIT");
    assertThat(world.admin().awaitRecord("waiting-replies").json()).isEqualTo(result);
    await()
        .atMost(TestedBridge.PATIENCE)
        .until(() -> !bridge.table("launches").containsKey("patient"));
  }
}
