package io.mesosbridge.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import io.mesosbridge.sandbox.kafka.SandboxBroker;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Heap bytes of the event loop and of the thread that gives records to the producer, for one event.
 * They are more than {@code docs/performance.md} says, since bridges under test run without the
 * optimising compiler, which takes allocations away; but so they are always the same. Whoever
 * changes one of them on purpose changes its figure here.
 */
class BytesPerEventIT {

  private static final int WARM_UP = 300;
  private static final int EVENTS = 600;

  private static SandboxBroker broker;
  private static BenchedBridge bridge;

  @BeforeAll
  static void start() {
    broker = SandboxBroker.create().start();
    bridge = new BenchedBridge("bytes", broker.bootstrapServers(), Optional.empty(), Map.of());
  }

  @AfterAll
  static void stop() {
    bridge.close();
    broker.close();
  }

  @ParameterizedTest
  @CsvSource({"EVENTS, 4760", "OFFERS, 6560", "OFFERS_OF_100, 4370", "UPDATES, 10750"})
  void anEventTakesAsManyBytesAsItDid(Load load, double expected) {
    // Given
    bridge.run(load, WARM_UP);

    // When
    double least =
        DoubleStream.generate(() -> bridge.run(load, EVENTS).bytesByEvent())
            .limit(3) // a buffer more, or a look at the clock, may come in between
            .min()
            .orElseThrow();

    // Then
    assertThat(least).isCloseTo(expected, withPercentage(5));
  }

  @Test
  @EnabledOnOs(OS.LINUX) // which counts them
  void acknowledgementsOfOneTurnOfTheLoopLeaveInOneWrite() throws IOException {
    // Given
    long before = bridge.writes();

    // When
    bridge.run(Load.UPDATES, EVENTS);

    // Then
    assertThat(bridge.writes() - before).isLessThan(EVENTS * 9L / 10);
  }
}
