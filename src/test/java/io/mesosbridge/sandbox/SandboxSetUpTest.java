package io.mesosbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mesosbridge.sandbox.mesos.SimulatedCluster;
import io.mesosbridge.testkit.JsonTree;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

  @Test
  void aSandboxThatDoesNotStartLeavesNothing(@TempDir Path directory) throws Exception {
    // Given
    Path temporary = Files.createDirectory(directory.resolve("tmp"));
    ProcessBuilder sandbox =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Djava.io.tmpdir=" + temporary,
                "-D" + VERSION + "=0.28.0",
                "-cp",
                System.getProperty("java.class.path"),
                Sandbox.class.getName())
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("output").toFile());

    // When
    int status = sandbox.start().waitFor();

    // Then
    assertThat(status).isEqualTo(1);
    assertThat(directory.resolve("output")).content().contains("The sandbox did not start: '0.28");
    assertThat(temporary.toFile().list((where, name) -> name.startsWith("sandbox-"))).isEmpty();
  }
}
