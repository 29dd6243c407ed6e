package io.mesosbridge.core;

import static io.mesosbridge.core.TermFixture.TAKEN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.RecordingOutside.Effect;
import io.mesosbridge.core.RecordingOutside.Sent;
import io.mesosbridge.core.RecordingOutside.Settled;
import io.mesosbridge.core.RecordingOutside.Write;
import io.mesosbridge.core.StateJson.StateKeys;
import io.mesosbridge.core.mesos.MesosVersion;
import io.mesosbridge.testkit.JsonTree;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Commands on their way from their arrival to their result. */
class CommandLifeTest {

  private static final String TEARDOWN = "{\"id\":\"end\",\"type\":\"TEARDOWN\"}";

  /** A task was launched, runs, and finishes; then a launch of the same id comes. */
  private static TermFixture relaunchedWhile(Topic held) {
    TermFixture bridge = TermFixture.subscribed();
    bridge.launch("web");
    bridge.offer("o-1");
    bridge.hold(held);
    bridge.answer("ACCEPT", TAKEN);
    bridge.update("web", "TASK_FINISHED", "u-1");
    bridge.command(WireTexts.launch("again", "web"));
    bridge.offer("o-2");
    return bridge;
  }

  @Test
  void aRelaunchWaitsUntilTheUpdateThatEndsTheTaskAndItsTombstoneAreInKafka() {
    // Given
    TermFixture bridge = relaunchedWhile(Topic.TASK_UPDATES);
    assertThat(bridge.seen().launched()).hasSize(1);
    bridge.hold(Topic.TASKS);
    assertThat(bridge.seen().launched()).hasSize(1);

    // When
    bridge.hold();

    // Then
    assertThat(bridge.seen().launched()).hasSize(2);
    assertThat(bridge.result("again")).isEqualTo("none");
    assertThatTheRelaunchLeftBehindTheAcknowledgement(bridge);
  }

  @Test
  void aRelaunchWaitsForTheAcknowledgementThatWaitsForTheResultOfTheLaunchBefore() {
    // Given
    TermFixture bridge = relaunchedWhile(Topic.RESULTS);
    assertThat(bridge.seen().launched()).hasSize(1);

    // When
    bridge.hold();

    // Then
    assertThat(bridge.seen().launched()).hasSize(2);
    assertThatTheRelaunchLeftBehindTheAcknowledgement(bridge);
  }

  @Test
  void nobodySubscribesBecauseTheIntentOfATeardownIsWrittenAndReadOnceMore() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    Predicate<Write> ofFramework = write -> write.record().key().equals(StateKeys.FRAMEWORK);
    bridge.hold(ofFramework);
    bridge.command(TEARDOWN);
    bridge.answer("TEARDOWN", TAKEN);
    long before = bridge.seen().subscriptions();

    // When
    bridge.term().readback().rewrite(Topic.STATE, StateKeys.intent("end"));
    bridge.hold(ofFramework);

