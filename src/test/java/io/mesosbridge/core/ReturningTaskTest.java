package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Outgoing.Topic;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * A task comes back with its agent while a launch of its id awaits that Kafka has its intent, or
 * one is placed while Kafka has not taken yet that the task is back.
 */
class ReturningTaskTest {

  private static final String ALONE =
      """
      {"id":"second","type":"LAUNCH","constraints":[["hostname","UNIQUE"]],"launch":{"task_infos":[
      {"task_id":"web-2","command":{"value":"serve"},"resources":"cpus:0.1"}]}}
      """;

  private final TermFixture bridge = TermFixture.subscribed();

  private void returnsBeforeTheCallLeaves() {
    bridge.hold(Topic.STATE);
    bridge.launch("web");
    bridge.offer("o-1");
    bridge.update("web", "TASK_RUNNING", "u-1");
    bridge.hold();
  }

  @Test
  void itsIdIsNotLaunchedOnceMore() {
    // When
    returnsBeforeTheCallLeaves();

    // Then
    assertThat(bridge.seen().launched()).isEmpty();
    assertThat(bridge.result("launch-web")).isEqualTo("REJECTED DUPLICATE_TASK");
    assertThat(bridge.live("web")).isEqualTo("TASK_RUNNING");
  }

  @Test
  void theOfferThatItsLaunchHadTakenGoesBack() {
    // When
    returnsBeforeTheCallLeaves();

    // Then
    assertThat(bridge.seen().calls("DECLINE"))
        .singleElement()
        .satisfies(decline -> assertThat(decline.call().toString()).contains("o-1"));
  }

  private void isBack(String taskId) {
    bridge.masters(taskId, "TASK_RUNNING", "REASON_AGENT_REREGISTERED");
  }

  @Test
  void itsIdIsNotLaunchedWhileKafkaHasNotTakenThatItIsBack() {
    // Given
    bridge.hold(Topic.TASK_UPDATES);
    isBack("web");

    // When
    bridge.launch("web");
    bridge.offer("o-1");

    // Then
    assertThat(bridge.seen().launched()).isEmpty();

    // When
    bridge.hold();

    // Then
    assertThat(bridge.seen().launched()).isEmpty();
    assertThat(bridge.result("launch-web")).isEqualTo("REJECTED DUPLICATE_TASK");
  }

  @Test
  void noCallLeavesForItsIdAboutWhichKafkaIsBeingTold() {
    // Given
    bridge.hold(Topic.STATE, Topic.TASK_UPDATES);
    bridge.launch("web");
    bridge.offer("o-1");
    isBack("web");

    // When
    bridge.hold(Topic.TASK_UPDATES);

    // Then
    assertThat(bridge.seen().launched()).isEmpty();

    // When
    bridge.hold();

    // Then
    assertThat(bridge.result("launch-web")).isEqualTo("REJECTED DUPLICATE_TASK");
  }

  @Test
  void itsIdIsLaunchedOnceKafkaHasRefusedThatItIsBack() {
    // Given
    bridge.hold(Topic.TASK_UPDATES);
    isBack("web");
    bridge.launch("web");
    bridge.offer("o-1");

    // When
    bridge.refuse(Topic.TASK_UPDATES, true);
    bridge.pass(Duration.ofSeconds(2));

    // Then
    assertThat(bridge.seen().launched()).containsExactly("web");
  }

  @Test
  void constraintsCountItFromWhenItIsToldOf() {
    // Given
    bridge.hold(Topic.TASK_UPDATES);
    isBack("web-1");

    // When
    bridge.command(ALONE);
    bridge.offer("o-1");
    bridge.hold();

    // Then
    assertThat(bridge.seen().launched()).isEmpty();
    assertThat(bridge.live("web-1")).isEqualTo("TASK_RUNNING");
  }

  @Test
  void constraintsCountItNoMoreOnceKafkaHasRefusedIt() {
    // Given
    bridge.hold(Topic.TASK_UPDATES);
    isBack("web-1");
    bridge.command(ALONE);
    bridge.offer("o-1");

    // When
    bridge.refuse(Topic.TASK_UPDATES, true);
    bridge.pass(Duration.ofSeconds(2));
    bridge.offer("o-2");

    // Then
    assertThat(bridge.seen().launched()).containsExactly("web-2");
  }

  @Test
  void itsHostIsKnownOnceItsAgentOffersSomething() {
    // Given
    isBack("web-1");

    // When
    bridge.offer("o-1");
    bridge.command(ALONE);
    bridge.update("web-1", "TASK_RUNNING", "u-1");

    // Then
    assertThat(bridge.seen().launched()).isEmpty();
    assertThat(bridge.term().tasks().find("web-1").orElseThrow().hostname()).isEqualTo("host");
  }

  @Test
  void itsHostIsKnownAlsoIfItsAgentHasOfferedSomethingBefore() {
    // Given
    bridge.command(WireTexts.launch("large", "large").replace("cpus:0.1", "cpus:64"));
    bridge.offer("o-1");
    isBack("web-1");

    // When
    bridge.command(ALONE);

    // Then
    assertThat(bridge.seen().launched()).isEmpty();
  }

  @Test
  void oneThatIsOutOfReachAndOfWhichNothingIsKnownCountsForNothing() {
    // Given
    bridge.masters("web-1", "TASK_UNREACHABLE", "REASON_AGENT_REMOVED");

    // When
    bridge.command(ALONE);
    bridge.offer("o-1");

    // Then
    assertThat(bridge.seen().launched()).containsExactly("web-2");
  }

  @Test
  void constraintsCountItNoMoreOnceItsFrameworkIsGone() {
    // Given
    bridge.hold(Topic.TASK_UPDATES);
    isBack("web-1");
    bridge.command("{\"id\":\"end\",\"type\":\"TEARDOWN\"}");
    bridge.answer("TEARDOWN", TermFixture.TAKEN);
    bridge.hold();
    bridge.command("{\"id\":\"anew\",\"type\":\"SUBSCRIBE\"}");
    bridge.subscribe("framework-2");

    // When
    bridge.command(ALONE);
    bridge.offer("o-1");

    // Then
    assertThat(bridge.seen().launched()).containsExactly("web-2");
  }
}
