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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is secret stands in no message about the configuration. */
class HiddenSecretsTest {

  private static final String MASTERS = "bridge.mesos.masters";

  @Test
  void showsNoSecret() {
    // When
    List<String> problems =
        problems(
            Map.of(
                MASTERS,
                "zk://user:p@5/5@zk1",
                "bridge.mesos.secret",
                "s3same",
                "bridge.mesos.secret-file",
                "/no/such/file"));

    // Then
    assertThat(problems).hasSize(4);
    assertThat(String.join("\n", problems))
        .contains("zk://***@zk1", "bridge.mesos.secret=***", "bridge.mesos.principal")
        .doesNotContain("pa55", "s3same");
  }

  @ParameterizedTest
  @CsvSource({
    "ZK://u:s3same@h/m",
    "zk:/u:s3same@h/m",
    "zk://u:s3@same@h",
    "mesos:s3same@host:5050",
    "http://u:s3same x@h:5050",
    "http://u:s3same@h_1:5050",
    "http://u:s3same%zz@h:5050",
    "'http://h:5050,u:s3same@h:5050'",
    "'http://u:s3same@h:5050,ftp://u:s3same@i:5050'"
  })
  void showsNoPasswordOfMastersHoweverTheyAreWrittenWrongly(String masters) {
    // When
    List<String> problems = problems(Map.of(MASTERS, masters));

    // Then
    assertThat(String.join("\n", problems)).contains("***@").doesNotContain("s3", "same");
  }

  @Test
  void showsMastersThatAreWrittenItemByItemAsTheyAreButTheirPasswords() {
    // When
    List<String> problems =
        problems(Map.of(MASTERS + "[0]", "http://u:s3same@a:5050", MASTERS + "[1]", "b:5050"));

    // Then
    assertThat(problems)
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).startsWith(MASTERS + "=http://***@a:5050,b:5050 has"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bridge.mesos.secrt",
        "bridge.mesos.scret",
        "bridge.mesos.pricipal",
        "bridge.mesos.password",
        "bridge.mesos.secret-file",
        "bridge.mesos.token-file",
        "bridge.token"
      })
  void aSecretUnderAKeyThatIsNotItsOwnIsNotShown(String key) {
    // When
    List<String> problems = problems(Map.of(key, "s3same"));

    // Then
    assertThat(problems).isNotEmpty();
    assertThat(String.join("\n", problems)).contains(key + "=***").doesNotContain("s3same");
  }

  @Test
  void aSecretBehindItsPrincipalIsNotShown() {
    // When
    List<String> problems = problems(Map.of("bridge.mesos.principal", "bridge:s3same"));

    // Then
    assertThat(problems)
        .singleElement()
        .asString()
        .startsWith(
            "bridge.mesos.principal=bridge:*** has a colon, at which a master ends the name")
        .doesNotContain("s3same");
  }

  @Test
  void whatIsNoTokenIsNotShown(@TempDir Path folder) throws IOException {
    // Given
    Path file = Files.writeString(folder.resolve("token"), "s3 same");

    // When
    List<String> problems =
        problems(
            Map.of(
                "bridge.mesos.token-file",
                file.toString(),
                "bridge.mesos.principal",
                "bridge",
                "bridge.mesos.secret",
                "s3same"));

    // Then
    assertThat(problems).hasSize(2);
    assertThat(problems.get(0)).contains("bridge.mesos.secret are both set; one of them has to go");
    assertThat(problems.get(1)).contains("holds no bearer token; a token is one line of letters");
    assertThat(String.join("\n", problems)).doesNotContain("s3", "same");
  }

  @Test
  void aTokenNeedsNoSecret(@TempDir Path folder) throws IOException {
    // Given
    Path file = Files.writeString(folder.resolve("token"), "t0ken");

    // Then
    assertThat(problems(Map.of("bridge.mesos.token-file", file.toString()))).isEmpty();
    assertThat(
            problems(
                Map.of(
                    "bridge.mesos.token-file",
                    file.toString(),
                    "bridge.mesos.principal",
                    "bridge")))
        .isEmpty();
  }
}
