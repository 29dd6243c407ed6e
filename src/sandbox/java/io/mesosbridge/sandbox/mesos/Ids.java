package io.mesosbridge.sandbox.mesos;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;

/** The ids that masters and agents give away. */
final class Ids {

  private static final long VERSION = 0x4000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private final String prefix;
  private int frameworks;
  private long offers;

  /**
   * @param prefix the id of the master that gives them
   */
  Ids(String prefix) {
    this.prefix = prefix;
  }

  String nextFramework() {
    return "%s-%04d".formatted(prefix, frameworks++);
  }

  String nextOffer() {
    return prefix + "-O" + offers++;
  }

  /** Sixteen random bytes in base64, as an update carries them; unique, not unguessable. */
  static String uuid(SimLoop loop) {
    byte[] bytes =
        ByteBuffer.allocate(16)
            .putLong(loop.random().nextLong())
            .putLong(loop.random().nextLong())
            .array();
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** A random UUID as text, as masters, streams and containers are called. */
  static String name(SimLoop loop) {
    long high = (loop.random().nextLong() & ~0xF000L) | VERSION;
    long low = (loop.random().nextLong() >>> 2) | VARIANT;
    return new UUID(high, low).toString();
  }
}
