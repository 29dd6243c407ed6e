package io.mesosbridge.core;

import static io.mesosbridge.core.Ruled.message;
import static io.mesosbridge.core.Ruled.policy;
import static io.mesosbridge.core.Ruled.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A term holds commands against the policy that is in force when they are carried out. */
class PermissionTest {

  @Test
  void whatTheRuleForbidsIsRefusedBeforeItWaitsForAnOffer() {
    // Given
    TermFixture bridge = with("{rules: [{name: web, users: [www]}]}");

    // When
    bridge.launch("web-1");

    // Then
    assertThat(bridge.result("launch-web-1")).contains("REJECTED", "NOT_ALLOWED");
    assertThat(message(bridge, "launch-web-1"))
        .isEqualTo(
            "/launch/task_infos/0/command/user: rule \"web\" allows no user root; allowed are www");
    bridge.offer("o-1");
    assertThat(bridge.seen().launched()).isEmpty();
  }

  @Test
  void thePolicyThatIsInForceWhenALaunchGetsAnOfferCounts() {
    // Given
    TermFixture bridge = with("{rules: [{name: first}]}");
    bridge.launch("web-1");

    // When
    bridge.seen().policy = policy("{rules: [{name: second, types: [KILL]}]}");
    bridge.offer("o-1");

    // Then
    assertThat(bridge.seen().launched()).isEmpty();
    assertThat(bridge.result("launch-web-1")).contains("NOT_ALLOWED");
  }

  @Test
  void aLaunchThatHasItsResultIsTakenBackByNobodyWhomItsRuleDoesNotLet() {
    // Given
    TermFixture bridge =
        with("{rules: [{name: web, tasks: web, types: [LAUNCH]}, {name: rest, types: [CANCEL]}]}");
    bridge.offer("o-1");
    bridge.launch("web");
    bridge.answer("ACCEPT", TermFixture.TAKEN);

    // When
    bridge.command("{\"id\":\"c\",\"type\":\"CANCEL\",\"cancel\":{\"command_id\":\"launch-web\"}}");
    bridge.masters("web", "TASK_DROPPED", "REASON_SLAVE_DISCONNECTED");
    bridge.offer("o-2");

    // Then
    assertThat(bridge.result("c")).contains("NOT_ALLOWED");
    assertThat(bridge.seen().launched()).containsExactly("web", "web");
  }

  @Test
  void aTaskIsOfTheRoleThatItsRowSays() {
    // Given
    TermFixture bridge =
        with(
            "{rules: [{name: web, roles: [web]}]}",
            Known.live("a", null, "web", null),
            Known.live("b", null, "batch", null));

    // When
    bridge.kill("a");
    bridge.kill("b");

    // Then
    assertThat(bridge.seen().sent("KILL", "/kill/task_id/value")).containsExactly("a");
    assertThat(bridge.result("kill-b")).contains("NOT_ALLOWED");
  }

  @Test
  void anOfferIsOfTheRoleThatItSays() {
    // Given
    TermFixture bridge = with("{rules: [{name: web, roles: [web]}]}");
    bridge.offer("o-1");

    // When
    bridge.command("{\"id\":\"d\",\"type\":\"DECLINE\",\"decline\":{\"offer_ids\":[\"o-1\"]}}");
    bridge.command("{\"id\":\"s\",\"type\":\"SUPPRESS\"}");

    // Then
    assertThat(bridge.seen().calls("DECLINE")).hasSize(1);
    assertThat(bridge.result("s")).contains("NOT_ALLOWED");
  }

  @Test
  void noTaskJoinsTheExecutorOfAnothers() {
    // Given
    TermFixture bridge =
        with(
            "{rules: [{name: web, tasks: web-.*}, {name: others, types: [KILL]}]}",
            Known.live("db-1", "db", "web", null));
    bridge.offer("o-1");

    // When
    bridge.command(
        """
        {"id":"l","type":"LAUNCH","launch":{"offer_ids":["o-1"],"task_infos":[{"task_id":"web-1",
         "resources":"cpus:0.1","executor":{"executor_id":"db","command":{"value":"x"}}}]}}\
        """);

    // Then
    assertThat(bridge.result("l")).contains("NOT_ALLOWED");
    assertThat(message(bridge, "l"))
        .startsWith(
            "/launch/task_infos/0/executor/executor_id: rule \"web\" allows no executor of");
  }

  /** Mesos' agent takes the id of a task without executor for that of its executor. */
  @Test
  void noTaskJoinsTheExecutorOfAnothersByItsOwnId() {
    // Given
    TermFixture bridge =
        with(
            "{rules: [{name: db, tasks: db-.*, types: [KILL]}, {name: rest}]}",
            Known.live("db-1", "pod", "web", null));
    bridge.offer("o-1");

    // When
    for (String id : List.of("pod", "own")) {
      bridge.command(
          """
          {"id":"%1$s","type":"LAUNCH","launch":{"offer_ids":["o-1"],"task_infos":[
           {"task_id":"%1$s","resources":"cpus:0.1","command":{"value":"x"}}]}}\
          """
              .formatted(id));
    }

    // Then
    assertThat(bridge.result("pod")).contains("NOT_ALLOWED");
    assertThat(message(bridge, "pod"))
        .startsWith("/launch/task_infos/0/task_id: rule \"rest\" allows no executor of others'");
    assertThat(bridge.seen().launched()).containsExactly("own");
  }

  @Test
  void whoShutsAnExecutorDownNeedsToBeAllowedToForEachOfItsTasks() {
    // Given
    TermFixture bridge =
        with(
            "{rules: [{name: web, tasks: web-.*}, {name: others, types: [KILL]}]}",
            Known.live("web-1", "web-e", "web", null),
            Known.live("db-1", "web-e", "web", null),
            Known.live("web-2", "own", "web", null));

    // When
    for (String id : List.of("web-e", "own")) {
      bridge.command(
          "{\"id\":\"%1$s\",\"type\":\"SHUTDOWN\",\"shutdown\":{\"executor_id\":\"%1$s\"}}"
              .formatted(id));
    }

    // Then
    assertThat(bridge.result("web-e")).contains("NOT_ALLOWED");
    assertThat(bridge.seen().sent("SHUTDOWN", "/shutdown/executor_id/value"))
        .containsExactly("own");
  }

  @Test
  void whoTakesALaunchBackNeedsToBeAllowedToForItsTasks() {
    // Given
    TermFixture bridge =
        with("{rules: [{name: web, tasks: web-.*}, {name: others, types: [LAUNCH]}]}");
    bridge.launch("web-1");
    bridge.launch("db-1");

    // When
    for (String id : List.of("web-1", "db-1")) {
      bridge.command(
          "{\"id\":\"cancel-%1$s\",\"type\":\"CANCEL\",\"cancel\":{\"command_id\":\"launch-%1$s\"}}"
              .formatted(id));
    }

    // Then
    assertThat(bridge.result("cancel-web-1")).contains("ACCEPTED");
    assertThat(bridge.result("cancel-db-1")).contains("NOT_ALLOWED");
    assertThat(bridge.result("launch-db-1")).isEqualTo("none");
  }

  @Test
  void aFrameworkIsRegisteredOnlyWhereThatIsAllowed() {
    // Given
    TermFixture bridge = with("{rules: [{name: web, types: [LAUNCH]}]}");
    bridge.term().removed("Framework has been removed", bridge.now());

    // When
    bridge.command("{\"id\":\"again\",\"type\":\"SUBSCRIBE\"}");

    // Then
    assertThat(bridge.result("again")).contains("NOT_ALLOWED");
  }
}