    // Then
    assertThat(bridge.seen().subscriptions()).isEqualTo(before);
    bridge.hold();
    assertThat(bridge.result("end")).isEqualTo("ACCEPTED");
  }

  private static void assertThatTheRelaunchLeftBehindTheAcknowledgement(TermFixture bridge) {
    List<String> types =
        bridge.seen().all(Sent.class).stream()
            .map(sent -> sent.call().type())
            .filter(type -> type.equals("ACCEPT") || type.equals("ACKNOWLEDGE"))
            .toList();
    assertThat(types).containsExactly("ACCEPT", "ACKNOWLEDGE", "ACCEPT");
  }

  @Test
  void aRoleThatTheConfigurationHasNoLongerIsNotSuppressed() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.command("{\"id\":\"s\",\"type\":\"SUPPRESS\",\"suppress\":{\"roles\":[\"batch\"]}}");
    bridge.answer("SUPPRESS", TAKEN);
    assertThat(subscribeCall(bridge)).contains("\"suppressed_roles\":[\"batch\"]");

    // When
    TermFixture next =
        bridge.successor(
            JsonTree.read("{\"user\":\"root\",\"name\":\"bridge\",\"roles\":[\"web\"]}"));

    // Then
    assertThat(subscribeCall(next)).doesNotContain("batch");
  }

  private static String subscribeCall(TermFixture bridge) {
    return new String(bridge.term().subscribeCall(MesosVersion.NEWEST).json(), UTF_8);
  }

  @Test
  void anUpdateThatKafkaCannotHaveIsPublishedWhenItsAgentBringsItAgain() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.hold(Topic.TASK_UPDATES);
    bridge.update("web", "TASK_RUNNING", "u-1");
    bridge.refuse(Topic.TASK_UPDATES, true);
    bridge.hold();
    assertThat(bridge.seen().acknowledged()).isEmpty();

    // When
    bridge.update("web", "TASK_RUNNING", "u-1");

    // Then
    assertThat(bridge.live("web")).isEqualTo("TASK_RUNNING");
    assertThat(bridge.seen().acknowledged()).containsExactly("u-1");
  }

  @Test
  void anUpdateIsWrittenHoweverOftenKafkaRefusesItThoughItsAgentWouldBringItAgain() {
    // Given
    TermFixture bridge = TermFixture.subscribed();

    // When
    bridge.update("web", "TASK_RUNNING", "u-1");
    bridge.masters("db", "TASK_LOST", "REASON_AGENT_REMOVED");
    bridge.event(operation(""));
    bridge.event(operation(",\"uuid\":{\"value\":\"u-2\"}"));

    // Then
    assertThat(bridge.seen().written(Topic.TASK_UPDATES))
        .extracting(write -> write.id().insists())
        .containsExactly(true, true);
    assertThat(bridge.seen().written(Topic.OPERATION_UPDATES))
        .extracting(write -> write.id().insists())
        .containsExactly(true, true);
  }

  private static String operation(String uuid) {
    return """
    {"type":"UPDATE_OPERATION_STATUS","update_operation_status":{"status":{
    "state":"OPERATION_FINISHED","operation_id":{"value":"op"},
    "agent_id":{"value":"agent-1"}%s}}}
    """
        .formatted(uuid);
  }

  @Test
  void anOperationsUpdateThatKafkaCannotHaveIsPublishedWhenItComesAgain() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.hold(Topic.OPERATION_UPDATES);
    bridge.event(operation(",\"uuid\":{\"value\":\"u-2\"}"));
    bridge.refuse(Topic.OPERATION_UPDATES, true);
    bridge.hold();

    // When
    bridge.event(operation(",\"uuid\":{\"value\":\"u-2\"}"));

    // Then
    assertThat(bridge.seen().written(Topic.OPERATION_UPDATES)).hasSize(2);
    assertThat(bridge.seen().calls("ACKNOWLEDGE_OPERATION_STATUS")).hasSize(1);
  }

  @Test
  void aFrameworkRecordThatItsTopicHasNoRoomForLeavesNoTeardownWithoutResult() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.command(TEARDOWN);
    bridge.hold(write -> write.record().key().equals(StateKeys.FRAMEWORK));
    bridge.answer("TEARDOWN", TAKEN);
    assertThat(bridge.result("end")).isEqualTo("none");

    // When
    bridge.refuse(Topic.STATE, true);

    // Then
    assertThat(bridge.result("end")).isEqualTo("ACCEPTED");
  }

  @Test
  void callsThatAreLargeLeaveWhenThereIsRoomAndInOrder() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    String message =
        "{\"type\":\"MESSAGE\",\"message\":{\"agent_id\":\"a\",\"executor_id\":\"e\",\"data\":\"%s\"}}"
            .formatted("A".repeat(2 << 20));

    // When
    for (int i = 0; i < 20; i++) {
      bridge.command(message);
    }
    bridge.kill("web");

    // Then
    assertThat(bridge.seen().commandCalls()).hasSize(8).containsOnly("MESSAGE");
    for (int i = 0; i < 12; i++) {
      bridge.answer("MESSAGE", TAKEN);
      assertThat(bridge.seen().calls("MESSAGE")).hasSize(9 + i);
    }
    assertThat(bridge.seen().calls("KILL")).isEmpty();
    bridge.answer("MESSAGE", TAKEN);
    assertThat(bridge.seen().calls("KILL")).hasSize(1);
  }

  @Test
  void aDeadLetterThatACrashKeptFromItsTopicGetsThere() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.hold(Topic.RESULTS);
    bridge.command("this is no command");
    bridge.takeWithoutTelling();

    // When
    TermFixture next = bridge.dies();
    next.subscribe();
    next.reread();

    // Then
    assertThat(next.seen().all(Settled.class)).hasSize(1);
    assertThat(next.seen().all(Settled.class).get(0).why()).isNotNull();
  }

  @Test
  void whatNobodyForesawWhileAnEventIsHandledIsSeenByWhoeverRunsTheTerm() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.seen().breakDown(new IllegalStateException("nobody foresaw this"));

    // When / Then
    assertThatThrownBy(() -> bridge.update("web", "TASK_RUNNING", "u-1"))
        .hasMessage("nobody foresaw this");
    assertThatThrownBy(() -> bridge.kill("web")).hasMessage("nobody foresaw this");
  }

  @Test
  void aResultIsWrittenBeforeItsRecordIsSettled() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.hold(Topic.RESULTS);
    bridge.kill("web");
    bridge.answer("KILL", TAKEN);
    assertThat(bridge.seen().all(Settled.class)).isEmpty();

    // When
    bridge.hold();

    // Then
    List<Effect> effects = bridge.seen().effects();
    assertThat(effects.get(effects.size() - 1)).isInstanceOf(Settled.class);
  }
}
