package io.mesosbridge.docs;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.testkit.JsonTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The JSON examples of docs/commands.md, in their order. */
public final class CodeBlocks {

  private static final Pattern BLOCK = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);

  private CodeBlocks() {}

  /** The commands. */
  public static List<String> commands() {
    return all().stream().filter(block -> !isResult(block)).toList();
  }

  /** The results. */
  public static List<JsonNode> results() {
    return all().stream().filter(CodeBlocks::isResult).map(JsonTree::read).toList();
  }

  private static boolean isResult(String block) {
    return JsonTree.read(block).has("outcome");
  }

  private static List<String> all() {
    try {
      String text = Files.readString(Path.of("docs/commands.md"));
      return BLOCK.matcher(text).results().map((MatchResult block) -> block.group(1)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
