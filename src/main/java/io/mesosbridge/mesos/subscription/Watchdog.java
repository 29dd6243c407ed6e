package io.mesosbridge.mesos.subscription;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Consumer;

/** Notices silence, with one timer however often something is heard. */
final class Watchdog {

  private final Vertx vertx;
  private final Consumer<Duration> onSilence;
  private Duration limit;
  private long heardAtNanos;
  private long timer = -1;

  /** Watches nothing yet; {@code onSilence} is told how long nothing was heard. */
  Watchdog(Vertx vertx, Consumer<Duration> onSilence) {
    this.vertx = vertx;
    this.onSilence = onSilence;
  }

  /** Watches from now on, once. */
  void watch(Duration maxSilence) {
    cancel();
    limit = maxSilence;
    heard();
    arm(maxSilence);
  }

  void heard() {
    heardAtNanos = System.nanoTime();
  }

  void cancel() {
    vertx.cancelTimer(timer);
  }

  private void arm(Duration wait) {
    timer = vertx.setTimer(Math.max(1, wait.toMillis()), id -> check());
  }

  private void check() {
    Duration silent = Duration.ofNanos(System.nanoTime() - heardAtNanos);
    if (silent.compareTo(limit) >= 0) {
      onSilence.accept(limit);
    } else {
      arm(limit.minus(silent));
    }
  }
}
