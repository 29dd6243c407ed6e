package io.mesosbridge.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wherever a bridge is started, a heap that is full ends the process, so that another leads. */
class HeapEndTest {

  private static final String ENDS = "-XX:+ExitOnOutOfMemoryError";

  /** What is named stands in the command, or line, that starts a bridge there. */
  @ParameterizedTest
  @CsvSource({
    "README.md, -jar target/quarkus-app/quarkus-run.jar, java " + ENDS,
    "deploy/archive/bin/mesos-kafka-bridge, -jar lib/quarkus-run.jar, ' " + ENDS + " '",
    "deploy/systemd/mesos-kafka-bridge.service, -jar quarkus-run.jar, java " + ENDS,
    "deploy/Dockerfile.jvm, ENTRYPOINT, '\"" + ENDS + "\"'",
    "Dockerfile.native, ENTRYPOINT, '\"" + ENDS + "\"'",
    "src/sandbox/java/io/mesosbridge/sandbox/process/BridgeLauncher.java, .add(\"-XX, " + ENDS,
    "src/main/resources/META-INF/native-image/io.mesosbridge/mesos-kafka-bridge/"
        + "native-image.properties, Args =, ' -R:+ExitOnOutOfMemoryError'"
  })
  void isSaidWhereABridgeIsStarted(Path file, String start, String ends) {
    // When
    List<String> starting =
        DeployedFiles.read(file)
            .replaceAll("\\\\\n\\s*", "")
            .lines()
            .filter(line -> !line.startsWith("#") && line.contains(start))
            .toList();

    // Then
    assertThat(starting).singleElement().asString().contains(ends);
  }

  @Test
  void isSaidWhereTheSandboxIsStarted() {
    // When
    List<String> starting =
        Pattern.compile("(?s)<arguments>.*?</arguments>")
            .matcher(DeployedFiles.read(Path.of("pom.xml")))
            .results()
            .map(MatchResult::group)
            .filter(arguments -> arguments.contains(">io.mesosbridge.sandbox.Sandbox<"))
            .toList();

    // Then
    assertThat(starting).singleElement().asString().contains("<argument>" + ENDS + "</argument>");
  }
}
