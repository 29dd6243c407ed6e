package io.mesosbridge.config.check;

import static io.mesosbridge.config.check.ConfigCheckTest.problems;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocationsCheckTest {

  private static final String LOCATIONS = "quarkus.config.locations";

  @Test
  void aFileThatIsNotThereOrWouldNotBeReadIsRefused(@TempDir Path folder) throws IOException {
    // Given
    Path there = Files.createFile(folder.resolve("login.properties"));
    Path absent = folder.resolve("users.properties");
    Path unread = Files.createFile(folder.resolve("kafka_login"));

    // When
    List<String> problems =
        problems(Map.of(LOCATIONS, there + "," + absent.toUri() + "," + unread));

    // Then
    assertThat(problems)
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .contains(
                        LOCATIONS + "=" + there,
                        " has \"" + absent.toUri() + "\", which is not there; valid is",
                        LOCATIONS + "=/run/secrets/login.properties"),
            line ->
                assertThat(line)
                    .contains(
                        " has \"" + unread + "\", whose name ends with none of .properties,"));
  }

  @Test
  void filesFoldersAndWhatIsElsewhereAreTaken(@TempDir Path folder) throws IOException {
    // Given
    Path file = Files.createFile(folder.resolve("users.yaml"));

    // When
    List<String> problems =
        problems(Map.of(LOCATIONS, file + "," + folder + ",http://config.example/b.properties"));

    // Then
    assertThat(problems).isEmpty();
  }
}
