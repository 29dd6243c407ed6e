package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The recorded traffic of one scenario with a real master. */
record Exchange(String name, List<JsonNode> steps) {

  private static final Path CAPTURES = Path.of("src/test/resources/captures");

  /** The names of all recorded scenarios. */
  static List<String> names() {
    try (Stream<Path> folders = Files.list(CAPTURES)) {
      return folders
          .filter(Files::isDirectory)
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Exchange read(String name) {
    try {
      List<JsonNode> steps = new ArrayList<>();
      for (String line : Files.readAllLines(CAPTURES.resolve(name).resolve("exchange.jsonl"))) {
        steps.add(SimJson.MAPPER.readTree(line));
      }
      return new Exchange(name, steps);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next response on the connection of the step with that number. */
  JsonNode responseTo(int step) {
    String connection = steps.get(step).path("connection").asText();
    return steps.subList(step, steps.size()).stream()
        .filter(each -> each.path("what").asText().equals("response"))
        .filter(each -> each.path("connection").asText().equals(connection))
        .findFirst()
        .orElseThrow();
  }
}
