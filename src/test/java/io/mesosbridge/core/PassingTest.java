package io.mesosbridge.core;

import static io.mesosbridge.core.TermFixture.LOST;
import static io.mesosbridge.core.TermFixture.TAKEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.testkit.LogLines;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which commands may leave before one that waits for what becomes of a task. */
class PassingTest {

  private static final String LAUNCH_ON =
      """
      {"id":"launch-%s","type":"LAUNCH","launch":{"offer_ids":["%s"],"task_infos":[
      {"task_id":"%s","command":{"value":"serve"},"resources":"cpus:0.1"}]}}
      """;

  /** Nobody knows whether the launch of "web" took effect. */
  private static TermFixture inDoubt() {
    TermFixture bridge = TermFixture.subscribed();
    bridge.offer("o-1");
    bridge.launch("web");
    bridge.answer("ACCEPT", LOST);
    return bridge;
  }

  private static List<String> killed(TermFixture bridge) {
    return bridge.seen().sent("KILL", "/kill/task_id/value");
  }

  @Test
  void aLaunchThatWaitsForAnOfferSaysSoOnceWithinFiveSeconds() {
    // Given
    TermFixture waiting = TermFixture.subscribed();
    waiting.offer("offer-1");
    String large = WireTexts.launch("launch-big", "big").replace("cpus:0.1", "cpus:100");
    assertThat(large).contains("cpus:100");

    // When
    try (LogLines log = new LogLines("io.mesosbridge.core.command.Placement")) {
      waiting.command(large);
      String atOnce = waiting.term().commands().launches().why();
      for (int i = 0; i < 10; i++) {
        waiting.pass(Duration.ofMillis(500));
      }
      String why = waiting.term().commands().launches().why();
      waiting.pass(Duration.ofSeconds(5));

      // Then
      assertThat(atOnce).isNull();
      assertThat(why)
          .startsWith("launch launch-big waits for an offer with cpus:100")
          .contains("lacks cpus:99");
      assertThat(log.all()).containsExactly("INFO " + why);
      assertThat(log.fields()).containsExactly("command=launch-big task=big");
    }
  }

  @Test
  void launchesThatWaitTogetherForDifferentThingsAreAllTold() {
    // Given
    TermFixture waiting = TermFixture.subscribed();
    waiting.offer("offer-1");

    // When
    try (LogLines log = new LogLines("io.mesosbridge.core.command.Placement")) {
      for (int i = 0; i < 8; i++) {
        String demand = "cpus:" + (100 + i / 2 + (i == 7 ? 9 : 0));
        waiting.command(WireTexts.launch("c-" + i, "t-" + i).replace("cpus:0.1", demand));
      }
      waiting.pass(Duration.ofSeconds(4));

      // Then
      assertThat(log.all())
          .extracting(line -> line.replaceFirst("INFO launch (c-.) .*?(; as do 1 more)?$", "$1$2"))
          .containsExactly(
              "c-0; as do 1 more", "c-2; as do 1 more", "c-4; as do 1 more", "c-6", "c-7");
    }
  }

  @Test
  void whatIsAboutAnotherTaskDoes() {
    // Given
    TermFixture bridge = inDoubt();
    bridge.kill("web");

    // When
    bridge.kill("db");
    bridge.launch("batch");
    bridge.offer("o-2");

    // Then
    assertThat(killed(bridge)).containsExactly("db");
    assertThat(bridge.seen().launched()).containsExactly("web", "batch");
    bridge.reconciled("web", "TASK_RUNNING");
    assertThat(killed(bridge)).containsExactly("db", "web");
  }

  @Test
  void whatIsAboutAnotherTaskDoesWhileOneEnds() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.update("web", "TASK_RUNNING", "u-1");
    bridge.hold(Topic.TASK_UPDATES);
    bridge.update("web", "TASK_FINISHED", "u-2");
    bridge.offer("o-1");
    bridge.launch("web");

    // When
    bridge.launch("db");

