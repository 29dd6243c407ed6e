package io.mesosbridge.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator unpacks names what is there. */
class ArchiveTest {

  private static final Path CONF = Path.of("deploy/archive/conf/application.properties");

  @Test
  void everyKeyOfItsConfigurationIsInTheReference() throws IOException {
    String reference = Files.readString(Path.of("docs/configuration.md"));

    assertThat(found("(?m)^(?:# )?([a-z]+(?:[.-][a-z]+)+)=", CONF))
        .hasSizeGreaterThan(5)
        .allSatisfy(key -> assertThat(reference).contains("`" + key + "`"));
  }

  @Test
  void whatIsPutIntoItExists() throws IOException {
    assertThat(found("<(?:directory|include)>([^$*<]+)</", Path.of("deploy/archive/assembly.xml")))
        .contains("README.md", "docs")
        .allSatisfy(name -> assertThat(Path.of(name)).exists());
  }

  @ParameterizedTest
  @ValueSource(strings = {"bin/mesos-kafka-bridge", "link"})
  void theStartScriptFindsTheArchiveHoweverItIsCalled(String called, @TempDir Path folder)
      throws IOException, InterruptedException {
    // Given
    Path home = folder.resolve("a b");
    Path script = home.resolve("bin/mesos-kafka-bridge");
    Files.createDirectories(script.getParent());
    Files.copy(Path.of("deploy/archive/bin/mesos-kafka-bridge"), script);
    Files.createSymbolicLink(home.resolve("link"), script);
    Path java = folder.resolve("jdk/bin/java");
    Files.createDirectories(java.getParent());
    Files.writeString(java, "#!/bin/sh\npwd -P\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere/bin"));

    // When
    ProcessBuilder shell = new ProcessBuilder("sh", called).directory(home.toFile());
    shell.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    shell.environment().put("CDPATH", elsewhere.getParent().toString());
    Process process = shell.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    // Then
    assertThat(process.waitFor()).isZero();
    assertThat(output.strip()).isEqualTo(home.toRealPath().toString());
  }

  private static List<String> found(String pattern, Path file) throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(file))
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }
}
