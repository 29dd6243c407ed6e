package io.mesosbridge.kafka;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Hands items to another thread in order; one that its receiver fails on does not stop the rest.
 * Many items cost one wake-up, which is what makes a hop between event loop and producer cheap
 * enough to do twice per record.
 */
final class Handoff<T> {

  private final Queue<T> items = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final Executor executor;
  private final Consumer<T> receiver;

  Handoff(Executor executor, Consumer<T> receiver) {
    this.executor = executor;
    this.receiver = receiver;
  }

  void offer(T item) {
    items.add(item);
    schedule();
  }

  private void schedule() {
    if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
      executor.execute(this::drain);
    }
  }

  private void drain() {
    scheduled.set(false);
    try {
      for (T item = items.poll(); item != null; item = items.poll()) {
        receiver.accept(item);
      }
    } finally {
      if (!items.isEmpty()) {
        schedule();
      }
    }
  }
}
