package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.mesos.Call.CallOutcome;
import io.mesosbridge.core.offer.TaskGroups;
import io.mesosbridge.core.task.LiveTask;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Constraints count over tasks that live or are being launched, whoever launched them. */
class ConstrainedTasksTest {

  private static void offer(TermFixture bridge, String id, String agent) {
    bridge.event(
        """
        {"type":"OFFERS","offers":{"offers":[{"id":{"value":"%s"},"agent_id":{"value":"%s"},
         "hostname":"%s.example.org","allocation_info":{"role":"web"},
         "attributes":[{"name":"rack","type":"TEXT","text":{"value":"r1"}}],"resources":[
         {"name":"cpus","type":"SCALAR","scalar":{"value":8}}]}]}}\
        """
            .formatted(id, agent, agent));
  }

  private static void launch(TermFixture bridge, String taskId) {
    bridge.command(
        """
        {"id":"launch-%s","type":"LAUNCH","constraints":[["hostname","UNIQUE"]],"launch":{
         "task_infos":[{"task_id":"%s","command":{"value":"x"},"resources":"cpus:1"}]}}\
        """
            .formatted(taskId, taskId));
  }

  private static TermFixture launched() {
    TermFixture bridge = TermFixture.subscribed();
    offer(bridge, "o-1", "agent-1");
    launch(bridge, "web-1");
    return bridge;
  }

  @Test
  void theRowOfATaskSaysOfWhichGroupItIsAndWhere() {
    // Given
    TermFixture bridge = launched();

    // When
    bridge.answer("ACCEPT", TermFixture.TAKEN);
    bridge.update("web-1", "TASK_RUNNING", "u-1");

    // Then
    LiveTask row = bridge.kafka().memory().tasks().get("web-1");
    assertThat(row.state()).isEqualTo("TASK_RUNNING");
    assertThat(row.group()).isEqualTo("web");
    assertThat(row.hostname()).isEqualTo("agent-1.example.org");
    assertThat(row.attributes()).isEqualTo(Map.of("rack", "r1"));
  }

  @Test
  void aRowThatIsReadSharesWhatItSaysOfItsAgentWithTheOneBefore() {
    // Given
    TaskGroups groups = new TaskGroups();
    LiveTask first = row("TASK_STARTING").among(groups);

    // When
    LiveTask second = row("TASK_RUNNING").among(groups);

    // Then
    assertThat(second.state()).isEqualTo("TASK_RUNNING");
    assertThat(second.attributes()).isSameAs(first.attributes());
  }

  private static LiveTask row(String state) {
    Map<String, String> attributes = new HashMap<>(Map.of("rack", "r1"));
    return new LiveTask(
        "web-1",
        state,
        "agent-1",
        null,
        null,
        "",
        "c",
        "web",
        "host",
        null,
        null,
        null,
        attributes,
        null);
  }

  @Test
  void anUpdateThatComesBeforeTheAnswerTellsTheSame() {
    // Given
    TermFixture bridge = launched();

    // When
    bridge.update("web-1", "TASK_STARTING", "u-1");

    // Then
    LiveTask row = bridge.kafka().memory().tasks().get("web-1");
    assertThat(row.hostname()).isEqualTo("agent-1.example.org");
  }

  @Test
  void whoeverLeadsNextCountsTheTasksThatLive() {
    // Given
    TermFixture bridge = launched();
    bridge.answer("ACCEPT", TermFixture.TAKEN);
    TermFixture next = bridge.dies();
    next.subscribe();

    // When
    launch(next, "web-2");
    offer(next, "o-2", "agent-1");
    var onTheSame = next.seen().launched();
    offer(next, "o-3", "agent-2");

    // Then
    assertThat(onTheSame).isEmpty();
    assertThat(next.seen().launched()).containsExactly("web-2");
  }

  @Test
  void whoeverLeadsNextCountsALaunchThatIsInDoubtUntilMesosDeniesIt() {
    // Given
    TermFixture next = launched().dies();
    next.subscribe();
    launch(next, "web-2");
    offer(next, "o-2", "agent-1");
    var whileInDoubt = next.seen().launched();

    // When
    next.masters("web-1", "TASK_LOST", "REASON_RECONCILIATION");

    // Then
    assertThat(whileInDoubt).isEmpty();
    assertThat(next.seen().launched()).hasSize(1);
  }

  @Test
  void theEndOfATaskLetsALaunchHaveAnOfferThatIsThere() {
    // Given
    TermFixture bridge = launched();
    bridge.answer("ACCEPT", TermFixture.TAKEN);
    launch(bridge, "web-2");
    offer(bridge, "o-2", "agent-1");
    var before = bridge.seen().launched();

    // When
    bridge.update("web-1", "TASK_FINISHED", "u-1");

    // Then
    assertThat(before).containsExactly("web-1");
    assertThat(bridge.seen().launched()).containsExactly("web-1", "web-2");
  }

  @Test
  void aLaunchThatCouldNotUseItsOfferIsCountedNoLonger() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    launch(bridge, "web-1");
    bridge.update("web-1", "TASK_RUNNING", "u-1");
    offer(bridge, "o-1", "agent-2");
    var refused = bridge.result("launch-web-1");
    bridge.update("web-1", "TASK_FINISHED", "u-2");

    // When
    launch(bridge, "web-2");

    // Then
    assertThat(refused).contains("DUPLICATE_TASK");
    assertThat(bridge.seen().launched()).containsExactly("web-2");
  }

  @Test
  void theRefusalOfALaunchLetsTheNextHaveItsPlace() {
    // Given
    TermFixture bridge = launched();
    launch(bridge, "web-2");
    offer(bridge, "o-2", "agent-1");
    var before = bridge.seen().launched();

    // When
    bridge.answer("ACCEPT", new CallOutcome.Refused(400, "no"));

    // Then
    assertThat(before).containsExactly("web-1");
    assertThat(bridge.seen().launched()).containsExactly("web-1", "web-2");
  }
}
