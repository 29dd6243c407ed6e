package io.mesosbridge.testkit;

import io.mesosbridge.kafka.Writer;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The one thread that a writer is used on; what is to happen later does when the test says so. */
public final class WriterLoop implements Writer.Host, AutoCloseable {

  private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
  private final Queue<Runnable> later = new ConcurrentLinkedQueue<>();
  private final boolean waits;
  private volatile boolean mayWrite = true;

  private WriterLoop(boolean waits) {
    this.waits = waits;
  }

  /** With a clock. */
  public static WriterLoop ticking() {
    return new WriterLoop(false);
  }

  /** Without a clock. */
  public static WriterLoop waiting() {
    return new WriterLoop(true);
  }

  @Override
  public void onContext(Runnable task) {
    loop.execute(task);
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // the task's failures are the loop's to show
  public void later(Duration delay, Runnable task) {
    if (waits) {
      later.add(task);
    } else {
      loop.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public boolean mayWrite() {
    return mayWrite;
  }

  /** From here on, nothing may be written. */
  public void forbid() {
    mayWrite = false;
  }

  /** How much is to happen later. */
  public int laterTasks() {
    return later.size();
  }

  /** What is to happen later happens now. */
  public void pass() {
    for (int tasks = ask(later::size); tasks > 0; tasks--) {
      run(later.remove());
    }
  }

  /** Runs code on the thread. */
  public void run(Runnable code) {
    CompletableFuture.runAsync(code, loop).join();
  }

  /** Asks on the thread. */
  public <T> T ask(Supplier<T> code) {
    return CompletableFuture.supplyAsync(code, loop).join();
  }

  @Override
  public void close() {
    loop.shutdownNow();
  }
}
