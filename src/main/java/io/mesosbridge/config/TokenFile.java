package io.mesosbridge.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The file of {@code bridge.mesos.token-file}: a bearer token, and line breaks behind it. */
public final class TokenFile {

  /** As much as a server takes in all headers of a request, unless told otherwise. */
  private static final int MOST_BYTES = 8 * 1024;

  /** From RFC 6750, section 2.1. */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private TokenFile() {}

  /**
   * The token that the file holds; blocks while it is read.
   *
   * @throws IllegalArgumentException if it cannot be read, is too large or holds none; the message
   *     is the end of a sentence that begins with the file, and quotes nothing of what it holds
   */
  public static String read(Path file) {
    String text;
    try (InputStream stream = Files.newInputStream(file)) {
      text = new String(stream.readNBytes(MOST_BYTES + 1), ISO_8859_1);
    } catch (IOException e) {
      throw new IllegalArgumentException("is no file that can be read", e);
    }
    if (text.length() > MOST_BYTES) {
      throw new IllegalArgumentException("is larger than 8 KiB, and no token is");
    }
    String token = text.replaceFirst("[\\r\\n]+$", "");
    if (!TOKEN.matcher(token).matches()) {
      throw new IllegalArgumentException(
          (token.isEmpty() ? "is empty" : "holds no bearer token")
              + "; a token is one line of letters, digits and any of -._~+/, with = at its end only");
    }
    return token;
  }
}
