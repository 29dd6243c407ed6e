package io.mesosbridge.sandbox.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Finds ports of the loopback interface that nobody listens on. */
public final class Ports {

  /** The only address that the sandbox's servers listen on. */
  public static final String LOOPBACK = "127.0.0.1";

  /**
   * Below the ephemeral range: a client that keeps dialling a stopped server's ephemeral port may
   * connect to itself and so keep the server from coming back.
   */
  private static final int LOWEST = 15_000;

  private static final int HIGHEST = 32_000;
  private static final int ATTEMPTS = 200;

  /** JVMs beside each other never try the same ones: fork n of a build, counted from 1; 0 alone. */
  private static final int FORK = Integer.getInteger("sandbox.fork", 0);

  private static final int EACH = (HIGHEST - LOWEST) / 4;

  /** Nor does one JVM soon give a port away twice, since nobody may listen on it as yet. */
  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(EACH));

  private Ports() {}

  /**
   * A port that is free now and that no outgoing connection takes by chance.
   *
   * @throws IllegalStateException when none is found
   */
  public static int free() {
    return IntStream.generate(() -> LOWEST + FORK % 4 * EACH + NEXT.getAndIncrement() % EACH)
        .limit(ATTEMPTS)
        .filter(Ports::isFree)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no free port of 127.0.0.1 between " + LOWEST + " and " + HIGHEST));
  }

  /** The given port when it is free, otherwise another one that is. */
  public static int preferring(int port) {
    return isFree(port) ? port : free();
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
