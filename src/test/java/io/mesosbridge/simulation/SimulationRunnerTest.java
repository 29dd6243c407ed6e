package io.mesosbridge.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationRunnerTest {

  private static final long SEED = 100;

  private final ByteArrayOutputStream told = new ByteArrayOutputStream();

  /** Commits a KILL without having answered it. */
  private static final class ForgetfulBridge extends RefusingBridge {
    private ForgetfulBridge(SimProcess process) {
      super(process);
    }

    @Override
    void answer(SimRecord record) {
      if (new String(record.value(), UTF_8).contains("\"KILL\"")) {
        settled(record);
      } else {
        super.answer(record);
      }
    }
  }

  private SimulationRunner.Tally run(SimBridge.Factory factory, long schedules) {
    return new SimulationRunner(
            new Simulation(factory, BridgePromises::new), new PrintStream(told, true, UTF_8))
        .run(SEED, schedules, 2);
  }

  @Test
  void countsWhatPasses() {
    // When
    SimulationRunner.Tally tally = run(RefusingBridge::new, 50);

    // Then
    assertThat(tally).isEqualTo(new SimulationRunner.Tally(50, 0));
    assertThat(told.toString(UTF_8)).endsWith("50 passed, 0 failed" + System.lineSeparator());
  }

  @Test
  void shrinksAFailureToTheStepThatMatters() {
    // When
    SimulationRunner.Tally tally = run(ForgetfulBridge::new, 20);

    // Then
    assertThat(tally.failed()).isPositive();
    String text = told.toString(UTF_8);
    String steps = text.substring(text.indexOf("the steps:"), text.indexOf("the story:"));
    assertThat(steps.lines().skip(1)).singleElement().asString().contains("type=KILL");
    assertThat(text).contains("seed " + SEED).contains("the promise: offset 1 was committed");
  }

  @ParameterizedTest
  @ValueSource(longs = {SEED, SEED + 1, SEED + 2, SEED + 3})
  void oneSeedGivesOneRun(long seed) {
    // Given
    Simulation simulation = new Simulation(CoreBridge::new, BridgePromises::new);
    Schedule schedule = Schedule.draw(seed);

    // When
    List<String> first = simulation.tell(schedule).story();
    List<String> second = simulation.tell(Schedule.draw(seed)).story();

    // Then
    assertThat(first).isNotEmpty().isEqualTo(second);
  }

  @Test
  void anErrorIsABrokenPromise() {
    // When
    Simulation simulation =
        new Simulation(
            process -> {
              throw new IllegalStateException("broken");
            },
            BridgePromises::new);

    // Then
    assertThat(simulation.run(Schedule.draw(SEED)).broken())
        .startsWith("java.lang.IllegalStateException: broken at ");
  }

  @Test
  void takesAwayWhatDoesNotMatter() {
    // Given
    Schedule schedule = Schedule.draw(SEED);
    Step needed = schedule.steps().get(1);
    Step alsoNeeded = schedule.steps().get(schedule.steps().size() - 1);

    // When
    Schedule small =
        new Shrinking(
                candidate -> candidate.steps().containsAll(List.of(needed, alsoNeeded)), 1_000)
            .shrink(schedule);

    // Then
    assertThat(small.steps()).containsExactly(needed, alsoNeeded);
    assertThat(small.instances()).isEqualTo(1);
  }
}
