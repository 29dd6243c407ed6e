package io.mesosbridge.core.preparation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.core.StateJson;
import io.mesosbridge.core.command.CommandResult;
import io.mesosbridge.core.command.CommandResult.Outcome;
import io.mesosbridge.core.language.Command.CommandType;
import io.mesosbridge.core.language.CommandError.ErrorCode;
import io.mesosbridge.core.preparation.Preparation.Prepared;
import io.mesosbridge.docs.CodeBlocks;
import io.mesosbridge.testkit.JsonTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples in docs/commands.md are commands and results. */
class DocumentedCommandsTest {

  static List<String> commands() {
    return CodeBlocks.commands();
  }

  static List<JsonNode> results() {
    return CodeBlocks.results();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void anExampleCanBeCarriedOut(String command) {
    // When
    Prepared prepared = Carrying.carry(command);

    // Then
    assertThat(prepared).isInstanceOfAny(Prepared.Ready.class, Prepared.NoCall.class);
  }

  @Test
  void everyCommandHasAnExample() {
    // When
    Set<CommandType> shown =
        commands().stream()
            .map(command -> CommandType.valueOf(JsonTree.read(command).path("type").asText()))
            .collect(Collectors.toSet());

    // Then
    assertThat(shown).isEqualTo(EnumSet.allOf(CommandType.class));
  }

  @ParameterizedTest
  @MethodSource("results")
  void anExampleOfAResultHasTheFieldsOfOne(JsonNode example) throws IOException {
    // When
    CommandResult result = StateJson.read(example.toString().getBytes(UTF_8), CommandResult.class);

    // Then
    assertThat(JsonTree.read(new String(StateJson.write(result), UTF_8))).isEqualTo(example);
  }

  @Test
  void everyErrorCodeAndOutcomeIsExplained() throws IOException {
    // When
    String text = Files.readString(Path.of("docs/commands.md"));

    // Then
    assertThat(text)
        .contains(Arrays.stream(ErrorCode.values()).map(c -> "| `" + c + "` |").toList())
        .contains(Arrays.stream(Outcome.values()).map(o -> "| `" + o + "` |").toList());
  }
}
