package io.mesosbridge.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SimulationTest {

  private static final long SEED = Long.getLong("simulation.seed", 1L);
  private static final long SCHEDULES = Long.getLong("simulation.schedules", 20_000L);
  private static final int THREADS = Integer.getInteger("simulation.threads", 2);

  /** What the core logs of each schedule is of no interest. */
  private static final Logger CORE = Logger.getLogger("io.mesosbridge.core");

  private Level before;

  private final ByteArrayOutputStream told = new ByteArrayOutputStream();

  @BeforeEach
  void hush() {
    before = CORE.getLevel();
    CORE.setLevel(Level.OFF);
  }

  @AfterEach
  void speak() {
    CORE.setLevel(before);
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.DAYS) // as many schedules as are asked for
  void promisesHoldInEverySchedule() {
    // Given
    SimulationRunner runner =
        new SimulationRunner(
            new Simulation(CoreBridge::new, BridgePromises::new),
            new PrintStream(told, true, StandardCharsets.UTF_8));

    // When
    SimulationRunner.Tally tally = runner.run(SEED, SCHEDULES, THREADS);

    // Then
    assertThat(tally.failed()).as("%s", told.toString(StandardCharsets.UTF_8)).isZero();
    assertThat(tally.passed()).isEqualTo(SCHEDULES);
  }
}
