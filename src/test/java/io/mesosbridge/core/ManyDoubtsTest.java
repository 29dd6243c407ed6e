package io.mesosbridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.command.CommandRecord.Position;
import io.mesosbridge.core.command.Intent;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A leader died while very many of its launches were under way. */
class ManyDoubtsTest {

  private static final int SOME = 200;
  private static final int MANY = 20_000;

  private static Fact launch(int number) {
    return new Fact.Intended(
        new Intent(
            "launch-" + number,
            "LAUNCH",
            "BY_TASKS",
            Known.FRAMEWORK,
            List.of("task-" + number),
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
            "t-1"));
  }

  /** Processor time, in nanoseconds, of a look at commands that wait for some of the doubts. */
  private static long timeOfALook(int doubts) {
    Fact[] facts =
        Stream.concat(
                Stream.of(new Fact.FrameworkIs(Known.framework())),
                IntStream.range(0, doubts).mapToObj(ManyDoubtsTest::launch))
            .toArray(Fact[]::new);
    TermFixture bridge = TermFixture.with(facts);
    bridge.hold(write -> true);
    bridge.subscribe();
    for (int i = 0; i < 50; i++) {
      String kill = WireTexts.kill("kill-" + i, "task-" + i);
      bridge.command(kill, "mesos.commands", doubts + i);
    }
    assertThat(bridge.term().commands().waiting()).isEqualTo(50);
    var thread = ManagementFactory.getThreadMXBean();
    long before = thread.getCurrentThreadCpuTime();
    for (int i = 0; i < 100; i++) {
      bridge.term().commands().goOn();
    }
    return (thread.getCurrentThreadCpuTime() - before) / 100;
  }

  @Test
  void whoWaitsForOneOfThemIsLookedAtInTheSameTimeHoweverManyThereAre() {
    // Given
    timeOfALook(SOME); // all classes are there

    // When
    long ofSome = timeOfALook(SOME);
    long ofMany = timeOfALook(MANY);

    // Then
    assertThat(ofMany).isLessThan(10 * ofSome);
  }
}
