package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
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
