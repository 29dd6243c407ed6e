package io.mesosbridge.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mesosbridge.sandbox.process.BridgeLauncher;
import io.mesosbridge.sandbox.process.BridgeProcess;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The numbers of a bridge that has just started, and has met neither Kafka nor a master. */
class MetricsIT {

  private static final Pattern NAMED = Pattern.compile("\\b(bridge_[a-z_]*[a-z])(?:\\{([^}]*)})?");
  private static final Pattern EQUALS = Pattern.compile("\\w+=\"[^\"$]*\"");
  private static final Pattern HELP = Pattern.compile("# HELP (bridge_\\w+) .{10,}");
  private static final Pattern TYPE = Pattern.compile("# TYPE (bridge_\\w+) (\\w+)");

  private static List<String> lines;

  @BeforeAll
  static void read() throws IOException, InterruptedException {
    try (BridgeProcess bridge =
        BridgeLauncher.between("http://127.0.0.1:1", "127.0.0.1:1").start()) {
      bridge.awaitLive(ofSeconds(90));
      HttpRequest request =
          HttpRequest.newBuilder(bridge.management().resolve("/q/metrics"))
              .header("Accept", "text/plain")
              .build();
      lines =
          HttpClient.newHttpClient()
              .send(request, BodyHandlers.ofString())
              .body()
              .lines()
              .filter(line -> line.contains("bridge_"))
              .toList();
    }
  }

  @Test
  void everyNumberHasHelpAndAType() {
    assertThat(found(HELP))
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(found(TYPE))
        .allSatisfy(name -> assertThat(samples(name)).isNotEmpty());
  }

  @Test
  void namesFollowTheConventionsOfPrometheus() {
    assertThat(lines.stream().filter(line -> line.startsWith("# TYPE")))
        .allSatisfy(
            line ->
                assertThat(line)
                    .matches(
                        "# TYPE bridge_[a-z_]+ gauge"
                            + "|# TYPE bridge_[a-z_]+_total counter"
                            + "|# TYPE bridge_[a-z_]+_(seconds|bytes) (histogram|summary)")
                    .doesNotContainPattern("_(ms|millis|milliseconds|minutes|kb|mb|kib|mib)\\b"));
  }

  @Test
  void whatIsTimedHasTheSameBucketsEverywhere() {
    assertThat(
            List.of(
                "bridge_event_to_kafka_seconds",
                "bridge_update_to_acknowledge_seconds",
                "bridge_command_to_call_seconds",
                "bridge_command_to_result_seconds",
                "bridge_placement_seconds",
                "bridge_calls_seconds"))
        .allSatisfy(
            name ->
                assertThat(samples(name + "_bucket"))
                    .anySatisfy(line -> assertThat(line).contains("le=\"0.1\""))
                    .anySatisfy(line -> assertThat(line).contains("le=\"10.0\""))
                    .anySatisfy(line -> assertThat(line).contains("le=\"+Inf\"")));
  }

  @Test
  void thereAreNotMoreSeriesThanSomeHundred() {
    assertThat(lines.stream().filter(line -> !line.startsWith("#")).count()).isLessThan(1_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "deploy/monitoring/alerts.yaml",
        "deploy/monitoring/tests.yaml",
        "deploy/monitoring/grafana/bridge.json",
        "docs/operations.md"
      })
  void whatIsWatchedIsThereFromTheStart(Path document) throws IOException {
    // Given
    String text = Files.readString(document).replace("\\\"", "\"");

    // Then
    assertThat(NAMED.matcher(text).results().toList())
        .isNotEmpty()
        .allSatisfy(
            named -> assertThat(samples(named.group(1))).as(named.group()).anyMatch(has(named)));
  }

  @Test
  void promtoolFindsNothing() throws IOException, InterruptedException {
    // Given
    Process promtool;
    try {
      promtool =
          new ProcessBuilder("promtool", "check", "metrics").redirectErrorStream(true).start();
    } catch (IOException absent) {
      assumeTrue(false, "promtool, of Debian's package prometheus, is not installed");
      return;
    }

    // When
    promtool.getOutputStream().write((String.join("\n", lines) + "\n").getBytes(UTF_8));
    promtool.getOutputStream().close();

    // Then
    assertThat(new String(promtool.getInputStream().readAllBytes(), UTF_8)).isEmpty();
    assertThat(promtool.waitFor()).isZero();
  }

  /** Those labels that the mention names with a value, but for what only Prometheus gives. */
  private static Predicate<String> has(MatchResult named) {
    Stream<String> labels =
        named.group(2) == null
            ? Stream.of()
            : EQUALS.matcher(named.group(2)).results().map(MatchResult::group);
    List<String> ours = labels.filter(label -> !label.matches("(job|instance)=.*")).toList();
    return line -> ours.stream().allMatch(line::contains);
  }

  /** Lines of a metric, under its own name or with what histograms and summaries append. */
  private static List<String> samples(String name) {
    Pattern sample = Pattern.compile(name + "(_bucket|_sum|_count)?[{ ].*");
    return lines.stream().filter(line -> sample.matcher(line).matches()).toList();
  }

  private static Set<String> found(Pattern pattern) {
    Set<String> found = new TreeSet<>();
    lines.forEach(
        line -> pattern.matcher(line).results().forEach(match -> found.add(match.group(1))));
    return found;
  }
}
