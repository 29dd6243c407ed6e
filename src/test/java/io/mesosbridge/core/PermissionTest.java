package io.mesosbridge.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.config.PolicyFile;
import io.mesosbridge.core.mesos.Call.CallOutcome;
import io.mesosbridge.core.policy.CommandPolicy;
import io.mesosbridge.testkit.JsonTree;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A term holds commands against the policy that is in force when they are carried out. */
class PermissionTest {

  private static final String MOST = "{rules: [{name: web, most-in-all: 'cpus:0.15'}]}";

  private static CommandPolicy policy(String yaml) {
    return CommandPolicy.of(PolicyFile.rules(yaml.getBytes(UTF_8)));
  }

  private static TermFixture with(String yaml, Fact... facts) {
    TermFixture bridge = TermFixture.subscribed(facts);
    bridge.seen().policy = policy(yaml);
    return bridge;
  }

  private static String message(TermFixture bridge, String commandId) {
    return JsonTree.read(new String(bridge.kafka().result(commandId), UTF_8))
        .at("/error/message")
        .asText();
  }

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
  void whatLiveTasksHaveCountsUntilTheyEnd() {
    // Given
    TermFixture bridge = with(MOST, Known.live("old", null, "web", "cpus:0.1;mem:32"));

    // When
    bridge.launch("web-1");
    bridge.update("old", "TASK_FINISHED", "u-2");
    bridge.launch("web-2");
    bridge.offer("o-1");

    // Then
    assertThat(bridge.result("launch-web-1")).contains("NOT_ALLOWED");
    assertThat(message(bridge, "launch-web-1"))
        .isEqualTo(
            "/launch: rule \"web\" allows no more cpus in all than 0.15; its tasks have 0.1, and"
                + " this wants 0.1 more");
    assertThat(bridge.seen().launched()).containsExactly("web-2");
  }

  @Test
  void launchesThatShareAnOfferShareWhatIsLeft() {
    // Given
    TermFixture bridge = with(MOST);
    bridge.launch("web-1");
    bridge.launch("web-2");

    // When
    bridge.offer("o-1");

    // Then
    assertThat(bridge.seen().launched()).containsExactly("web-1");
    assertThat(bridge.result("launch-web-1")).isEqualTo("none");
    assertThat(bridge.result("launch-web-2")).contains("NOT_ALLOWED");
  }

  @Test
  void aLaunchThatHadNoEffectCountsNoLonger() {
    // Given
    TermFixture bridge = with(MOST);
    bridge.launch("web-1");
    bridge.offer("o-1");
    bridge.answer("ACCEPT", new CallOutcome.Refused(400, "no"));

    // When
    bridge.launch("web-2");

    // Then
    assertThat(bridge.result("launch-web-2")).isEqualTo("none");
    bridge.offer("o-2");
    assertThat(bridge.seen().launched()).containsExactly("web-1", "web-2");
  }

  @Test
  void whoeverLeadsNextCountsALaunchInDoubt() {
    // Given
    TermFixture bridge = with(MOST);
    bridge.launch("web-1");
    bridge.offer("o-1");
    TermFixture next = bridge.dies();
    next.seen().policy = policy(MOST);
    next.subscribe();

    // When
    next.launch("web-2");

    // Then
    assertThat(next.result("launch-web-2")).contains("NOT_ALLOWED");
  }

  @Test
  void anotherPolicyCountsAnew() {
    // Given
    TermFixture bridge = with(MOST, Known.live("old", null, "web", "cpus:0.1"));
    bridge.launch("web-1");

    // When
    bridge.seen().policy =
        policy("{rules: [{name: old, tasks: old}, {name: web, most-in-all: 'cpus:0.15'}]}");
    bridge.launch("web-2");
    bridge.offer("o-1");

    // Then
    assertThat(bridge.result("launch-web-1")).contains("NOT_ALLOWED");
    assertThat(bridge.seen().launched()).containsExactly("web-2");
  }

  @Test
  void aTaskThatWasThereBeforeThePolicyCounts() {
    // Given
    TermFixture bridge =
        with(
            "{rules: [{name: former, most-in-all: mem:9}]}",
            Known.live("old", null, "web", "cpus:0.1"));
    bridge.kill("any");

    // When
    bridge.seen().policy = policy(MOST);
    bridge.launch("web-1");

    // Then
    assertThat(bridge.result("launch-web-1")).contains("NOT_ALLOWED");
  }

  @Test
  void anExecutorCountsWithItsTasks() {
    // Given
    TermFixture bridge = with(MOST);
    bridge.offer("o-1");

    // When
    bridge.command(
        """
        {"id":"pod","type":"LAUNCH_GROUP","launch_group":{"offer_ids":["o-1"],
         "executor":{"executor_id":"pod","resources":"cpus:0.1"},
         "task_group":{"tasks":[{"task_id":"a","command":{"value":"x"},"resources":"cpus:0.1"}]}}}\
        """);

    // Then
    assertThat(bridge.result("pod")).contains("NOT_ALLOWED");
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
