package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nobody waits until the deadline for what no agent can ever have. */
class GiveUpTest {

  private static final String NO_FIT = "REJECTED NO_FIT";

  private TermFixture bridge = TermFixture.subscribed();

  private void launch(String task, String resources, String constraints) {
    bridge.command(
        """
        {"id":"%s","type":"LAUNCH","constraints":[%s],"launch":{"task_infos":[
        {"task_id":"%s","command":{"value":"serve"},"resources":"%s"}]}}
        """
            .formatted(task, constraints.replace('\'', '"'), task, resources));
  }

  private void launch(String task, String resources) {
    launch(task, resources, "");
  }

  /** So that each launch is looked at as often as it is under way. */
  private void pass(int seconds) {
    for (int i = 0; i < seconds; i++) {
      bridge.pass(Duration.ofSeconds(1));
    }
  }

  @Test
  void aLaunchThatWantsMoreThanAnyAgentHasIsGivenUpAfterAWhileAndNotBefore() {
    // Given
    bridge.offer("o-1");
    launch("web", "cpus:2");

    // When
    pass(55);
    String before = bridge.result("web");
    pass(15);

    // Then
    assertThat(before).isEqualTo("none");
    assertThat(bridge.result("web")).isEqualTo(NO_FIT);
    bridge.event(WireTexts.offer("o-2", "another").replace("\"value\":1}", "\"value\":8}"));
    assertThat(bridge.seen().launched()).isEmpty();
  }

  @Test
  void whereNoAgentIsKnownItWaits() {
    // Given
    launch("web", "cpus:2");

    // When
    pass(120);

    // Then
    assertThat(bridge.result("web")).isEqualTo("none");
  }

  @Test
  void whatAnAgentOnceOfferedItMayOfferAgain() {
    // Given
    launch("web", "cpus:0.9");
    bridge.offer("o-1");
    bridge.answer("ACCEPT", TermFixture.TAKEN);
    launch("more", "cpus:0.5");
    bridge.event(WireTexts.offer("o-2", Known.AGENT).replace("\"value\":1}", "\"value\":0.1}"));

    // When
    pass(120);

    // Then
    assertThat(bridge.result("more")).isEqualTo("none");
  }

  @Test
  void anAgentThatHadTasksAllTheTimeMayHaveMoreThanItHasOffered() {
    // Given
    bridge = TermFixture.subscribed(Known.running("old", "u-1", "c-1"));
    bridge.reconciled("old", "TASK_RUNNING");
    launch("web", "cpus:3");
    bridge.offer("o-1");

    // When
    pass(70);
    String before = bridge.result("web");
    bridge.update("old", "TASK_FINISHED", "u-2");
    bridge.offer("o-2");
    pass(20);

    // Then
    assertThat(before).isEqualTo("none");
    assertThat(bridge.result("web")).isEqualTo(NO_FIT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "['hostname', 'LIKE', 'db.*'] | REJECTED NO_FIT",
        "['hostname', 'UNLIKE', 'host'] | REJECTED NO_FIT",
        "['hostname', 'IS', 'db'] | REJECTED NO_FIT",
        "['hostname', 'CLUSTER', 'db'] | REJECTED NO_FIT",
        "['rack', 'UNIQUE'] | REJECTED NO_FIT",
        "['hostname', 'UNIQUE'] | none",
        "['hostname', 'MAX_PER', '1'] | none",
        "['hostname', 'GROUP_BY', '2'] | none"
      })
  void aConstraintThatNoAgentCanMeetIsGivenUpUnlessTasksMayMakeRoom(
      String constraint, String result) {
    // Given
    launch("web-1", "cpus:0.1");
    bridge.offer("o-1");
    bridge.answer("ACCEPT", TermFixture.TAKEN);
    launch("web-2", "cpus:0.1", constraint);
    bridge.offer("o-2");

    // When
    pass(80);

    // Then
    assertThat(bridge.seen().launched()).containsExactly("web-1");
    assertThat(bridge.result("web-2")).isEqualTo(result);
  }

  private void offer(String id, String agent, String role, int cpus) {
    bridge.event(
        WireTexts.offer(id, agent)
            .replace("\"web\"", "\"" + role + "\"")
            .replace("\"value\":1}", "\"value\":" + cpus + "}"));
  }

  @Test
  void anAgentWhoseOfferWasAcceptedBeforeAnybodyWaitedMayOfferAsMuchAgain() {
    // Given
    offer("o-big", "big", "web", 8);
    bridge.command(
        WireTexts.launch("own", "own")
            .replace("cpus:0.1", "cpus:8")
            .replace("\"task_infos\"", "\"offer_ids\":[\"o-big\"],\"task_infos\""));
    bridge.answer("ACCEPT", TermFixture.TAKEN);
    offer("o-1", "small", "web", 1);
    launch("web", "cpus:4");

    // When
    pass(90);

    // Then
    assertThat(bridge.result("web")).isEqualTo("none");
  }

  @Test
  void whatAnAgentOffersToTwoRolesItMayOfferToOne() {
    // Given
    launch("web", "cpus:6");
    offer("o-1", "both", "web", 4);
    offer("o-2", "both", "batch", 4);

    // When
    pass(90);

    // Then
    assertThat(bridge.result("web")).isEqualTo("none");
  }

  @Test
  void launchesThatAreGivenUpTogetherLeaveRoomForOthers() {
    // Given
    bridge =
        TermFixture.configured(
            Map.of("bridge.placement.max-waiting-bytes", "1000"),
            new Fact.FrameworkIs(Known.framework()));
    bridge.subscribe();
    bridge.offer("o-1");

    // When
    for (int round = 0; round < 6; round++) {
      for (int i = 0; i < 6; i++) {
        launch("r" + round + "-" + i, "cpus:" + (2 + i));
      }
      pass(6);
      bridge.pass(Duration.ofSeconds(70)); // all are due at once, as after a pause
      pass(20);
    }
    bridge.offer("o-2");
    launch("web", "cpus:0.1");

    // Then
    assertThat(bridge.seen().launched()).containsExactly("web");
  }

  @Test
  void oneIsGivenUpHoweverManyOthersCome() {
    // Given
    bridge.offer("o-1");
    launch("old", "cpus:2");

    // When
    for (int second = 0; second < 120; second++) {
      for (int i = 0; i < 8; i++) {
        launch("n" + second + "-" + i, "cpus:" + (2 + (1 + second * 8 + i) / 1000.0));
      }
      pass(1);
    }

    // Then
    assertThat(bridge.result("old")).isEqualTo(NO_FIT);
  }

  @Test
  void whoLeadsNextLooksForAsLongAgain() {
    // Given
    bridge.offer("o-1");
    launch("web", "cpus:2");
    pass(50);
    bridge = bridge.dies();
    bridge.subscribe();
    bridge.offer("o-2");

    // When
    pass(30);
    String before = bridge.result("web");
    pass(40);

    // Then
    assertThat(before).isEqualTo("none");
    assertThat(bridge.result("web")).isEqualTo(NO_FIT);
  }
}
