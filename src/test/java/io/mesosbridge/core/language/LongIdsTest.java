package io.mesosbridge.core.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.language.CommandError.ErrorCode;
import io.mesosbridge.core.language.CommandError.Refusal;
import io.mesosbridge.core.language.CommandReader.Reading;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ids that no master has: it would answer with them, in an event that is not read. */
class LongIdsTest {

  private static final Command.Source SOURCE = new Command.Source("mesos.commands", 0, 17, "ce-1");
  private final CommandReader reader = new CommandReader(Optional.empty(), 100_000);

  private Reading read(String command, String id) {
    return reader.read(command.replace("ID", id).getBytes(StandardCharsets.UTF_8), SOURCE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"type":"KILL","kill":{"task_id":"ID"}}                                | /kill/task_id
          {"type":"KILL","kill":{"task_id":{"value":"ID"}}}                      | /kill/task_id
          {"type":"RECONCILE","reconcile":{"tasks":[{"task_id":"ID"}]}}          | /reconcile/tasks/0/task_id
          {"type":"DECLINE","decline":{"offer_ids":["ID"]}}                      | /decline/offer_ids/0
          {"type":"SHUTDOWN","shutdown":{"executor_id":"ID","agent_id":"s"}}     | /shutdown/executor_id
          {"type":"REVIVE","framework_id":"ID"}                                  | /framework_id
          {"type":"LAUNCH","launch":{"task_infos":[{"task_id":"ID"}]}}           | /launch/task_infos/0/task_id
          """)
  void areRefusedWhereTheyStand(String command, String field) {
    // When
    Refusal refusal = (Refusal) read(command, "é".repeat(128));

    // Then
    assertThat(refusal.error().code()).isEqualTo(ErrorCode.INVALID);
    assertThat(refusal.error().field()).isEqualTo(field);
    assertThat(refusal.error().message()).startsWith(field).contains("longer than 255 bytes");
    assertThat(read(command, "x".repeat(255))).isInstanceOf(Command.class);
  }

  @ParameterizedTest
  @CsvSource({"a/b", "..", "a\\\\b"})
  void ofATaskThatIsThereMayBeNoNameOfADirectory(String id) {
    assertThat(read("{\"type\":\"KILL\",\"kill\":{\"task_id\":\"ID\"}}", id))
        .isInstanceOf(Command.class);
  }
}
