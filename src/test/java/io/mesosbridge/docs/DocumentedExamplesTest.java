package io.mesosbridge.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.testkit.JsonTree;
import io.mesosbridge.testkit.RecordSchemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example of the documents, and of the tests, is what docs/asyncapi.yaml says of it. */
class DocumentedExamplesTest {

  private static final Path TESTED = Path.of("src/test/resources/commands");

  private final RecordSchemas schemas = new RecordSchemas();

  static List<String> documented() {
    return Stream.of(CodeBlocks.commands(), CodeBlocks.placements(), CodeBlocks.requests())
        .flatMap(List::stream)
        .toList();
  }

  static List<Path> tested() throws IOException {
    try (Stream<Path> files = Files.list(TESTED)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .filter(file -> !file.toString().endsWith(".call.json"))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("documented")
  void aDocumentedCommandIsOne(String example) {
    assertThat(schemas.mistakesOf("command", JsonTree.read(example))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("tested")
  void aTestedCommandIsOne(Path file) throws IOException {
    assertThat(schemas.mistakesOf("command", JsonTree.read(Files.readString(file)))).isEmpty();
  }

  @Test
  void documentedResultsAreSome() {
    assertThat(CodeBlocks.results())
        .hasSizeGreaterThan(1)
        .allSatisfy(result -> assertThat(schemas.mistakesOf("commandResult", result)).isEmpty());
  }

  @Test
  void documentedRowsAreSome() {
    // When
    List<JsonNode> rows = CodeBlocks.rows();

    // Then
    assertThat(rows).hasSize(2);
    assertThat(schemas.mistakesOf("task", rows.get(0))).isEmpty();
    assertThat(schemas.mistakesOf("launch", rows.get(1))).isEmpty();
  }
}
