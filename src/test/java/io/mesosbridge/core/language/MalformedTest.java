package io.mesosbridge.core.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.language.CommandError.ErrorCode;
import io.mesosbridge.core.language.CommandError.Refusal;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that are no JSON object, or too large to be looked at. */
class MalformedTest {

  private static final Command.Source SOURCE = new Command.Source("mesos.commands", 0, 17, "ce-1");
  private final CommandReader reader = new CommandReader(Optional.empty(), 100_000);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          []                            | no JSON object but begins with [
          "REVIVE"                      | no JSON object but begins with REVIVE
          null                          | no JSON object but begins with null
          {"type":"REVIVE"              | broken at line 1, column 17
          {"type":"REVIVE"} {}          | goes on after the object's end, at line 1, column 19
          {"type":"REVIVE"}x            | broken at line 1
          {"type":"REVIVE","type":"A"}  | 'type'
          {"a":{"b":1,"b":2}}           | 'b'
          {"a":NaN}                     | NaN
          {"a":01}                      | zeroes
          {"a":'b'}                     | broken at line 1, column 6
          {"a":"\\ud800"}               | half of a surrogate pair
          {"a":1e99999999999}           | broken
          """)
  void aRecordThatIsNoJsonObjectIsRefusedWithThePlace(String text, String fragment) {
    // Given
    byte[] value = text.getBytes(StandardCharsets.UTF_8);

    // When
    Refusal refusal = (Refusal) reader.read(value, SOURCE);

    // Then
    assertThat(refusal.error().code()).isEqualTo(ErrorCode.MALFORMED);
    assertThat(refusal.error().message())
        .startsWith("the record ")
        .contains(fragment)
        .endsWith("for example {\"type\":\"REVIVE\"}");
    assertThat(refusal.error().field()).isNull();
    assertThat(refusal.commandId()).isEqualTo("ce-1");
    assertThat(refusal.type()).isNull();
    assertThat(refusal.isDeadLetter()).isTrue();
  }

  @Test
  void aTombstoneIsNoCommand() {
    // Given
    byte[] value = null;

    // When
    Refusal refusal = (Refusal) reader.read(value, SOURCE);

    // Then
    assertThat(refusal.error().message()).startsWith("the record is empty");
    assertThat(refusal.isDeadLetter()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ISO-8859-1", "UTF-16", "UTF-32BE"})
  void anotherEncodingIsRefusedWithThePlace(Charset encoding) {
    // Given
    byte[] value = "{\"type\":\"REVIVE\",\"id\":\"é\"}".getBytes(encoding);

    // When
    Refusal refusal = (Refusal) reader.read(value, SOURCE);

    // Then
    assertThat(refusal.error().code()).isEqualTo(ErrorCode.MALFORMED);
  }

  @Test
  void textThatIsNoUtf8IsRefusedWithTheByte() {
    // Given
    byte[] value = {'{', '"', 'a', (byte) 0xe9, '"', ':', '1', '}'};

    // When
    Refusal refusal = (Refusal) reader.read(value, SOURCE);

    // Then
    assertThat(refusal.error().message()).startsWith("the record is no UTF-8 at byte 3");
  }

  @Test
  void bottomlessNestingIsRefused() {
    // Given
    byte[] value = "{\"a\":".repeat(100_000).getBytes(StandardCharsets.UTF_8);

    // When
    Refusal refusal = (Refusal) reader.read(value, SOURCE);

    // Then
    assertThat(refusal.error().code()).isEqualTo(ErrorCode.MALFORMED);
    assertThat(refusal.error().message()).contains("depth");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"a":[*                  | [     | Document nesting depth (101) exceeds the maximum allowed (100)
          {"a":*}                  | 1     | exceeds the maximum allowed (1000)
          {"a":1*                  |       | expected close marker for Object (start marker at [line: 1, column: 1])
          {"a":NaN*}               |       | Non-standard token 'NaN'
          {"a":+1*}                |       | JSON spec does not allow numbers to have plus signs
          //*{}                    |       | maybe a (non-standard) comment?
          """)
  void theReasonNamesNoSettingOfTheParser(String around, String many, String reason) {
    // Given
    String text = around.replace("*", many == null ? "" : many.repeat(1001));

    // When
    Refusal refusal = (Refusal) reader.read(text.getBytes(StandardCharsets.UTF_8), SOURCE);

    // Then
    assertThat(refusal.error().code()).isEqualTo(ErrorCode.MALFORMED);
    assertThat(refusal.error().message())
        .contains(reason)
        .doesNotContain("`", "REDACTED", "Feature", "StreamRead");
  }

  @ParameterizedTest
  @CsvSource({"98, INVALID", "99, MALFORMED"})
  void nestingIsBoundedByAHundred(int lists, ErrorCode code) {
    // Given
    String text =
        "{\"type\":\"KILL\",\"kill\":{\"x\":%s%s}}".formatted("[".repeat(lists), "]".repeat(lists));

    // When
    Refusal refusal = (Refusal) reader.read(text.getBytes(StandardCharsets.UTF_8), SOURCE);

    // Then
    assertThat(refusal.error().code()).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"type":"RECONCILE","id":"big","reconcile":{"tasks":[*]}}                  | {"task_id":"t-1234567"}
          {"type":"DECLINE","id":"big","decline":{"offer_ids":[*]}}                  | "a"
          {"type":"REVIVE","id":"big","labels":[*]}                                  | {}
          {"type":"REVIVE","id":"big","x":[*]}                                       | 1
          """)
  void parsingAllocatesASmallMultipleOfTheBytes(String around, String item) {
    // Given
    String text = around.replace("*", (item + ",").repeat((7 << 20) / (item.length() + 1)) + item);
    byte[] value = text.getBytes(StandardCharsets.UTF_8);
    var thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = thread.getCurrentThreadAllocatedBytes();

    // When
    Refusal refusal = (Refusal) reader.read(value, SOURCE);

    // Then
    assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(8L * value.length);
    assertThat(refusal.error().code()).isEqualTo(ErrorCode.TOO_LARGE);
    assertThat(refusal.commandId()).isEqualTo("big");
  }

  @Test
  void resourcesInATextCountAsWhatTheyAreWrittenOutTo() {
    // Given
    String text =
        "{\"type\":\"LAUNCH\",\"launch\":{\"task_infos\":[{\"task_id\":\"1\",\"resources\":\"%s\"}]}}"
            .formatted("a:1;".repeat(1 << 20));

    // When
    Refusal refusal = (Refusal) reader.read(text.getBytes(StandardCharsets.UTF_8), SOURCE);

    // Then
    assertThat(refusal.error().code()).isEqualTo(ErrorCode.TOO_LARGE);
    assertThat(refusal.error().message()).contains("values; at most 500100 are right");
  }

  @Test
  void aResourceListInATextOfJsonIsToBeWrittenItself() {
    // Given
    String text =
        "{\"type\":\"LAUNCH\",\"launch\":{\"task_infos\":[{\"task_id\":\"1\",\"resources\":\"[{\\\"name\\\":\\\"cpus\\\"}]\"}]}}";

    // When
    Refusal refusal = (Refusal) reader.read(text.getBytes(StandardCharsets.UTF_8), SOURCE);

    // Then
    assertThat(refusal.error().code()).isEqualTo(ErrorCode.INVALID);
    assertThat(refusal.error().message())
        .contains("/launch/task_infos/0/resources", "write the list itself");
  }

  @Test
  void aRecordBeyondTheLimitIsNotLookedAt() {
    // Given
    byte[] value = new byte[CommandReader.MAX_BYTES + 1];

    // When
    Refusal refusal = (Refusal) reader.read(value, SOURCE);

    // Then
    assertThat(refusal.error().code()).isEqualTo(ErrorCode.TOO_LARGE);
    assertThat(refusal.error().message())
        .isEqualTo("the record has 8388609 bytes; a command has at most 8388608");
    assertThat(refusal.isDeadLetter()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        {"id":"a","type":"LAUNCH","launch":{"task_infos":[{"task_id":"1"},{"task_id":"2"},
         {"task_id":"3"},{"task_id":"4"}]}}\
        """,
        """
        {"accept":{"offer_ids":["o"],"operations":[
          {"type":"LAUNCH","launch":{"task_infos":[{"task_id":"1"}]}},
          {"type":"LAUNCH","launch":{"task_infos":[{"task_id":"2"}]}}]},"type":"ACCEPT","id":"a"}\
        """,
        """
        {"type":"RECONCILE","reconcile":{"tasks":[1,null,{},[]],"id":"b"},"id":"a"}\
        """
      })
  void aCommandOfTooManyElementsIsAnsweredByItsOwnId(String text) {
    // Given
    CommandReader narrow = new CommandReader(Optional.empty(), 3);

    // When
    Refusal refusal = (Refusal) narrow.read(text.getBytes(StandardCharsets.UTF_8), SOURCE);

    // Then
    assertThat(refusal.error().code()).isEqualTo(ErrorCode.TOO_LARGE);
    assertThat(refusal.error().message())
        .isEqualTo(
            "the command has 4 task infos, tasks or operations; at most 3 are right"
                + " (bridge.commands.max-elements); write several commands");
    assertThat(refusal.commandId()).isEqualTo("a");
    assertThat(text).contains("\"type\":\"" + refusal.type() + '"');
  }

  @Test
  void aCommandOfAsManyElementsAsMayBeIsRead() {
    // Given
    String task = "{\"task_id\":\"t\",\"agent_id\":\"a\"}";
    String text =
        "{\"type\":\"RECONCILE\",\"reconcile\":{\"tasks\":[%s]}}"
            .formatted(String.join(",", Collections.nCopies(100_000, task)));

    // When
    CommandReader.Reading reading = reader.read(text.getBytes(StandardCharsets.UTF_8), SOURCE);

    // Then
    assertThat(reading).isInstanceOf(Command.class);
  }

  @Test
  void whatIsQuotedFromACommandIsCutShort() {
    // Given
    String text = "{\"type\":\"" + "X".repeat(1_000_000) + "\"}";

    // When
    Refusal refusal = (Refusal) reader.read(text.getBytes(StandardCharsets.UTF_8), SOURCE);

    // Then
    assertThat(refusal.error().message()).hasSizeLessThan(1_100);
  }
}
