package io.mesosbridge.sandbox.mesos;

import java.nio.charset.StandardCharsets;

/** Just enough of protobuf's wire format to tell a message from garbage. */
final class ProtobufWire {

  private ProtobufWire() {}

  /**
   * Whether the bytes are a sequence of well-formed fields.
   *
   * @param body one character to a byte
   */
  static boolean isMessage(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
    long at = 0;
    while (at >= 0 && at < bytes.length) {
      long value = afterVarint(bytes, at);
      if (value < 0) {
        return false;
      }
      at =
          switch (bytes[(int) at] & 7) {
            case 0 -> afterVarint(bytes, value);
            case 1 -> value + 8;
            case 2 ->
                afterVarint(bytes, value) < 0
                    ? -1
                    : afterVarint(bytes, value) + varint(bytes, value);
            case 5 -> value + 4;
            default -> -1;
          };
    }
    return at == bytes.length;
  }

  private static long afterVarint(byte[] bytes, long at) {
    long end = at;
    while (end < bytes.length && bytes[(int) end] < 0) {
      end++;
    }
    return end < bytes.length ? end + 1 : -1;
  }

  private static long varint(byte[] bytes, long at) {
    long value = 0;
    int shift = 0;
    for (long i = at; i < afterVarint(bytes, at) && shift < 32; i++, shift += 7) {
      value |= (long) (bytes[(int) i] & 0x7f) << shift;
    }
    return value;
  }
}
