package io.mesosbridge.core.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mesosbridge.core.language.Command.CommandType;
import io.mesosbridge.core.language.Command.Header;
import io.mesosbridge.core.language.CommandError.ErrorCode;
import io.mesosbridge.core.language.CommandError.Refusal;
import io.mesosbridge.core.language.CommandReader.Reading;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandReaderTest {

  private static final Command.Source SOURCE = new Command.Source("mesos.commands", 0, 17, null);
  private static final Command.Source WITH_ID = new Command.Source("mesos.commands", 0, 17, "ce-1");
  private final CommandReader reader = new CommandReader(Optional.empty(), 100_000);

  private Command command(String text, Command.Source source) {
    return (Command) reader.read(text.getBytes(StandardCharsets.UTF_8), source);
  }

  @Test
  void theCommandsOwnIdComesFirst() {
    // Given
    String text = "{\"id\":\"own\",\"type\":\"REVIVE\"}";

    // When
    Command command = command(text, WITH_ID);

    // Then
    assertThat(command.header().id()).isEqualTo("own");
  }

  @Test
  void withoutAnIdTheHeaderNamesTheCommand() {
    // Given
    String text = "{\"type\":\"REVIVE\"}";

    // When
    Command command = command(text, WITH_ID);

    // Then
    assertThat(command.header().id()).isEqualTo("ce-1");
  }

  @Test
  void withoutAnyIdThePositionNamesTheCommand() {
    // Given
    String text = "{\"type\":\"REVIVE\",\"id\":null}";

    // When
    Command command = command(text, SOURCE);

    // Then
    assertThat(command.header().id()).isEqualTo("mesos.commands-0-17");
  }

  @Test
  void aRefusalCarriesWhatCouldBeRead() {
    // Given
    byte[] text = "{\"id\":\"own\",\"type\":\"LUNCH\"}".getBytes(StandardCharsets.UTF_8);

    // When
    Refusal refusal = (Refusal) reader.read(text, SOURCE);

    // Then
    assertThat(refusal.commandId()).isEqualTo("own");
    assertThat(refusal.type()).isEqualTo("LUNCH");
    assertThat(refusal.isDeadLetter()).isFalse();
  }

  @Test
  void theBridgesOwnFieldsAreReadAndLeftOutOfTheCall() {
    // Given
    String text =
        """
        {"id":"d","expires_at":"2026-12-01T00:00:00Z","deadline":"PT90S","framework_id":"f",
         "type":"LAUNCH","launch":{"task_infos":[{"task_id":"a"},{"task_id":{"value":"b"}}]}}\
        """;

    // When
    Command command = command(text, SOURCE);

    // Then
    assertThat(command.header())
        .isEqualTo(new Header("d", CommandType.LAUNCH, Instant.parse("2026-12-01T00:00:00Z"), "f"));
    assertThat(((Command.LaunchToPlace) command).wishes().deadline())
        .isEqualTo(Duration.ofSeconds(90));
    assertThat(command.taskIds()).containsExactly("a", "b");
    assertThat(command.call().toString())
        .isEqualTo(
            "{\"type\":\"ACCEPT\",\"accept\":{\"operations\":[{\"type\":\"LAUNCH\",\"launch\":"
                + "{\"task_infos\":[{\"task_id\":{\"value\":\"a\"}},"
                + "{\"task_id\":{\"value\":\"b\"}}]}}]}}");
  }

  @Test
  void anIdThatWouldBloatEveryRecordIsNone() {
    // Given
    String text = "{\"id\":\"%s\",\"type\":\"REVIVE\"}".formatted("é".repeat(128));

    // When
    Reading reading =
        new CommandReader(Optional.empty(), 100_000)
            .read(text.getBytes(StandardCharsets.UTF_8), SOURCE);

    // Then
    Refusal refusal = (Refusal) reading;
    assertThat(refusal.commandId()).isEqualTo(SOURCE.defaultId());
    assertThat(refusal.error())
        .isEqualTo(
            new CommandError(ErrorCode.INVALID, "/id has 256 bytes; at most 255 are right", "/id"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\\nb", "\\u0000", "\\u001b[2J", "\\u007f", "\\u0085"})
  void aCommandIdWithControlCharactersIsInvalid(String id) {
    // Given
    String text = "{\"id\":\"%s\",\"type\":\"REVIVE\"}".formatted(id);

    // When
    Refusal refusal = (Refusal) reader.read(text.getBytes(StandardCharsets.UTF_8), WITH_ID);

    // Then
    assertThat(refusal.commandId()).isEqualTo("ce-1");
    assertThat(refusal.error())
        .isEqualTo(
            new CommandError(
                ErrorCode.INVALID,
                "/id has control characters; write for example \"deploy-42\"",
                "/id"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type':'REVIVE'} | the header ce_id",
        "{'specversion':'1.0','id':'a\\nb','data':{'type':'REVIVE'}} | /id",
        "{'specversion':'1.0','id':'a\\nb','data':'{}'} | /id"
      })
  void aCommandIdWithControlCharactersIsInvalidWhereverItStands(String text, String where) {
    // Given
    Command.Source source = new Command.Source("mesos.commands", 0, 17, "a\nb");

    // When
    Reading reading = reader.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8), source);

    // Then
    Refusal refusal = (Refusal) reading;
    assertThat(refusal.commandId()).isEqualTo("mesos.commands-0-17");
    assertThat(refusal.error().code()).isEqualTo(ErrorCode.INVALID);
    assertThat(refusal.error().message()).startsWith(where + " has control characters");
  }

  @Test
  void aHeaderWithControlCharactersHarmsNoCommandThatHasAnIdOfItsOwn() {
    // Given
    Command.Source source = new Command.Source("mesos.commands", 0, 17, "a\nb");

    // When
    Command command = command("{\"id\":\"own\",\"type\":\"REVIVE\"}", source);

    // Then
    assertThat(command.header().id()).isEqualTo("own");
  }

  @Test
  void aResultHoldsAKilobyteOfAMastersText() {
    // When
    CommandError whole = CommandError.byMaster("é".repeat(512));
    CommandError cut = CommandError.byMaster("x" + "é".repeat(512));

    // Then
    assertThat(whole.message()).isEqualTo("é".repeat(512));
    assertThat(cut.message()).isEqualTo("x" + "é".repeat(511) + "… (cut: it has 1025 bytes)");
  }

  @Test
  void aResultHoldsAKilobyteOfACommandsTextAndALogLineOfItsIds() {
    // When
    CommandError error =
        new CommandError(ErrorCode.NO_FIT, "x".repeat(9_000), "/" + "y".repeat(9_000));

    // Then
    assertThat(error.message()).hasSizeLessThan(1_200).endsWith("x…");
    assertThat(error.field()).hasSizeLessThan(1_200);
    assertThat(LogField.tasks(Collections.nCopies(9_000, "web-1")).toString())
        .hasSizeLessThan(1_200);
  }

  @Test
  void aDeadlineBeyondAllCalendarsCanStillBeReckonedWith() {
    // Given
    String text =
        """
        {"deadline":"PT9000000000000H","type":"LAUNCH","launch":{"task_infos":[{"task_id":"a"}]}}\
        """;

    // When
    Duration deadline = ((Command.LaunchToPlace) command(text, SOURCE)).wishes().deadline();

    // Then
    assertThat(Instant.parse("2030-01-31T12:00:00Z").plus(deadline))
        .isAfter("2100-01-01T00:00:00Z");
  }

  @Test
  void aTypeThatIsNotAllowedIsRefused() {
    // Given
    CommandReader strict = new CommandReader(Optional.of(Set.of("KILL", "LAUNCH")), 100_000);

    // When
    Reading reading =
        strict.read("{\"type\":\"TEARDOWN\"}".getBytes(StandardCharsets.UTF_8), SOURCE);

    // Then
    assertThat(((Refusal) reading).error())
        .isEqualTo(
            new CommandError(
                ErrorCode.NOT_ALLOWED,
                "/type TEARDOWN is not in bridge.commands.allowed",
                "/type"));
  }

  @Test
  void aConfiguredTypeThatDoesNotExistIsRefusedAtStart() {
    // Given
    Optional<Set<String>> allowed = Optional.of(Set.of("LUNCH"));

    // When
    var start = assertThatThrownBy(() -> new CommandReader(allowed, 100_000));

    // Then
    start.hasMessage(
        "bridge.commands.allowed: 'LUNCH' is no command type; write for example"
            + " LAUNCH,KILL,DECLINE");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"type":"REVIVE"}                                              | REPEATABLE
          {"type":"KILL","kill":{"task_id":"a"}}                         | REPEATABLE
          {"type":"DECLINE","decline":{"offer_ids":["o"]}}               | REPEATABLE
          {"type":"ACCEPT","accept":{"offer_ids":["o"]}}                 | REPEATABLE
          {"type":"LAUNCH","launch":{"task_infos":[{"task_id":"a"}]}}    | BY_TASKS
          {"type":"LAUNCH","launch":{"offer_ids":["o"],"task_infos":[{"task_id":"a"}]}} | BY_TASKS
          {"type":"ACCEPT","accept":{"offer_ids":["o"],"operations":[{"type":"CREATE","create":{"volumes":[]}}]}} | UNCERTAIN
          {"type":"MESSAGE","message":{"agent_id":"a","executor_id":"e","data":""}} | UNCERTAIN
          {"type":"TEARDOWN"}                                            | BY_FRAMEWORK
          {"type":"SUBSCRIBE"}                                           | REREGISTER
          """)
  void whatToDoInDoubtFollowsFromTheCommand(String text, Command.Repetition expected) {
    // Given
    Command command = command(text, SOURCE);

    // When
    Command.Repetition repetition = command.repetition();

    // Then
    assertThat(repetition).isEqualTo(expected);
  }

  @Test
  void anAcceptNamesItsOffersAndTasks() {
    // Given
    String text =
        """
        {"type":"ACCEPT","accept":{"offer_ids":["o1",{"value":"o2"}],"operations":[
          {"type":"UNRESERVE","unreserve":{"resources":"cpus(web):1"}},
          {"type":"LAUNCH","launch":{"task_infos":[{"task_id":"a"}]}},
          {"type":"LAUNCH_GROUP","launch_group":{"executor":{"executor_id":"e"},
            "task_group":{"tasks":[{"task_id":"b"},{"task_id":"c"}]}}}]}}\
        """;

    // When
    Command command = command(text, SOURCE);

    // Then
    assertThat(command.offerIds()).isEqualTo(List.of("o1", "o2"));
    assertThat(command.taskIds()).isEqualTo(List.of("a", "b", "c"));
  }
}
