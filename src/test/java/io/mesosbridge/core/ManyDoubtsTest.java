package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.command.CommandRecord.Position;
import io.mesosbridge.core.command.Intent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A leader died while very many of its launches were under way. */
class ManyDoubtsTest {

  private static Fact launch(int number) {
    return launch(number, "task-" + number);
  }

  private static Fact launch(int number, String taskId) {
    return new Fact.Intended(
        new Intent(
            "launch-" + number,
            "LAUNCH",
            "BY_TASKS",
            Known.FRAMEWORK,
            List.of(taskId),
            List.of(),
            Known.AGENT,
            null,
            Map.of(),
            null,
            List.of("offer-" + number),
            Map.of(),
            List.of(),
            false,
            "2030-01-31T12:00:00Z",
            new Position("mesos.commands", 0, number, null, null),
            null,
            null,
            1,
            number,
            "stream",
            "t-1",
            null));
  }

  private static TermFixture inDoubt(int doubts) {
    Fact[] facts =
        Stream.concat(
                Stream.of(new Fact.FrameworkIs(Known.framework())),
                IntStream.range(0, doubts).mapToObj(ManyDoubtsTest::launch))
            .toArray(Fact[]::new);
    return TermFixture.with(facts);
  }

  @Test
  void theyAreAskedForInFewCalls() {
    // Given
    TermFixture bridge = inDoubt(1_500);

    // When
    bridge.subscribe();
    bridge.pass(Duration.ofSeconds(1));

    // Then
    assertThat(bridge.seen().calls("RECONCILE")).hasSize(2);
  }

  @Test
  void aTaskThatSeveralOfThemNameIsAskedForOnceForEach() {
    // Given
    TermFixture bridge =
        TermFixture.with(
            new Fact.FrameworkIs(Known.framework()), launch(1, "web"), launch(2, "web"));

    // When
    bridge.subscribe();

    // Then
    assertThat(bridge.seen().calls("RECONCILE")).hasSize(2);
  }
}
