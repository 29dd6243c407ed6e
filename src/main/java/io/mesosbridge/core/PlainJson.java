package io.mesosbridge.core;

/**
 * JSON whose texts need no escaping, byte by byte: of what is written for each update, since a
 * writer of any JSON takes three times the bytes.
 */
public final class PlainJson {

  private PlainJson() {}

  /** Whether JSON has the text as it is; also when there is none. */
  public static boolean isPlain(String text) {
    for (int i = 0; text != null && i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  /**
   * The parts one after the other.
   *
   * @param parts of ASCII; what is null, and what stands before it, is left out
   */
  public static byte[] join(String... parts) {
    int length = 0;
    for (int i = 0; i < parts.length; i++) {
      length += isLeftOut(parts, i) ? 0 : parts[i].length();
    }
    byte[] json = new byte[length];
    int at = 0;
    for (int i = 0; i < parts.length; i++) {
      for (int j = 0; !isLeftOut(parts, i) && j < parts[i].length(); j++) {
        json[at++] = (byte) parts[i].charAt(j);
      }
    }
    return json;
  }

  private static boolean isLeftOut(String[] parts, int i) {
    return parts[i] == null || (i + 1 < parts.length && parts[i + 1] == null);
  }
}
