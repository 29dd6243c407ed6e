package io.mesosbridge.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.config.PolicyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The policy of docs/security.md is one, and its table has every key. */
class DocumentedPolicyTest {

  private static final Pattern BLOCK = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern KEY = Pattern.compile("(?m)^\\| `([a-z-]+)` \\|");

  private static List<String> found(Pattern pattern) throws IOException {
    return pattern
        .matcher(Files.readString(Path.of("docs/security.md")))
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }

  @Test
  void everyExampleIsAPolicy() throws IOException {
    assertThat(found(BLOCK))
        .isNotEmpty()
        .allSatisfy(yaml -> assertThat(PolicyFile.rules(yaml.getBytes(UTF_8))).isNotEmpty());
  }

  @Test
  void theTableHasEveryKeyOfARule() throws IOException {
    assertThat(new TreeSet<>(found(KEY))).isEqualTo(PolicyFile.KEYS);
  }
}
