package io.mesosbridge.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A stream of a real master, recorded.
 *
 * @param name scenario and connection
 * @param body its bytes as they came
 * @param records the text of its records
 * @param chunks the sizes of the chunks that it came in
 */
public record CapturedStream(String name, Buffer body, List<String> records, List<Integer> chunks) {

  private static final Path FOLDER = Path.of("src/test/resources/captures");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** All recorded streams in JSON. */
  public static List<CapturedStream> all() {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(".recordio"))
          .filter(file -> !file.toString().contains("protobuf"))
          .sorted()
          .map(CapturedStream::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CapturedStream read(Path file) {
    Path scenario = file.getParent();
    String connection = file.getFileName().toString().replace(".recordio", "");
    List<String> records = new ArrayList<>();
    List<Integer> chunks = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(scenario.resolve("exchange.jsonl"))) {
        JsonNode entry = JSON.readTree(line);
        if (entry.path("what").asText().equals("record")
            && entry.path("connection").asText().equals(connection)) {
          records.add(entry.path("record").asText());
          entry.path("chunks").forEach(size -> chunks.add(size.asInt()));
        }
      }
      Buffer body = Buffer.buffer(Files.readAllBytes(file));
      return new CapturedStream(scenario.getFileName() + "/" + connection, body, records, chunks);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
