package io.mesosbridge.docs;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Whoever is woken by an alert finds what it means, and it was seen to fire. */
class AlertsTest {

  private static final Path MONITORING = Path.of("deploy/monitoring");
  private static final Pattern ENTRY = Pattern.compile("(?m)^#### (Bridge\\w+)\n\n[^#\\s]");

  @Test
  void everyAlertHasAnEntryInTheRunbookAndEveryEntryAnAlert() throws IOException {
    // Given
    String operations = Files.readString(Path.of("docs/operations.md"));

    // Then
    assertThat(ENTRY.matcher(operations).results().map(entry -> entry.group(1)))
        .containsExactlyElementsOf(
            rules().stream().map(rule -> (String) rule.get("alert")).toList());
  }

  @Test
  void everyAlertSaysHowBadItIsAndWhatIsWrong() throws IOException {
    assertThat(rules())
        .isNotEmpty()
        .allSatisfy(
            rule -> {
              assertThat(rule).extractingByKey("labels").asString().containsPattern("severity=\\w");
              assertThat(rule).extractingByKey("annotations").asString().contains("summary=");
            });
  }

  @Test
  @SuppressWarnings("unchecked")
  void everyAlertIsTestedWithWhatItSays() throws IOException {
    // Given
    Map<String, List<Map<String, Object>>> file =
        new Yaml().load(Files.readString(MONITORING.resolve("tests.yaml")));

    // When
    Set<Object> fired =
        file.get("tests").stream()
            .flatMap(test -> ((List<Map<String, Object>>) test.get("alert_rule_test")).stream())
            .filter(expected -> !((List<Object>) expected.get("exp_alerts")).isEmpty())
            .map(expected -> expected.get("alertname"))
            .collect(toSet());

    // Then
    assertThat(fired)
        .containsExactlyInAnyOrderElementsOf(
            rules().stream().map(rule -> rule.get("alert")).collect(toSet()));
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> rules() throws IOException {
    Map<String, List<Map<String, Object>>> file =
        new Yaml().load(Files.readString(MONITORING.resolve("alerts.yaml")));
    return (List<Map<String, Object>>) file.get("groups").get(0).get("rules");
  }
}
