package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.offer.TaskGroups;
import io.mesosbridge.core.task.LiveTask;
import org.junit.jupiter.api.Test;

/** The rows of tasks say what these have, whoever leads. */
class AllocatedTasksTest {

  private static final String PORTS = "cpus:1;ports:[31000-31001]";

  private final TermFixture bridge = TermFixture.subscribed();

  private static void offer(TermFixture bridge, String id) {
    bridge.event(
        """
        {"type":"OFFERS","offers":{"offers":[{"id":{"value":"%s"},"agent_id":{"value":"agent-1"},
         "hostname":"agent-1.example.org","allocation_info":{"role":"web"},"resources":[
         {"name":"cpus","type":"SCALAR","scalar":{"value":8}},
         {"name":"ports","type":"RANGES","ranges":{"range":[{"begin":31000,"end":31001}]}}]}]}}\
        """
            .formatted(id));
  }

  private void launch() {
    bridge.command(
        """
        {"id":"launch-web-1","type":"LAUNCH","launch":{"task_infos":[
         {"task_id":"web-1","command":{"value":"x"},"resources":"cpus:1;ports:2"}]}}\
        """);
    offer(bridge, "o-1");
  }

  private static LiveTask row(TermFixture bridge) {
    return bridge.kafka().memory().tasks().get("web-1");
  }

  private static void assertThatItIsKnown(LiveTask row) {
    assertThat(row.role()).isEqualTo("web");
    assertThat(row.resources()).isEqualTo(PORTS);
    assertThat(row.executorResources()).isNull();
  }

  @Test
  void theRowOfALaunchedTaskSaysWhatItGot() {
    // When
    launch();
    bridge.answer("ACCEPT", TermFixture.TAKEN);

    // Then
    assertThatItIsKnown(row(bridge));
  }

  @Test
  void aFormerTaskThatComesBackIsNotOfTheGroupOfALaunchOfItsId() {
    // Given
    TermFixture former = TermFixture.subscribed(Known.running("web-1", "u-1", "former"));
    former.masters("web-1", "TASK_LOST", "REASON_AGENT_REMOVED");
    former.command(
        """
        {"id":"again","type":"LAUNCH","group":"alone","launch":{"task_infos":[
         {"task_id":"web-1","command":{"value":"x"},"resources":"cpus:1"}]}}\
        """);
    former.event(WireTexts.offer("o-1", "another-agent"));

    // When
    former.update("web-1", "TASK_RUNNING", "u-2");

    // Then
    assertThat(row(former).commandId()).isEqualTo("former");
    assertThat(row(former).group()).isEqualTo("web");
    assertThat(row(former).resources()).isNull();
  }

  @Test
  void anUpdateKeepsIt() {
    // Given
    launch();

    // When
    bridge.update("web-1", "TASK_STARTING", "u-1"); // before the answer
    bridge.answer("ACCEPT", TermFixture.TAKEN);
    bridge.update("web-1", "TASK_RUNNING", "u-2");

    // Then
    assertThat(row(bridge).state()).isEqualTo("TASK_RUNNING");
    assertThatItIsKnown(row(bridge));
  }

  @Test
  void whoeverLeadsNextKnowsIt() {
    // Given
    launch();
    bridge.answer("ACCEPT", TermFixture.TAKEN);
    TermFixture next = bridge.dies();
    next.subscribe();

    // When
    next.update("web-1", "TASK_RUNNING", "u-1");

    // Then
    assertThatItIsKnown(row(next));
  }

  @Test
  void whoeverLeadsNextKnowsItOfALaunchInDoubt() {
    // Given
    launch();
    TermFixture next = bridge.dies();
    next.subscribe();

    // When
    next.update("web-1", "TASK_RUNNING", "u-1");

    // Then
    assertThatItIsKnown(row(next));
  }

  @Test
  void aPodsExecutorIsToldApart() {
    // Given
    offer(bridge, "o-1");

    // When
    bridge.command(
        """
        {"id":"launch-web-1","type":"LAUNCH_GROUP","launch_group":{"offer_ids":["o-1"],
         "executor":{"type":"DEFAULT","executor_id":"pod","resources":"cpus:0.1"},
         "task_group":{"tasks":[{"task_id":"web-1","command":{"value":"x"},"resources":"cpus:1"}]}}}\
        """);
    bridge.answer("ACCEPT", TermFixture.TAKEN);

    // Then
    assertThat(row(bridge).resources()).isEqualTo("cpus:1");
    assertThat(row(bridge).executorResources()).isEqualTo("cpus:0.1");
  }

  @Test
  void rowsThatAreReadShareEqualTexts() {
    // Given
    TaskGroups groups = new TaskGroups();

    // When
    LiveTask first = row("web-1").among(groups);
    LiveTask second = row("web-2").among(groups);

    // Then
    assertThat(second.resources()).isSameAs(first.resources());
  }

  private static LiveTask row(String taskId) {
    String resources = new String("cpus:1");
    return new LiveTask(
        taskId,
        "TASK_RUNNING",
        "a",
        null,
        null,
        "",
        "c",
        "web",
        "h",
        "web",
        resources,
        null,
        null,
        null);
  }

  @Test
  void aRowWithMoreTakesThePlaceOfOneWithLess() {
    // Given
    TaskGroups groups = new TaskGroups();
    row("web-1").among(groups);
    LiveTask more =
        new LiveTask(
            "web-1",
            "TASK_RUNNING",
            "a",
            null,
            null,
            "",
            "c",
            "web",
            "h",
            "web",
            "cpus:2",
            null,
            null,
            null);

    // When
    LiveTask row = more.among(groups);

    // Then
    assertThat(row.resources()).isEqualTo("cpus:2");
    assertThat(groups.placeOf("web-1", "c").allocation().resources()).isEqualTo("cpus:2");
  }
}
