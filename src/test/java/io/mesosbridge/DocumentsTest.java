package io.mesosbridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents say what is there. */
class DocumentsTest {

  private static final Pattern RELATIVE_LINK = Pattern.compile("]\\((?!https?:|#)([^)#\\s]+)");
  private static final Pattern LINK_TO_HEADING =
      Pattern.compile("]\\((?!https?:)([^)#\\s]*)#([^)\\s]+)\\)");
  private static final Pattern KEY = Pattern.compile("`(bridge\\.[a-z]+\\.[a-z-]+)[`=]");
  private static final Pattern CLASS_NAME = Pattern.compile("`([A-Z][a-z]\\w+)`");

  static List<Path> documents() throws IOException {
    try (Stream<Path> atTop = Files.list(Path.of(""));
        Stream<Path> docs = Files.walk(Path.of("docs"));
        Stream<Path> deploy = Files.walk(Path.of("deploy"))) {
      return Stream.of(atTop, docs, deploy)
          .flatMap(files -> files)
          .filter(file -> file.toString().endsWith(".md"))
          .filter(file -> !file.toString().contains("/target/"))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyRelativeLinkPointsToAFile(Path document) throws IOException {
    assertThat(found(RELATIVE_LINK, document))
        .allSatisfy(link -> assertThat(document.resolveSibling(link)).exists());
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyLinkIntoADocumentPointsToAHeading(Path document) throws IOException {
    for (MatchResult link :
        LINK_TO_HEADING.matcher(Files.readString(document)).results().toList()) {
      Path target = link.group(1).isEmpty() ? document : document.resolveSibling(link.group(1));
      assertThat(headings(target)).as("%s in %s", link.group(), document).contains(link.group(2));
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyKeyOfTheBridgeIsInTheReference(Path document) throws IOException {
    String reference = Files.readString(Path.of("docs/configuration.md"));
    assertThat(found(KEY, document))
        .allSatisfy(key -> assertThat(reference).as(document.toString()).contains(key));
  }

  /** As they are linked to. */
  private static List<String> headings(Path document) throws IOException {
    return found(Pattern.compile("(?m)^#+ (.+)$"), document).stream()
        .map(text -> text.toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
        .toList();
  }

  @Test
  void theArchitectureNamesClassesThatExist() throws IOException {
    assertThat(found(CLASS_NAME, Path.of("docs/architecture.md")))
        .isNotEmpty()
        .isSubsetOf(classes());
  }

  @Test
  void theLinesOfTheReadmeNameWhatIsThere() throws IOException {
    // Given
    Path readme = Path.of("README.md");
    String build = Files.readString(Path.of("pom.xml"));
    String sandbox =
        Files.readString(Path.of("src/sandbox/java/io/mesosbridge/sandbox/Sandbox.java"));

    // Then
    assertThat(found(Pattern.compile("mvn .*-P(\\w+)"), readme))
        .isNotEmpty()
        .allSatisfy(profile -> assertThat(build).contains("<id>" + profile + "</id>"));
    assertThat(found(Pattern.compile("mvn verify -D(\\w+)"), readme))
        .isNotEmpty()
        .allSatisfy(property -> assertThat(build).contains("<name>" + property + "</name>"));
    assertThat(found(Pattern.compile("-D(sandbox\\.\\w+)"), readme))
        .isNotEmpty()
        .allSatisfy(property -> assertThat(sandbox).contains("given(\"" + property + "\")"));
    assertThat(found(Pattern.compile("docker build -f (\\S+)"), readme))
        .isNotEmpty()
        .allSatisfy(file -> assertThat(Path.of(file)).exists());
  }

  @Test
  void theLinesWithKcatAreThoseOfTheExample() throws IOException {
    String script = Files.readString(Path.of("docs/examples/kcat/kcat.sh"));
    assertThat(found(Pattern.compile("(?m)^    (kcat .*)$"), Path.of("docs/topics.md")))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(script).contains(line));
  }

  private static List<String> found(Pattern pattern, Path document) throws IOException {
    return pattern
        .matcher(Files.readString(document))
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }

  private static Set<String> classes() throws IOException {
    try (Stream<Path> sources = Files.walk(Path.of("src"))) {
      return sources
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.replace(".java", ""))
          .collect(Collectors.toSet());
    }
  }
}
