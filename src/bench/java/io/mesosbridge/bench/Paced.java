package io.mesosbridge.bench;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SynchronizedHistogram;

/**
 * Things that are begun at times fixed beforehand, and how long after those times something came of
 * them: what is late makes all that waits behind it late too, and counts as that.
 */
final class Paced {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final int count;
  private final double nanosBetween;
  private final SynchronizedHistogram micros = new SynchronizedHistogram(3);
  private final CountDownLatch outstanding;
  private volatile long start;

  /** So many a second, for that time. */
  Paced(int perSecond, Duration during) {
    count = (int) (perSecond * during.toMillis() / 1000);
    nanosBetween = 1e9 / perSecond;
    outstanding = new CountDownLatch(count);
  }

  /**
   * Begins each when it is due, or as soon as may be after that.
   *
   * @return the latencies in microseconds
   * @throws IllegalStateException when of some nothing came
   */
  Histogram run(IntConsumer begin) {
    start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      for (long left = due(i) - System.nanoTime(); left > 0; left = due(i) - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      begin.accept(i);
    }
    try {
      if (!outstanding.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            "of %d of %d nothing came".formatted(outstanding.getCount(), count));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return micros;
  }

  /** Something came of that one, now. */
  void arrived(int number) {
    if (number >= 0 && number < count) {
      micros.recordValue(Math.max(0, (System.nanoTime() - due(number)) / 1_000));
      outstanding.countDown();
    }
  }

  private long due(int number) {
    return start + (long) (number * nanosBetween);
  }
}
