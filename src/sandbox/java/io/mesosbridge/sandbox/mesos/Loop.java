package io.mesosbridge.sandbox.mesos;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** The one thread that owns the cluster's state, with its timers: there are no locks. */
final class Loop {

  private static final Duration FOREVER = Duration.ofDays(10_000);

  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
  private final Context context = vertx.getOrCreateContext();
  private final double speed;
  private final Timers timers;
  private volatile boolean closed;

  /**
   * @param speed how many simulated seconds of tasks, filters and time-outs pass in a second
   * @param onDemand null for timers that go by the clock
   */
  Loop(double speed, TimersOnDemand onDemand) {
    this.speed = speed;
    this.timers = onDemand == null ? new Timers.ByTheClock(vertx) : onDemand;
  }

  Vertx vertx() {
    return vertx;
  }

  /**
   * Runs the action on the loop and waits for its result; from the loop itself, or once it is
   * closed, at once.
   */
  <T> T call(Supplier<T> action) {
    if (closed) {
      return action.get();
    }
    if (Vertx.currentContext() != null && Vertx.currentContext().owner() == vertx) {
      return action.get();
    }
    CompletableFuture<T> result = new CompletableFuture<>();
    context.runOnContext(
        ignored -> {
          try {
            result.complete(action.get());
          } catch (RuntimeException e) {
            result.completeExceptionally(e);
          }
        });
    try {
      return result.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  void run(Runnable action) {
    call(
        () -> {
          action.run();
          return null;
        });
  }

  /** Runs the action once whatever waits for the loop has had its turn. */
  void later(Runnable action) {
    context.runOnContext(ignored -> action.run());
  }

  /** The timer's id, or -1 for a duration that never ends. */
  long after(Duration delay, Runnable action) {
    return delay.compareTo(FOREVER) >= 0 ? -1 : timers.once(Math.max(1, delay.toMillis()), action);
  }

  long every(Duration interval, Runnable action) {
    return timers.every(Math.max(1, interval.toMillis()), action);
  }

  void cancel(long timer) {
    timers.cancel(timer);
  }

  /** A duration named in seconds by a call or a command, in the cluster's time. */
  Duration simulated(double seconds) {
    double millis = seconds * 1000 / speed;
    return millis >= FOREVER.toMillis() ? FOREVER : Duration.ofMillis((long) Math.ceil(millis));
  }

  void close() {
    if (closed) {
      return;
    }
    vertx.close().toCompletionStage().toCompletableFuture().join();
    closed = true;
  }
}
