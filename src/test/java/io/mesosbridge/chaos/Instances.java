package io.mesosbridge.chaos;

import io.mesosbridge.sandbox.process.BridgeLauncher;
import io.mesosbridge.sandbox.process.BridgeProcess;
import java.io.UncheckedIOException;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Several instances of the bridge in one consumer group, numbered from 0. Those of odd numbers run
 * the build that {@code -Dchaos.against=<quarkus-run.jar>} names, as in an upgrade of one after the
 * other that takes for ever.
 */
final class Instances implements AutoCloseable {

  private static final Duration TO_STOP = Duration.ofSeconds(60);

  /** After this an instance is asked in vain, or paused. */
  private static final Duration ANSWER = Duration.ofSeconds(5);

  private static final Optional<Path> AGAINST =
      Optional.ofNullable(System.getProperty("chaos.against")).map(Path::of);

  private final BridgeLauncher launcher;
  private final List<BridgeProcess> processes = new ArrayList<>();

  Instances(BridgeLauncher launcher) {
    this.launcher = launcher;
  }

  /** One more, which is ready when this returns. */
  BridgeProcess add() {
    return add(launcher(count())).awaitReady(Duration.ofSeconds(90));
  }

  private BridgeLauncher launcher(int number) {
    return AGAINST.filter(jar -> number % 2 == 1).map(launcher::withJar).orElse(launcher);
  }

  /** One that is set up otherwise; does not wait for it. */
  synchronized BridgeProcess add(BridgeLauncher other) {
    BridgeProcess started = other.start();
    processes.add(started);
    return started;
  }

  synchronized int count() {
    return processes.size();
  }

  synchronized BridgeProcess get(int number) {
    return processes.get(number);
  }

  void kill9(int number) {
    get(number).kill9();
  }

  /** SIGTERM; returns the exit code. */
  int terminate(int number) {
    return get(number).terminate(TO_STOP);
  }

  /** A process in place of one that has ended; does not wait for it. */
  synchronized void restart(int number) {
    if (!processes.get(number).isAlive()) {
      processes.set(number, launcher(number).start());
    }
  }

  /** Does something while no process is ended, begun or paused. */
  synchronized void undisturbed(Runnable action) {
    action.run();
  }

  /** The instance that says that it leads; empty while none does. */
  OptionalInt leader() {
    for (int number = 0; number < count(); number++) {
      if (status(number).contains("\"leader\":true")) {
        return OptionalInt.of(number);
      }
    }
    return OptionalInt.empty();
  }

  /** What the instance says of itself; empty when it does not answer. */
  String status(int number) {
    try {
      return get(number).isAlive() ? get(number).get("/api/v1/status", ANSWER).body() : "";
    } catch (UncheckedIOException e) {
      return e.getCause() instanceof HttpTimeoutException ? "(silent)" : "";
    }
  }

  @Override
  public synchronized void close() {
    processes.forEach(BridgeProcess::close);
  }
}
