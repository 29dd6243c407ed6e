package io.mesosbridge.sandbox.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of docs/sandbox.md, as written. */
class DocumentedFaultsTest {

  private static final Path DOCUMENT = Path.of("docs/sandbox.md");
  private static final Path HERE =
      Path.of("src/test/java/io/mesosbridge/sandbox/mesos/DocumentedFaultsTest.java");
  private static final String MASTER = "http://127.0.0.1:5050";
  private static final Pattern FAULT =
      Pattern.compile("curl -d '(.*)' " + MASTER + "/sandbox/faults/([a-z-]+)");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  static List<String> lines() throws IOException {
    return Files.readString(DOCUMENT)
        .replaceAll("\\\\\\n\\s*", "")
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("curl "))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("lines")
  void everyLineToCopyRuns(String line) throws IOException {
    try (SimulatedCluster cluster =
            SimulatedCluster.builder().agents(2).allocationInterval(Duration.ofMillis(20)).start();
        TestFramework framework = TestFramework.subscribe(cluster)) {
      // Given
      framework.launch("web-1", "sleep 600");
      String agent = SimJson.idIn(framework.update(), "agent_id");

      // When
      HttpResponse<String> answer =
          curl(
              line.replace(MASTER, cluster.url())
                  .replace("\"AGENT\"", '"' + agent + '"')
                  .replace("\"TASK\"", "\"web-1\"")
                  .replace("\"FRAMEWORK\"", '"' + framework.id() + '"'));

      // Then
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
  }

  /** Sends what curl would. */
  private static HttpResponse<String> curl(String line) {
    List<String> words =
        WORD.matcher(line)
            .results()
            .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
            .toList();
    HttpRequest.Builder request = HttpRequest.newBuilder();
    String type = "application/x-www-form-urlencoded";
    for (int i = 1; i < words.size(); i++) {
      switch (words.get(i)) {
        case "-H" -> type = words.get(++i).replaceFirst("^Content-Type: ", "");
        case "-d" -> request.POST(BodyPublishers.ofString(words.get(++i)));
        default -> request.uri(URI.create(words.get(i)));
      }
    }
    return TestFramework.send(
        request.header("Content-Type", type).build(), BodyHandlers.ofString());
  }

  @Test
  void theClusterOfATestOfYourOwnIsBuiltAsWritten() throws IOException {
    // Given
    SimulatedCluster cluster =
        SimulatedCluster.builder()
            .agents(2)
            .agentResources("cpus:4;mem:4096;disk:8192;ports:[31000-32000]")
            .agent("cpus:8;mem:8192;gpus:2")
            .attribute("rack", "r1")
            .launchDelay(Duration.ofMillis(800), Duration.ofMillis(1100))
            .start();
    cluster.close();

    // When
    var snippet =
        Pattern.compile(" SimulatedCluster cluster = .*?\\.start\\(\\);", Pattern.DOTALL)
            .matcher(Files.readString(DOCUMENT));

    // Then
    assertThat(snippet.find()).isTrue();
    assertThat(Files.readString(HERE).replaceAll("\\s", ""))
        .contains(snippet.group().replaceAll("\\s", ""));
  }

  @Test
  void everyFaultHasALineToCopyWithItsFields() throws IOException {
    // Given
    Map<String, JsonNode> lines = new TreeMap<>();
    var matcher = FAULT.matcher(Files.readString(DOCUMENT));

    // When
    while (matcher.find()) {
      lines.put(matcher.group(2), SimJson.MAPPER.readTree(matcher.group(1)));
    }

    // Then
    Map<String, TreeSet<String>> fields = new TreeMap<>();
    try (SimulatedCluster cluster = SimulatedCluster.builder().start()) {
      for (JsonNode fault : SimJson.MAPPER.readTree(cluster.faultsByName())) {
        var names = fields.computeIfAbsent(fault.path("name").asText(), key -> new TreeSet<>());
        SimJson.strings(fault.path("fields")).forEach(each -> names.add(each.replace("?", "")));
      }
    }
    assertThat(lines.keySet()).isEqualTo(fields.keySet());
    lines.forEach(
        (name, json) -> {
          TreeSet<String> given = new TreeSet<>();
          json.fieldNames().forEachRemaining(given::add);
          assertThat(given).as(name).isEqualTo(fields.get(name));
        });
  }
}
