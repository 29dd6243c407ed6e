package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A task's id is launched again where consumers acknowledge: Mesos refuses an id whose end it has
 * not been acknowledged.
 */
class AcknowledgedByCommandTest {

  private static final String UUID = "X5raTHkJRj6ffUAZuz0d3w==";

  private static TermFixture withRunningTask() {
    TermFixture bridge =
        TermFixture.configured(
            Map.of("bridge.updates.acknowledge", "by-command"),
            new Fact.FrameworkIs(Known.framework()),
            Known.running("web", "u-1", "former"));
    bridge.subscribe();
    return bridge;
  }

  private static TermFixture withEndedTask() {
    TermFixture bridge = withRunningTask();
    bridge.update("web", "TASK_FINISHED", UUID);
    return bridge;
  }

  /** Nobody acknowledged the end for so long that the next launch left, whose answer got lost. */
  private static TermFixture withLaunchInDoubt() {
    TermFixture bridge = withEndedTask();
    bridge.launch("web");
    bridge.offer("o-1");
    bridge.pass(Duration.ofSeconds(36));
    bridge.disconnect();
    bridge.answer("ACCEPT", TermFixture.LOST);
    bridge.subscribe();
    return bridge;
  }

  private static void acknowledge(TermFixture bridge) {
    bridge.command(
        """
        {"type":"ACKNOWLEDGE",
        "acknowledge":{"agent_id":"agent-1","task_id":"web","uuid":"%s"}}
        """
            .formatted(UUID));
    bridge.answer("ACKNOWLEDGE", TermFixture.TAKEN);
  }

  @Test
  void anIdIsLaunchedAgainOnlyOnceAConsumerHasAcknowledgedItsEnd() {
    // Given
    TermFixture bridge = withEndedTask();
    bridge.launch("web");
    bridge.offer("o-1");
    bridge.pass(Duration.ofSeconds(1));
    assertThat(bridge.seen().launched()).isEmpty();

    // When
    acknowledge(bridge);

    // Then
    assertThat(bridge.seen().launched()).containsExactly("web");
  }

  @Test
  void anEndThatOnlyTheMasterToldIsWaitedForAsWell() {
    // Given
    TermFixture bridge = withRunningTask();
    bridge.reconciled("web", "TASK_FINISHED");
    bridge.launch("web");
    bridge.offer("o-1");
    bridge.pass(Duration.ofSeconds(1));
    bridge.update("web", "TASK_FINISHED", UUID);
    bridge.pass(Duration.ofSeconds(1));
    assertThat(bridge.seen().launched()).isEmpty();

    // When
    acknowledge(bridge);

    // Then
    assertThat(bridge.seen().launched()).containsExactly("web");
  }

  @Test
  void anEndThatNoConsumerAcknowledgesHoldsUpTheNextLaunchForAWhileAtMost() {
    // Given
    TermFixture bridge = withEndedTask();
    bridge.launch("web");
    bridge.offer("o-1");

    // When
    bridge.pass(Duration.ofSeconds(36));

    // Then
    assertThat(bridge.seen().launched()).containsExactly("web");
  }

  /** What became of the launch Mesos tells only once it has forgotten the task before. */
  @Test
  void theEndOfTheTaskBeforeALaunchInDoubtIsAcknowledged() {
    // Given
    TermFixture bridge = withLaunchInDoubt();

    // When
    acknowledge(bridge);
    bridge.reconciled("web", "TASK_GONE");

    // Then
    bridge.offer("o-2");
    assertThat(bridge.seen().launched()).containsExactly("web", "web");
  }

  @Test
  void anAcknowledgementWaitsForNoCommandThatWaitsForTheDoubt() {
    // Given
    TermFixture bridge = withLaunchInDoubt();
    bridge.kill("web");
    bridge.command("{\"type\":\"REVIVE\"}");
    assertThat(bridge.seen().calls("REVIVE")).isEmpty();

    // When
    acknowledge(bridge);

    // Then
    assertThat(bridge.seen().acknowledged()).containsExactly(UUID);
    assertThat(bridge.seen().calls("REVIVE")).isEmpty();
  }

  /** Of the launch only its refusal could tell, which may have been lost with the stream. */
  @ParameterizedTest
  @ValueSource(strings = {Known.AGENT, "agent-2"})
  void anUpdateOfTheTaskBeforeThatIsRepeatedAnswersNoQuestionAboutTheLaunch(String agent) {
    // Given
    TermFixture bridge = withEndedTask();
    bridge.launch("web");
    bridge.event(WireTexts.offer("o-1", agent));
    bridge.pass(Duration.ofSeconds(36));
    bridge.answer("ACCEPT", TermFixture.TAKEN);
    bridge.disconnect();
    bridge.subscribe();
    int asked = bridge.seen().calls("RECONCILE").size();

    // When
    bridge.update("web", "TASK_FINISHED", UUID);
    bridge.pass(Duration.ofSeconds(3));

    // Then
    assertThat(bridge.seen().calls("RECONCILE").stream().skip(asked))
        .anySatisfy(question -> assertThat(question.call().toString()).contains("web"));
  }
}
