package io.mesosbridge.sandbox.mesos;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** The ids that masters and agents give away. */
final class Ids {

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
  static String uuid() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    byte[] bytes =
        ByteBuffer.allocate(16).putLong(random.nextLong()).putLong(random.nextLong()).array();
    return Base64.getEncoder().encodeToString(bytes);
  }

  static String streamId() {
    return UUID.randomUUID().toString();
  }
}
