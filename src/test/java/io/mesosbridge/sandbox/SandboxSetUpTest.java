package io.mesosbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mesosbridge.sandbox.mesos.SimulatedCluster;
import io.mesosbridge.testkit.JsonTree;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which Mesos the sandbox simulates. */
class SandboxSetUpTest {

  private static final String VERSION = "sandbox.mesos.version";

  @AfterEach
  void clear() {
    System.clearProperty(VERSION);
  }

  @ParameterizedTest
  @CsvSource({"1.0.0, 1.0.0", "1.3.0, 1.3.0", "'', 1.12.0"})
  void thePropertySetsTheVersionOfTheMesos(String property, String version) {
    // Given
    System.setProperty(VERSION, property);

    // When
    try (SimulatedCluster cluster = Sandbox.setUp(SimulatedCluster.builder()).start()) {

      // Then
      assertThat(JsonTree.at(cluster.url() + "/version").path("version").asText())
          .isEqualTo(version);
      assertThat(JsonTree.at(cluster.url() + "/slaves").path("slaves")).hasSize(2);
    }
  }

  @Test
  void aVersionThatIsNotSimulatedIsRefused() {
    System.setProperty(VERSION, "0.28.0");
    assertThatThrownBy(() -> Sandbox.setUp(SimulatedCluster.builder()))
        .hasMessageContaining("write one from 1.0.0 to 1.12.0");
  }
}
