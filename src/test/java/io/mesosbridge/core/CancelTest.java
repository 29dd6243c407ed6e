package io.mesosbridge.core;

import static io.mesosbridge.core.TermFixture.LOST;
import static io.mesosbridge.core.TermFixture.TAKEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Outgoing.Topic;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** CANCEL takes back a launch that waits for an offer. */
class CancelTest {

  private final TermFixture bridge = TermFixture.subscribed();

  private static void cancel(TermFixture bridge, String commandId) {
    bridge.command(
        "{\"id\":\"no\",\"type\":\"CANCEL\",\"cancel\":{\"command_id\":\"%s\"}}"
            .formatted(commandId));
  }

  private static String message(TermFixture bridge, String commandId) {
    List<String> messages =
        bridge.seen().written(Topic.RESULTS).stream()
            .filter(write -> write.record().key().equals(commandId))
            .map(write -> write.at("/error/message"))
            .toList();
    return messages.get(messages.size() - 1);
  }

  @Test
  void aLaunchThatWaitsIsTakenBack() {
    // Given
    bridge.launch("web");

    // When
    cancel(bridge, "launch-web");
    bridge.offer("o-1");

    // Then
    assertThat(bridge.result("launch-web")).isEqualTo("REJECTED NO_FIT");
    assertThat(message(bridge, "launch-web"))
        .isEqualTo("command no took it back before an offer fitted");
    assertThat(bridge.result("no")).isEqualTo("ACCEPTED");
    assertThat(bridge.seen().launched()).isEmpty();
  }

  @Test
  void allOfItsTasksAreTakenBackAtOnce() {
    // Given
    bridge.command(
        """
        {"id":"both","type":"LAUNCH","launch":{"task_infos":[
        {"task_id":"a","command":{"value":"x"},"resources":"cpus:0.1"},
        {"task_id":"b","command":{"value":"x"},"resources":"cpus:0.1"}]}}
        """);
    bridge.kill("a");
    assertThat(bridge.result("kill-a")).isEqualTo("none");

    // When
    cancel(bridge, "both");

    // Then
    assertThat(bridge.result("both")).isEqualTo("REJECTED NO_FIT");
    assertThat(bridge.result("no")).isEqualTo("ACCEPTED");
    assertThat(bridge.seen().calls("KILL")).hasSize(1);
  }

  @Test
  void itWaitsForALaunchThatHasNotHadItsTurn() {
    // Given
    bridge.disconnect();
    bridge.launch("web");

    // When
    cancel(bridge, "launch-web");
    String before = bridge.result("no");
    bridge.subscribe();

    // Then
    assertThat(before).isEqualTo("none");
    assertThat(bridge.result("launch-web")).isEqualTo("REJECTED NO_FIT");
    assertThat(bridge.result("no")).isEqualTo("ACCEPTED");
  }

  @Test
  void aLaunchThatIsOnItsWayIsNot() {
    // Given
    bridge.offer("o-1");
    bridge.launch("web");

    // When
    cancel(bridge, "launch-web");

    // Then
    assertThat(bridge.result("no")).isEqualTo("REJECTED INVALID");
    assertThat(message(bridge, "no"))
        .isEqualTo(
            "/cancel/command_id is launch-web, whose call is on its way or was made;"
                + " write a KILL of each of its tasks");
    bridge.answer("ACCEPT", TAKEN);
    assertThat(bridge.result("launch-web")).isEqualTo("ACCEPTED");
  }

  @Test
  void aLaunchInDoubtIsNot() {
    // Given
    bridge.offer("o-1");
    bridge.launch("web");
    bridge.answer("ACCEPT", LOST);

    // When
    cancel(bridge, "launch-web");

    // Then
    assertThat(bridge.result("no")).isEqualTo("REJECTED INVALID");
  }

  @Test
  void aLaunchThatWasTakenIsNot() {
    // Given
    bridge.hold(write -> write.record().key().equals("launch-web"));
    bridge.offer("o-1");
    bridge.launch("web");
    bridge.answer("ACCEPT", TAKEN);

    // When
    cancel(bridge, "launch-web");

    // Then
    assertThat(bridge.result("launch-web")).isEqualTo("none");
    assertThat(bridge.result("no")).isEqualTo("REJECTED INVALID");
  }

  @Test
  void anIdThatNobodyKnowsIsRefused() {
    // When
    cancel(bridge, "launch-wbe");

    // Then
    assertThat(bridge.result("no")).isEqualTo("REJECTED INVALID");
    assertThat(message(bridge, "no"))
        .isEqualTo(
            "/cancel/command_id is launch-wbe, and no command of that id is known;"
                + " write that of a launch that waits");
  }

  @Test
  void itIsAcceptedOnlyOnceKafkaHasWhatBecameOfTheLaunch() {
    // Given
    bridge.launch("web");
    bridge.hold(Topic.STATE);

    // When
    cancel(bridge, "launch-web");
    String early = bridge.result("no");
    TermFixture next = bridge.dies();
    next.subscribe();
    next.offer("o-1");

    // Then
    assertThat(early).isEqualTo("none");
    assertThat(next.seen().launched()).isEmpty();
    assertThat(next.result("launch-web")).isEqualTo("REJECTED NO_FIT");
    assertThat(next.result("no")).isEqualTo("ACCEPTED");
  }

  @Test
  void whatASuccessorFindsTakenBackIsNotRefusedByIt() {
    // Given
    bridge.launch("web");
    bridge.hold(write -> write.record().key().equals("no"));
    cancel(bridge, "launch-web");

    // When
    TermFixture next = bridge.dies();
    next.subscribe();

    // Then
    assertThat(next.result("launch-web")).isEqualTo("REJECTED NO_FIT");
    assertThat(next.result("no")).isEqualTo("ACCEPTED");
  }

  @Test
  void itNamesACommandInItsPayload() {
    // When
    bridge.command("{\"id\":\"no\",\"type\":\"CANCEL\"}");

    // Then
    assertThat(bridge.result("no")).isEqualTo("REJECTED INVALID");
    assertThat(message(bridge, "no"))
        .isEqualTo(
            "/cancel is missing; write for example \"cancel\": {\"command_id\": \"deploy-42\"}");
  }

  @Test
  void oneBeforeTheLaunchThatItNamesCancelsNothing() {
    TermFixture bridge = TermFixture.subscribed();
    bridge.offer("o-1");
    Now now = bridge.now();
    String cancel = "{\"id\":\"no\",\"type\":\"CANCEL\",\"cancel\":{\"command_id\":\"c-1\"}}";
    bridge
        .term()
        .received(
            List.of(
                WireTexts.record(cancel, "mesos.commands", 0, now),
                WireTexts.record(WireTexts.launch("c-1", "web"), "mesos.commands", 1, now)),
            now);
    bridge.pass(Duration.ofSeconds(1));

    assertThat(bridge.seen().launched()).containsExactly("web");
    assertThat(bridge.result("no")).isEqualTo("REJECTED INVALID");
  }
}
