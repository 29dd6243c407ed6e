package io.mesosbridge.kafka;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;

/**
 * How large the batches of producers may be. A topic that takes fewer bytes at once refuses a batch
 * though it would take each of its records; the producer then splits it into batches of the size
 * that it is set to, which may be the same one, and tries that for ever without telling anybody.
 */
final class BatchSize {

  /** Less is not worth it: then each record goes alone. */
  private static final int LEAST = 512;

  private static final int STEP = 16;

  private final int usual;
  private final AtomicInteger most = new AtomicInteger(Integer.MAX_VALUE);

  /** That size, where none is configured and no topic takes less. */
  BatchSize(int usual) {
    this.usual = usual;
  }

  /** The size to be set where so much was configured. */
  int of(int configured) {
    return Math.min(configured, most.get());
  }

  /** The size to be set where none was configured. */
  int usual() {
    return of(usual);
  }

  /** A topic takes so many bytes at once. */
  void atMost(long bytes) {
    most.accumulateAndGet((int) Math.min(Integer.MAX_VALUE, bytes), Math::min);
  }

  private int shrunk(int now) {
    int less = Math.min(usual, now) / STEP;
    return less < LEAST ? 0 : less;
  }

  /** Makes such producers, of this size each. */
  Producers producers(Supplier<Producer<byte[], byte[]>> each) {
    return new Producers() {
      @Override
      public Producer<byte[], byte[]> get() {
        return each.get();
      }

      @Override
      public void shrinkBatches() {
        most.updateAndGet(BatchSize.this::shrunk);
      }
    };
  }
}
