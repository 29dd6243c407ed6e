package io.mesosbridge.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

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

  private static List<String> found(String pattern, Path file) throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(file))
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }
}
