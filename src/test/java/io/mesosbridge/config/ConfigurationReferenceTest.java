package io.mesosbridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.ConfigMappings.ConfigClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ConfigurationReferenceTest {

  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(bridge\\.[^`]+)` \\| ?(.*?) ?\\|");

  @Test
  void namesEveryKeyWithItsDefaultAndNoOther() throws IOException {
    // Given
    Map<String, String> expected = new TreeMap<>();
    ConfigClass.configClass(BridgeConfig.class)
        .getProperties()
        .forEach((key, value) -> expected.put(key, Objects.requireNonNullElse(value, "")));
    expected.keySet().removeIf(key -> key.endsWith("[*]"));

    // When
    Map<String, String> documented = new TreeMap<>();
    ROW.matcher(Files.readString(Path.of("docs/configuration.md")))
        .results()
        .forEach(row -> documented.put(key(row), row.group(2)));

    // Then
    assertThat(documented).isEqualTo(expected);
  }

  private static String key(MatchResult row) {
    return row.group(1).replace("<name>", "*");
  }
}
