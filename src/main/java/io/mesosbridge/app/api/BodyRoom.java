package io.mesosbridge.app.api;

import io.mesosbridge.app.api.Problem.ProblemException;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What the bodies of commands may take of the heap while they are read: each takes its share before
 * its first byte is, or as many as there are connections would be there at once.
 */
@Singleton
class BodyRoom {

  private static final long MOST = 64L << 20;
  private static final int PART_OF_HEAP = 8;

  /** The parts that came are there until the whole is made of them. */
  private static final int COPIES = 2;

  private final long most;
  private final long largest;
  private long taken;

  /** 64 MiB, or an eighth of the heap where that is less. */
  @Inject
  BodyRoom(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize largest) {
    this(Math.min(MOST, Runtime.getRuntime().maxMemory() / PART_OF_HEAP), largest.asLongValue());
  }

  /**
   * Nothing is taken.
   *
   * @param most in bytes
   * @param largest body that there can be, in bytes
   */
  BodyRoom(long most, long largest) {
    this.most = most;
    this.largest = largest;
  }

  /**
   * Takes the share of a body; one that is larger than all of the room has it alone.
   *
   * @param length of the body in bytes; null when it is not said, as in chunks
   * @return gives it back, to be run once
   */
  synchronized Runnable take(Long length) {
    long bytes = COPIES * (length == null ? largest : length);
    if (taken > 0 && taken + bytes > most) {
      throw ProblemException.of(
          Status.SERVICE_UNAVAILABLE,
          "Others' commands are being read, as many as there is memory for at a time");
    }
    taken += bytes;
    return () -> giveBack(bytes);
  }

  private synchronized void giveBack(long bytes) {
    taken -= bytes;
  }
}
