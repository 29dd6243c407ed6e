package io.mesosbridge.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file with a bearer token or a secret may hold. */
class CredentialFileTest {

  @TempDir private Path folder;

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("token"), content);
  }

  @ParameterizedTest
  @ValueSource(strings = {"eyJh.bGci-_~+/9==", "t\n", "t\r\n\n"})
  void aTokenEndsBeforeTheLineBreaks(String content) throws IOException {
    assertThat(CredentialFile.token(file(content))).isEqualTo(content.strip());
  }

  @ParameterizedTest
  @CsvSource({
    "'', is empty",
    "'\n', is empty",
    "s3 same, holds no bearer token; a token is one line of letters",
    "'s3same\n\nX-Header: a\n', holds no bearer token",
    "Bearer s3same, holds no bearer token",
    "s3=same, with = at its end only",
    "s3sämé, holds no bearer token"
  })
  void whatIsNoneIsRefusedWithoutBeingQuoted(String content, String why) throws IOException {
    // Given
    Path file = file(content);

    // Then
    assertThatThrownBy(() -> CredentialFile.token(file))
        .hasMessageContaining(why)
        .hasMessageNotContainingAny("s3", "same");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3 crät:", "=\n", " with blanks \r\n"})
  void aSecretIsWhateverStandsBeforeTheLineBreaks(String content) throws IOException {
    assertThat(CredentialFile.secret(file(content)))
        .isEqualTo(content.replace("\r", "").replace("\n", ""));
  }

  @Test
  void aSecretInAnotherEncodingIsNotTakenForAnotherSecret() throws IOException {
    // Given
    Path file = Files.write(folder.resolve("latin-1"), "crät".getBytes(ISO_8859_1));

    // Then
    assertThatThrownBy(() -> CredentialFile.secret(file)).hasMessage("is not in UTF-8");
  }

  @Test
  void anEmptyFileHoldsNoSecret() throws IOException {
    // Given
    Path file = file("\n");

    // Then
    assertThatThrownBy(() -> CredentialFile.secret(file)).hasMessage("is empty");
  }

  @Test
  void aFileThatIsTooLargeIsNotReadToItsEnd() throws IOException {
    // Given
    Path largest = file("t".repeat(8 * 1024));

    // Then
    assertThat(CredentialFile.token(largest)).hasSize(8 * 1024);
    assertThatThrownBy(() -> CredentialFile.token(Path.of("/dev/zero")))
        .hasMessage("is larger than 8 KiB, and no token or secret is");
  }

  @Test
  void aFolderIsNoFile() {
    assertThatThrownBy(() -> CredentialFile.token(folder))
        .hasMessage("is no file that can be read");
  }
}
