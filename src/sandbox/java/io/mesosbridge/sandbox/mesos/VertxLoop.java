package io.mesosbridge.sandbox.mesos;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** A loop that is a thread of Vert.x, so that HTTP can be served on it. */
final class VertxLoop implements SimLoop {

  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
  private final Context context = vertx.getOrCreateContext();
  private final VirtualLoop time;
  private volatile boolean closed;

  /**
   * @param time has timers that are due on demand; null for timers that go by the clock
   */
  VertxLoop(VirtualLoop time) {
    this.time = time;
  }

  Vertx vertx() {
    return vertx;
  }

  @Override
  public <T> T call(Supplier<T> action) {
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

  @Override
  public void later(Runnable action) {
    context.runOnContext(ignored -> action.run());
  }

  @Override
  public long after(Duration delay, Runnable action) {
    if (time != null) {
      return time.after(delay, action);
    }
    return delay.compareTo(FOREVER) >= 0
        ? -1
        : vertx.setTimer(Math.max(1, delay.toMillis()), id -> action.run());
  }

  @Override
  public long every(Duration interval, Runnable action) {
    return time == null
        ? vertx.setPeriodic(Math.max(1, interval.toMillis()), id -> action.run())
        : time.every(interval, action);
  }

  @Override
  public void cancel(long timer) {
    if (time == null) {
      vertx.cancelTimer(timer);
    } else {
      time.cancel(timer);
    }
  }

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public RandomGenerator random() {
    return ThreadLocalRandom.current();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    vertx.close().toCompletionStage().toCompletableFuture().join();
    closed = true;
  }
}
