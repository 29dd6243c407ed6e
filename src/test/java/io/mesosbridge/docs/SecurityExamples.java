package io.mesosbridge.docs;

import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How docs/operations.md configures a bridge for a Kafka and masters with TLS. */
public final class SecurityExamples {

  private SecurityExamples() {}

  /** The file of properties. */
  public static String properties() {
    return block("properties");
  }

  /** The environment variables. */
  public static Map<String, String> variables() {
    return block("shell")
        .lines()
        .map(line -> line.split("=", 2))
        .collect(toMap(pair -> pair[0], pair -> pair[1]));
  }

  private static String block(String kind) {
    try {
      String text = Files.readString(Path.of("docs/operations.md"));
      Matcher block = Pattern.compile("```" + kind + "\\n(.*?)```", Pattern.DOTALL).matcher(text);
      if (!block.find()) {
        throw new IllegalStateException("docs/operations.md has no block of " + kind);
      }
      return block.group(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
