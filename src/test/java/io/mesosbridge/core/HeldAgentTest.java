package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.RecordingOutside.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who looks at the table sees for which launch an agent is held, and whom that keeps waiting. */
class HeldAgentTest {

  private TermFixture bridge = TermFixture.subscribed();

  private void launch(String task, String resources) {
    bridge.command(
        """
        {"id":"%s","type":"LAUNCH","launch":{"task_infos":[
        {"task_id":"%s","command":{"value":"serve"},"resources":"%s"}]}}
        """
            .formatted(task, task, resources));
  }

  private void offer(String offerId, double cpus) {
    bridge.event(
        WireTexts.offer(offerId, Known.AGENT).replace("\"value\":1}", "\"value\":" + cpus + "}"));
  }

  private void pass(int seconds) {
    for (int i = 0; i < 2 * seconds; i++) {
      bridge.pass(Duration.ofMillis(500));
    }
  }

  private Write lastRow(String commandId) {
    List<Write> rows =
        bridge.seen().written(Topic.LAUNCHES).stream()
            .filter(row -> row.record().key().equals(commandId))
            .toList();
    return rows.get(rows.size() - 1);
  }

  /** A task has most of the agent, all of which a big launch waits for. */
  @BeforeEach
  void aBigOneWaits() {
    occupy();
  }

  private void occupy() {
    offer("o-1", 4);
    launch("first", "cpus:3.5");
    bridge.answer("ACCEPT", TermFixture.TAKEN);
    launch("big", "cpus:4");
    offer("o-2", 0.5);
  }

  @Test
  void theRowsTellWhichAgentIsHeldAndWhomThatKeepsWaiting() {
    // Given
    pass(11);
    launch("small", "cpus:0.1");

    // When
    pass(4);

    // Then
    assertThat(lastRow("big").at("/held/agent_id")).isEqualTo(Known.AGENT);
    Instant since = Instant.parse(lastRow("big").at("/since"));
    assertThat(Instant.parse(lastRow("big").at("/held/until")))
        .isBetween(since.plusSeconds(70), since.plusSeconds(71));
    assertThat(lastRow("big").at("/lacks/0/reason")).isEqualTo("cpus");
    assertThat(lastRow("small").at("/lacks/0/reason")).isEqualTo("held");
    assertThat(lastRow("small").at("/lacks/0/agents")).isEqualTo("1");
    assertThat(lastRow("small").at("/held/agent_id")).isEmpty();
    assertThat(bridge.seen().launched()).containsExactly("first");
  }

  @Test
  void onceTheTimeIsOverItIsTriedByOthersAndTheRowTellsSo() {
    // Given
    pass(11);
    launch("small", "cpus:0.1");
    pass(58);
    List<String> before = bridge.seen().launched();

    // When
    pass(2);

    // Then
    assertThat(before).containsExactly("first");
    assertThat(bridge.seen().launched()).containsExactly("first", "small");
    pass(10);
    assertThat(lastRow("big").at("/held/agent_id")).isEmpty();
  }

  @Test
  void whoTakesTheBigOneBackHasTheOthersTriedAtOnce() {
    // Given
    pass(11);
    launch("small", "cpus:0.1");

    // When
    bridge.command("{\"id\":\"c\",\"type\":\"CANCEL\",\"cancel\":{\"command_id\":\"big\"}}");

    // Then
    assertThat(bridge.seen().launched()).containsExactly("first", "small");
  }

  @Test
  void zeroHoldsNothing() {
    // Given
    bridge =
        TermFixture.configured(
            Map.of("bridge.placement.head-start", "0s"), new Fact.FrameworkIs(Known.framework()));
    bridge.subscribe();
    occupy();
    pass(11);

    // When
    launch("small", "cpus:0.1");

    // Then
    assertThat(bridge.seen().launched()).containsExactly("first", "small");
  }
}