    // Then
    assertThat(bridge.seen().launched()).containsExactly("db");
    bridge.offer("o-2");
    bridge.hold();
    assertThat(bridge.seen().launched()).containsExactly("db", "web");
  }

  @Test
  void whatSharesATaskWithOneThatMustNotDoesNot() {
    // Given
    TermFixture bridge = inDoubt();
    bridge.kill("web");
    bridge.command(
        """
        {"id":"both","type":"LAUNCH","launch":{"task_infos":[
        {"task_id":"web","command":{"value":"serve"},"resources":"cpus:0.1"},
        {"task_id":"db","command":{"value":"serve"},"resources":"cpus:0.1"}]}}
        """);

    // When
    bridge.kill("db");

    // Then
    assertThat(killed(bridge)).isEmpty();
    bridge.reconciled("web", "TASK_RUNNING");
    assertThat(killed(bridge)).containsExactly("web", "db");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"REVIVE\"}",
        "{\"type\":\"SUPPRESS\"}",
        "{\"type\":\"RECONCILE\",\"reconcile\":{\"tasks\":[]}}",
        "{\"type\":\"SHUTDOWN\",\"shutdown\":{\"executor_id\":\"e\",\"agent_id\":\"a\"}}",
        "{\"type\":\"MESSAGE\",\"message\":{\"executor_id\":\"e\",\"agent_id\":\"a\",\"data\":\"\"}}",
        "{\"type\":\"TEARDOWN\"}"
      })
  void whatMayBeAboutEverythingDoesNotNorDoesWhatIsBehindIt(String command) {
    // Given
    TermFixture bridge = inDoubt();
    bridge.kill("web");
    List<String> before = bridge.seen().commandCalls();

    // When
    bridge.command(command);
    bridge.kill("db");

    // Then
    assertThat(bridge.seen().commandCalls()).isEqualTo(before);
    bridge.reconciled("web", "TASK_RUNNING");
    assertThat(bridge.seen().commandCalls()).hasSizeGreaterThan(before.size() + 1);
  }

  @Test
  void whatCouldUseItsOfferDoesNot() {
    // Given
    TermFixture bridge = inDoubt();
    bridge.offer("o-2");
    bridge.offer("o-3");
    bridge.command(LAUNCH_ON.formatted("web-2", "o-2", "web"));

    // When
    bridge.launch("db");
    bridge.command("{\"type\":\"DECLINE\",\"decline\":{\"offer_ids\":[\"o-2\"]}}");
    bridge.kill("batch");

    // Then
    assertThat(bridge.seen().commandCalls()).containsExactly("ACCEPT", "KILL");
    bridge.reconciled("web", "TASK_RUNNING");
    assertThat(bridge.seen().launched()).containsExactly("web", "db");
    assertThat(bridge.result("launch-web-2")).isEqualTo("REJECTED DUPLICATE_TASK");
  }

  @Test
  void whatUsesAnotherOfferDoesUnlessItsOwnIsToBeFound() {
    // Given
    TermFixture bridge = inDoubt();
    bridge.offer("o-2");
    bridge.offer("o-3");
    bridge.command(LAUNCH_ON.formatted("web-2", "o-2", "web"));
    bridge.command(LAUNCH_ON.formatted("db", "o-3", "db"));
    assertThat(bridge.seen().launched()).containsExactly("web", "db");

    // When
    bridge.offer("o-4");
    bridge.command(WireTexts.launch("launch-web-3", "web"));
    bridge.command("{\"type\":\"DECLINE\",\"decline\":{\"offer_ids\":[\"o-4\"]}}");

    // Then
    assertThat(bridge.seen().calls("DECLINE")).isEmpty();
  }

  @Test
  void onlySoManyThatWaitArePassed() {
    // Given
    TermFixture bridge = inDoubt();
    for (int i = 0; i < 150; i++) {
      bridge.command(WireTexts.kill("kill-" + i, "web"));
    }

    // When
    bridge.kill("db");

    // Then
    assertThat(killed(bridge)).isEmpty();
    bridge.reconciled("web", "TASK_RUNNING");
    assertThat(killed(bridge)).hasSize(151).endsWith("web", "db");
    bridge.answer("KILL", TAKEN);
  }
}
