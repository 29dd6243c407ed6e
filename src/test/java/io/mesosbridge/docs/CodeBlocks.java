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
  private static final Pattern CURL = Pattern.compile("```sh\\n(curl .*?)```", Pattern.DOTALL);
  private static final Pattern KCAT =
      Pattern.compile("(?<=\\n) {4}((?:kcat|echo (?:.|\\\\\\n)*?kcat) -b(?:.|\\\\\\n)*)\\n");
  private static final Pattern CONSOLE_TOOLS =
      Pattern.compile("\\n\\n((?: {4}.*kafka-console-.*\\n(?: {4}.*\\n)*)+)");
  private static final Pattern LINE = Pattern.compile("echo '(.*?)'");
  private static final Pattern REQUEST = Pattern.compile("-d '(.*?)'");
  private static final Pattern ROW = Pattern.compile("\\n\\n( {4}\\{(?:.+\\n)+)");

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
    return only("docs/placement.md", BLOCK);
  }

  /** The commands that docs/api.md sends. */
  static List<String> requests() {
    return only("docs/api.md", REQUEST);
  }

  /** The lines of README.md for kcat, each of which may go on behind a backslash. */
  public static List<String> kcat() {
    return only("README.md", KCAT);
  }

  /** The lines of docs/api.md for curl: one that sends a command, and one that never ends. */
  public static List<String> curl() {
    return only("docs/api.md", CURL);
  }

  /** The rows of docs/topics.md: of a task, and of a launch. */
  static List<JsonNode> rows() {
    return only("docs/topics.md", ROW).stream().map(JsonTree::read).toList();
  }

  /** The lines of README.md for Kafka's own console tools; the last one never ends. */
  public static String consoleTools() {
    return only("README.md", CONSOLE_TOOLS).get(0);
  }

  private static boolean isResult(String block) {
    return JsonTree.read(block).has("outcome");
  }

  private static List<String> only(String file, Pattern example) {
    try {
      return in(file, example).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
