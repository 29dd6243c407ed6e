package io.mesosbridge.docs;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.testkit.JsonTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The examples of README.md, which are given to kcat, and of docs/commands.md, in their order. */
public final class CodeBlocks {

  private static final Pattern BLOCK = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern CONSOLE_TOOLS =
      Pattern.compile("\\n\\n((?: {4}.*kafka-console-.*\\n(?: {4}.*\\n)*)+)");
  private static final Pattern LINE = Pattern.compile("echo '(.*?)'");

  private CodeBlocks() {}

  /** The commands. */
  public static List<String> commands() {
    return all().stream().filter(block -> !isResult(block)).toList();
  }

  /** The results. */
  public static List<JsonNode> results() {
    return all().stream().filter(CodeBlocks::isResult).map(JsonTree::read).toList();
  }

  /** The launches of docs/placement.md. */
  public static List<String> placements() {
    try {
      return in("docs/placement.md", BLOCK).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of README.md for Kafka's own console tools; the last one never ends. */
  public static String consoleTools() {
    try {
      return in("README.md", CONSOLE_TOOLS).findFirst().orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isResult(String block) {
    return JsonTree.read(block).has("outcome");
  }

  private static Stream<String> in(String file, Pattern example) throws IOException {
    return example.matcher(Files.readString(Path.of(file))).results().map(block -> block.group(1));
  }

  private static List<String> all() {
    try {
      return Stream.concat(in("README.md", LINE), in("docs/commands.md", BLOCK)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
