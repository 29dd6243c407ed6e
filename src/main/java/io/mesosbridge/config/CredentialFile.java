package io.mesosbridge.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The file of {@code bridge.mesos.token-file} or {@code bridge.mesos.secret-file}: a bearer token
 * or a principal's secret, and line breaks behind it.
 */
public final class CredentialFile {

  /** As much as a server takes in all headers of a request, unless told otherwise. */
  private static final int MOST_BYTES = 8 * 1024;

  /** From RFC 6750, section 2.1. */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private CredentialFile() {}

  /**
   * The bearer token that the file holds; blocks while it is read.
   *
   * @throws IllegalArgumentException if it cannot be read, is too large or holds none; the message
   *     is the end of a sentence that begins with the file, and quotes nothing of what it holds
   */
  public static String token(Path file) {
    String token = read(file);
    if (!TOKEN.matcher(token).matches()) {
      throw new IllegalArgumentException(
          "holds no bearer token; a token is one line of letters, digits and any of -._~+/, with"
              + " = at its end only");
    }
    return token;
  }

  /**
   * The secret that the file holds; blocks while it is read.
   *
   * @throws IllegalArgumentException as for a token
   */
  public static String secret(Path file) {
    return read(file);
  }

  private static String read(Path file) {
    String text;
    try (InputStream stream = Files.newInputStream(file)) {
      byte[] bytes = stream.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new IllegalArgumentException("is larger than 8 KiB, and no token or secret is");
      }
      text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("is not in UTF-8", e);
    } catch (IOException e) {
      throw new IllegalArgumentException("is no file that can be read", e);
    }
    String line = text.replaceFirst("[\\r\\n]+$", "");
    if (line.isEmpty()) {
      throw new IllegalArgumentException("is empty");
    }
    return line;
  }
}
