package io.mesosbridge.sandbox.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the simulation against the traffic of a real master. */
class SimulatedCapturesTest {

  static List<String> scenarios() {
    return Exchange.names().stream().filter(name -> !name.equals("protobuf-stream")).toList();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void theSimulatedClusterAnswersAsTheRealOneDid(String scenario) {
    // Given
    Exchange exchange = Exchange.read(scenario);
    try (SimulatedCluster cluster = Scenario.start(scenario)) {

      // When
      new CaptureReplay(exchange, cluster).run();

      // Then
      assertThat(cluster.ledger().callCount()).isPositive();
    }
  }
}
