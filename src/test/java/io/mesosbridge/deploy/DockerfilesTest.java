package io.mesosbridge.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The images, as far as their text tells. That the layer of dependencies suffices was tried with
 * Maven 3.9.11: the build of one empty interface into an empty repository, then the build of the
 * sources with {@code -o}, for either image.
 */
class DockerfilesTest {

  private static final Pattern FROM = Pattern.compile("(?m)^FROM (\\S+)");
  private static final Pattern COPY = Pattern.compile("(?m)^COPY (?!--from)(\\S+)");
  private static final Pattern MAVEN = Pattern.compile("mvn -[^&\\n]*");

  static Stream<Path> files() {
    return Stream.of(Path.of("Dockerfile.native"), DeployedFiles.path("Dockerfile.jvm"));
  }

  /** The lines that say as whom an image runs. */
  static Set<String> users() {
    Set<String> users = new TreeSet<>();
    files().map(DockerfilesTest::shipped).forEach(stage -> users.addAll(lines(stage, "USER ")));
    return users;
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyBaseIsNamedByAnExactTag(Path file) {
    assertThat(found(FROM, instructions(file), from -> from.group(1)))
        .isNotEmpty()
        .allMatch(image -> image.matches("[a-z]+(\\.[a-z]+)+/[\\w./-]+:\\d+\\.\\d+[\\w.-]*"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void aChangedSourceFetchesNothing(Path file) {
    // Given
    String instructions = instructions(file);
    List<String> builds = found(MAVEN, instructions, MatchResult::group);

    // Then
    assertThat(instructions)
        .containsSubsequence(
            "COPY pom.xml ", builds.get(0).trim(), "COPY src/main ", builds.get(1).trim());
    assertThat(builds).hasSize(2);
    assertThat(words(builds.get(1)))
        .contains("-o")
        .containsAll(words(builds.get(0)))
        .hasSize(words(builds.get(0)).size() + 1);
  }

  @ParameterizedTest
  @MethodSource("files")
  void saysWhatItIsInItsLastLayer(Path file) {
    // Given
    String stage = shipped(file);

    // Then
    assertThat(stage.substring(stage.indexOf("ARG ")))
        .contains("opencontainers.image.revision=\"${REVISION}\"")
        .contains("opencontainers.image.source=\"${SOURCE}\"")
        .doesNotContain("RUN ", "COPY ");
  }

  @ParameterizedTest
  @MethodSource("files")
  void runsAsNobodyInParticularAndSigtermReachesIt(Path file) {
    // Given
    String stage = shipped(file);

    // Then
    assertThat(lines(stage, "USER ")).singleElement().asString().matches("USER [1-9]\\d+");
    assertThat(lines(stage, "ENTRYPOINT "))
        .singleElement()
        .asString()
        .startsWith("ENTRYPOINT [\"")
        .doesNotContain("sh\"")
        .contains("\"-XX:+ExitOnOutOfMemoryError\"");
    assertThat(lines(stage, "EXPOSE "))
        .containsExactly("EXPOSE " + BridgeFacts.HTTP + " " + BridgeFacts.MANAGEMENT);
    assertThat(stage)
        .contains("HEALTHCHECK ")
        .contains("/dev/tcp/127.0.0.1/" + BridgeFacts.MANAGEMENT + " ")
        .contains("GET /q/health/live HTTP");
  }

  @ParameterizedTest
  @MethodSource("files")
  void readsOnlyWhatIsSentToTheBuilder(Path file) {
    // Given
    List<String> sent =
        DeployedFiles.read(Path.of(".dockerignore"))
            .lines()
            .filter(line -> line.startsWith("!"))
            .map(line -> line.substring(1))
            .toList();

    // Then
    assertThat(found(COPY, instructions(file), copy -> copy.group(1)))
        .isNotEmpty()
        .allSatisfy(
            source -> {
              assertThat(sent).contains(source);
              assertThat(Path.of(source)).exists();
            });
  }

  private static String instructions(Path file) {
    return DeployedFiles.read(file).replaceAll("(?m)^#.*\n", "").replaceAll("\\\\\n\\s*", "");
  }

  private static String shipped(Path file) {
    String instructions = instructions(file);
    return instructions.substring(instructions.lastIndexOf("\nFROM "));
  }

  private static List<String> lines(String stage, String start) {
    return stage.lines().filter(line -> line.startsWith(start)).toList();
  }

  private static Set<String> words(String command) {
    return Set.of(command.trim().split("\\s+"));
  }

  private static List<String> found(
      Pattern pattern, String text, Function<MatchResult, String> what) {
    return pattern.matcher(text).results().map(what).toList();
  }
}
