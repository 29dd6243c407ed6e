package io.mesosbridge.core.preparation;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.language.CommandError;
import io.mesosbridge.core.language.CommandError.ErrorCode;
import io.mesosbridge.core.preparation.Preparation.Prepared;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is refused, with which code, where, and what the message tells. */
class RefusalsTest {

  private static final Pattern SEPARATOR = Pattern.compile(" \\| ");

  /** A command and why it is refused. */
  record Row(String command, ErrorCode code, String field, String fragment) {

    static Row of(String line) {
      String[] cells = SEPARATOR.split(line, -1);
      return new Row(cells[0], ErrorCode.valueOf(cells[1]), cells[2], cells[3]);
    }
  }

  static Stream<Row> table() throws IOException {
    try (var file =
        new BufferedReader(
            new InputStreamReader(
                RefusalsTest.class.getResourceAsStream("/commands/refusals.txt"),
                StandardCharsets.UTF_8))) {
      return file.lines().filter(line -> line.startsWith("{")).map(Row::of).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("table")
  void aCommandThatIsWrongIsRefusedWithTheReason(Row row) {
    // Given
    String command = row.command();

    // When
    Prepared prepared = Carrying.carry(command);

    // Then
    assertThat(prepared).isInstanceOf(Prepared.Refused.class);
    CommandError error = ((Prepared.Refused) prepared).refusal().error();
    assertThat(error.code()).isEqualTo(row.code());
    assertThat(error.field()).isEqualTo(row.field());
    assertThat(error.message()).startsWith(row.field()).contains(row.fragment());
  }
}
