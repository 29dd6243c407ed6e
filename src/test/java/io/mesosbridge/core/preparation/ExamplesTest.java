package io.mesosbridge.core.preparation;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.language.Command.CommandType;
import io.mesosbridge.core.preparation.Preparation.Prepared;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples that the documentation shows, each beside the call that it becomes. */
class ExamplesTest {

  static Stream<String> examples() throws IOException, URISyntaxException {
    Path folder = Path.of(ExamplesTest.class.getResource("/commands").toURI());
    List<String> names;
    try (Stream<Path> files = Files.list(folder)) {
      names = files.map(file -> file.getFileName().toString()).sorted().toList();
    }
    return names.stream()
        .filter(name -> name.endsWith(".json") && !name.endsWith(".call.json"))
        .map(name -> name.substring(0, name.length() - ".json".length()));
  }

  static String text(String name) throws IOException {
    try (var file = ExamplesTest.class.getResourceAsStream("/commands/" + name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anExampleBecomesTheCallBesideIt(String name) throws IOException {
    // Given
    String command = text(name + ".json");

    // When
    Prepared prepared = Carrying.carry(command);

    // Then
    if (name.equals("subscribe") || name.equals("cancel")) {
      assertThat(prepared).isEqualTo(new Prepared.NoCall());
    } else {
      assertThat(prepared).isInstanceOf(Prepared.Ready.class);
      assertThat(Carrying.call(prepared)).isEqualTo(Carrying.json(text(name + ".call.json")));
    }
  }

  @Test
  void thereIsAnExampleOfEveryType() throws Exception {
    // Given
    Set<CommandType> all = EnumSet.allOf(CommandType.class);

    // When
    Set<CommandType> shown = examples().map(ExamplesTest::type).collect(Collectors.toSet());

    // Then
    assertThat(shown).isEqualTo(all);
  }

  private static CommandType type(String example) {
    try {
      return CommandType.valueOf(Carrying.json(text(example + ".json")).get("type").asText());
    } catch (IOException e) {
      throw new AssertionError(example, e);
    }
  }
}
