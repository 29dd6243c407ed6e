package io.mesosbridge.sandbox.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DocumentedFaultsTest {

  private static final Pattern LINE =
      Pattern.compile("curl -d '(.*)' http://127\\.0\\.0\\.1:5050/sandbox/faults/([a-z-]+)");

  @Test
  void everyFaultHasALineToCopyWithItsFields() throws IOException {
    // Given
    Map<String, JsonNode> lines = new TreeMap<>();
    var matcher = LINE.matcher(Files.readString(Path.of("docs/sandbox.md")));

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
