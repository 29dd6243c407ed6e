package io.mesosbridge.core.language;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.language.CommandError.ErrorCode;
import io.mesosbridge.core.language.CommandError.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What serializers put around a command. */
class EnvelopedCommandTest {

  private static final Command.Source SOURCE = new Command.Source("mesos.commands", 0, 17, "ce-1");
  private final CommandReader reader = new CommandReader(Optional.empty(), 100_000);

  @ParameterizedTest
  @ValueSource(strings = {"000000002a", "efbbbf", "000000002aefbbbf"})
  void aSchemaRegistrysPrefixAndAByteOrderMarkAreRecognised(String prefix) {
    // Given
    String text = "{\"type\":\"REVIVE\",\"id\":\"é\"}";
    byte[] before = HexFormat.of().parseHex(prefix);
    byte[] value = (new String(before, ISO_8859_1) + utf8(text)).getBytes(ISO_8859_1);

    // When
    CommandReader.Reading reading = reader.read(value, SOURCE);

    // Then
    assertThat(((Command) reading).header().id()).isEqualTo("é");
  }

  @Test
  void whatASchemaRegistrysSerializerWritesThatIsNoJsonIsCalledThat() {
    // Given
    byte[] avro = {0, 0, 0, 0, 42, 12, 'R', 'E', 'V', 'I', 'V', 'E'};

    // When
    Refusal refusal = (Refusal) reader.read(avro, SOURCE);

    // Then
    assertThat(refusal.error().code()).isEqualTo(ErrorCode.MALFORMED);
    assertThat(refusal.error().message()).contains("schema registry", "JSON Schema");
  }

  @ParameterizedTest
  @ValueSource(strings = {"efbbbf", "00", "0000000000", "000000002aefbbbf"})
  void whatIsPutBeforeACommandIsNoneByItself(String alone) {
    // When
    CommandReader.Reading reading = reader.read(HexFormat.of().parseHex(alone), SOURCE);

    // Then
    assertThat(((Refusal) reading).error().code()).isEqualTo(ErrorCode.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"data\":{\"type\":\"REVIVE\"}",
        "\"data\":\"{\\\"type\\\":\\\"REVIVE\\\"}\"",
        "\"data_base64\":\"eyJ0eXBlIjoiUkVWSVZFIn0=\""
      })
  void aStructuredCloudEventIsUnwrapped(String data) {
    // Given
    String event =
        "{\"specversion\":\"1.0\",\"type\":\"a\",\"source\":\"/b\",\"id\":\"e-1\",%s}"
            .formatted(data);

    // When
    CommandReader.Reading reading = reader.read(event.getBytes(StandardCharsets.UTF_8), SOURCE);

    // Then
    assertThat(((Command) reading).header().id()).isEqualTo("e-1");
    assertThat(((Command) reading).header().type()).isEqualTo(Command.CommandType.REVIVE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"data\":[]", ",\"data_base64\":\"*\""})
  void aCloudEventWithoutACommandIsCalledThat(String data) {
    // Given
    String event = "{\"specversion\":\"1.0\",\"id\":\"e-1\"%s}".formatted(data);

    // When
    Refusal refusal = (Refusal) reader.read(event.getBytes(StandardCharsets.UTF_8), SOURCE);

    // Then
    assertThat(refusal.error().code()).isEqualTo(ErrorCode.MALFORMED);
    assertThat(refusal.error().message()).contains("is a CloudEvent");
    assertThat(refusal.commandId()).isEqualTo("e-1");
  }

  private static String utf8(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), ISO_8859_1);
  }
}
