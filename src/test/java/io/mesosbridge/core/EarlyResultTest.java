package io.mesosbridge.core;

import static io.mesosbridge.core.TermFixture.TAKEN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Outgoing.Topic;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A result, or what Mesos remembers of a command, that goes before Kafka has all that it says. */
class EarlyResultTest {

  private static final String SUPPRESS =
      "{\"id\":\"quiet\",\"type\":\"SUPPRESS\",\"suppress\":{\"roles\":[\"web\"]}}";
  private static final String UUID = "AAAAAAAAAAAAAAAAAAAAAA==";

  private static TermFixture acknowledgingByCommand() {
    TermFixture bridge =
        TermFixture.configured(
            Map.of("bridge.updates.acknowledge", "by-command"),
            new Fact.FrameworkIs(Known.framework()));
    bridge.subscribe();
    return bridge;
  }

  @Test
  void anOperationIsAcknowledgedByCommandOnceItsResultIsWritten() {
    // Given
    TermFixture bridge = acknowledgingByCommand();
    bridge.offer("o-1");
    bridge.hold(Topic.RESULTS);
    bridge.command(
        """
        {"id":"accept","type":"ACCEPT","accept":{"offer_ids":["o-1"],"operations":[
        {"type":"RESERVE","id":"r-1","reserve":{"resources":[{"name":"cpus","type":"SCALAR",
        "scalar":{"value":0.1},"reservations":[{"type":"DYNAMIC","role":"web"}]}]}}]}}
        """);
    bridge.event(
        """
        {"type":"UPDATE_OPERATION_STATUS","update_operation_status":{"status":{"operation_id":
        {"value":"r-1"},"state":"OPERATION_FINISHED","agent_id":{"value":"agent-1"},
        "uuid":{"value":"%s"}}}}
        """
            .formatted(UUID));
    bridge.answer("ACCEPT", TAKEN);

    // When
    bridge.command(
        """
        {"id":"ack","type":"ACKNOWLEDGE_OPERATION_STATUS","acknowledge_operation_status":{
        "agent_id":"agent-1","operation_id":"r-1","uuid":"%s"}}
        """
            .formatted(UUID));

    // Then
    assertThat(bridge.seen().written(Topic.OPERATION_UPDATES)).hasSize(1);
    assertThat(bridge.seen().calls("ACKNOWLEDGE_OPERATION_STATUS")).isEmpty();
    bridge.hold();
    assertThat(bridge.seen().calls("ACKNOWLEDGE_OPERATION_STATUS")).hasSize(1);
  }

  @Test
  void aTaskIsAcknowledgedByCommandOnceTheResultOfItsLaunchIsWritten() {
    // Given
    TermFixture bridge = acknowledgingByCommand();
    bridge.offer("o-1");
    bridge.hold(Topic.RESULTS, Topic.TASKS);
    bridge.launch("job");
    bridge.answer("ACCEPT", TAKEN);
    bridge.update("job", "TASK_FINISHED", UUID);

    // When
    bridge.command(acknowledge());

    // Then
    assertThat(bridge.seen().written(Topic.TASK_UPDATES)).hasSize(1);
    assertThat(bridge.seen().calls("ACKNOWLEDGE")).isEmpty();
    bridge.hold();
    assertThat(bridge.seen().calls("ACKNOWLEDGE")).hasSize(1);
  }

  private static String acknowledge() {
    return """
        {"id":"ack","type":"ACKNOWLEDGE","acknowledge":{
        "agent_id":"agent-1","task_id":"job","uuid":"%s"}}
        """
        .formatted(UUID);
  }

  @Test
  void anAcknowledgementDoesNotWaitForALaunchThatCameAfterIt() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.offer("o-1");
    bridge.command(acknowledge());
    bridge.kill("job");
    bridge.launch("job");
    assertThat(bridge.seen().commandCalls()).containsExactly("ACKNOWLEDGE", "KILL", "ACCEPT");
    TermFixture next = bridge.dies();

    // When
    next.subscribe();

    // Then
    assertThat(next.seen().commandCalls()).containsExactly("ACKNOWLEDGE");
  }

  @Test
  void aResultComesOnceKafkaHasTheFrameworksRecord() {
    // Given
    TermFixture bridge = TermFixture.subscribed();
    bridge.hold(Topic.STATE);

    // When
    bridge.command(SUPPRESS);
    bridge.answer("SUPPRESS", TAKEN);

    // Then
    assertThat(bridge.result("quiet")).as("the next leader would undo it").isEqualTo("none");
    bridge.hold();
    assertThat(bridge.result("quiet")).isEqualTo("ACCEPTED");
    assertThat(bridge.dies().term().subscribeCall(Known.mesos("1.11.0")).json())
        .asString(UTF_8)
        .contains("suppressed_roles\":[\"web\"]");
  }

  private static TermFixture launchingWhileNoRowIsTaken() {
    TermFixture bridge = TermFixture.subscribed();
    bridge.launch("web");
    bridge.offer("o-1");
    bridge.hold(Topic.TASKS);
    return bridge;
  }

  @Test
  void aLaunchWaitsForTheRowThatAnAnswerOfTheMasterWroteBeforeItWasTaken() {
    // Given
    TermFixture bridge = launchingWhileNoRowIsTaken();
    bridge.command("{\"type\":\"RECONCILE\",\"reconcile\":{\"tasks\":[{\"task_id\":\"web\"}]}}");
    bridge.reconciled("web", "TASK_STAGING");

    // When
    bridge.answer("ACCEPT", TermFixture.TAKEN);

    // Then
    assertThat(bridge.live("web")).isEqualTo("TASK_STAGING");
    assertThat(bridge.result("launch-web")).isEqualTo("none");
    bridge.hold();
    assertThat(bridge.result("launch-web")).isEqualTo("ACCEPTED");
  }

  @Test
  void aLaunchWaitsForTheTombstoneOfATaskThatEndedBeforeItWasTaken() {
    // Given
    TermFixture bridge = launchingWhileNoRowIsTaken();
    bridge.update("web", "TASK_FINISHED", "uuid-1");

    // When
    bridge.answer("ACCEPT", TermFixture.TAKEN);

    // Then
    assertThat(bridge.live("web")).isEqualTo("none");
    assertThat(bridge.result("launch-web")).isEqualTo("none");
    bridge.hold();
    assertThat(bridge.result("launch-web")).isEqualTo("ACCEPTED");
    assertThat(bridge.live("web")).isEqualTo("none");
  }
}
