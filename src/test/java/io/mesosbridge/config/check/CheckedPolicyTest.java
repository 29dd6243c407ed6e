package io.mesosbridge.config.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A policy that is none refuses the start. */
class CheckedPolicyTest {

  private static final String KEY = "bridge.commands.policy-file";

  @Test
  void aFileThatIsNotThereIsRefused() {
    assertThat(ConfigCheckTest.problems(Map.of(KEY, "/no/such/file")))
        .containsExactly(
            KEY
                + "=/no/such/file is no file that can be read; valid is for example "
                + KEY
                + "=/etc/mesos-kafka-bridge/policy.yaml");
  }

  @Test
  void aFileThatHoldsNoPolicyIsRefused(@TempDir Path folder) throws IOException {
    // Given
    Path file = Files.writeString(folder.resolve("policy.yaml"), "rules:\n- nam: web\n");

    // Then
    assertThat(ConfigCheckTest.problems(Map.of(KEY, file.toString())))
        .singleElement()
        .asString()
        .contains("line 2, nam is an unknown key; the nearest is name");
  }

  @Test
  void aPolicyIsNotRefused(@TempDir Path folder) throws IOException {
    // Given
    Path file = Files.writeString(folder.resolve("policy.yaml"), "rules:\n- name: web\n");

    // Then
    assertThat(ConfigCheckTest.problems(Map.of(KEY, file.toString()))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "bridge.commands.policy-file, ''",
    "bridge.commands.allowed, ''",
    "bridge.commands.allowed, ','"
  })
  void aLimitThatIsEmptyIsRefusedSinceItWouldAllowAll(String key, String value) {
    // When
    List<String> problems = ConfigCheckTest.problems(Map.of(key, value));

    // Then
    assertThat(problems)
        .singleElement()
        .asString()
        .startsWith(key + "=" + value + " is empty, which would allow everything; leave it out");
  }
}
