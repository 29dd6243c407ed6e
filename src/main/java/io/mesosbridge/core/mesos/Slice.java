package io.mesosbridge.core.mesos;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Part of a record's bytes, not copied: what the master sent for one object, to the byte.
 *
 * @param bytes the whole record, never changed
 * @param offset where the part begins
 * @param length how many bytes it has
 */
@SuppressWarnings("ArrayRecordComponent") // sharing the record's bytes is the point
public record Slice(byte[] bytes, int offset, int length) {

  /** All of the bytes. */
  public static Slice of(byte[] bytes) {
    return new Slice(bytes, 0, bytes.length);
  }

  /** The part as an array of its own; the record itself when the part is all of it. */
  public byte[] toArray() {
    return length == bytes.length ? bytes : Arrays.copyOfRange(bytes, offset, offset + length);
  }

  @Override
  public String toString() {
    return new String(bytes, offset, length, StandardCharsets.UTF_8);
  }
}
