package io.mesosbridge.core;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.util.Arrays;

/**
 * Writes instants in UTC as ISO 8601 has them. Formatting costs more than all else about a record,
 * and many are of the same second: only that is formatted. Belongs to one thread.
 */
public final class InstantText {

  private static final int SECOND_MILLIS = 1_000;

  private long second = Long.MIN_VALUE;
  private byte[] upToSecond;

  /** As {@link Instant#toString} has it: with no digits of the fraction or with three. */
  public String of(long millis) {
    return new String(text(millis, digits(millis) == 0 ? 0 : 3), US_ASCII);
  }

  /** With only those digits of the fraction that are needed. */
  public byte[] shortest(long millis) {
    return text(millis, digits(millis));
  }

  private static int digits(long millis) {
    int fraction = fraction(millis);
    if (fraction % 100 == 0) {
      return fraction == 0 ? 0 : 1;
    }
    return fraction % 10 == 0 ? 2 : 3;
  }

  private static int fraction(long millis) {
    return Math.floorMod(millis, SECOND_MILLIS);
  }

  private byte[] text(long millis, int digits) {
    format(Math.floorDiv(millis, SECOND_MILLIS));
    int at = upToSecond.length;
    byte[] text = Arrays.copyOf(upToSecond, at + (digits == 0 ? 1 : digits + 2));
    if (digits > 0) {
      text[at++] = '.';
    }
    for (int unit = SECOND_MILLIS / 10; at < text.length - 1; unit /= 10) {
      text[at++] = (byte) ('0' + fraction(millis) / unit % 10);
    }
    text[at] = 'Z';
    return text;
  }

  private void format(long newSecond) {
    if (newSecond != second) {
      byte[] text = Instant.ofEpochSecond(newSecond).toString().getBytes(US_ASCII);
      upToSecond = Arrays.copyOf(text, text.length - 1); // without the Z
      second = newSecond;
    }
  }
}
