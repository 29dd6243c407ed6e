package io.mesosbridge.app;

import io.mesosbridge.core.Bridge;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import jakarta.inject.Singleton;

/**
 * Copies the tables for those who ask. However many ask, copying takes a twentieth of the event
 * loop at most, unless a copy takes more than 150 ms: requests that come meanwhile share the next
 * copy, which is never older than they.
 */
@Singleton
public class TableCopies {

  /** For so many times as long as a copy took none is made. */
  private static final int PAUSE = 19;

  /** Less than those wait who ask: a copy may have taken long for the collector of garbage only. */
  private static final long LONGEST_PAUSE_NANOS = 3_000_000_000L;

  private final Loop loop;
  private final Context context;

  // of the event loop
  private Promise<Tables> next;
  private long pausedUntilNanos = System.nanoTime();

  TableCopies(Loop loop, Context context) {
    this.loop = loop;
    this.context = context;
  }

  /** For how long none is made after one that took so long. */
  static long pauseNanos(long copyNanos) {
    return Math.min(PAUSE * copyNanos, LONGEST_PAUSE_NANOS);
  }

  /** Nobody can tell yet what there is. */
  public static final class UnreadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadException() {
      super("This instance has not read its tables from Kafka yet; ask again", null, false, false);
    }
  }

  /**
   * The tables as they are now, or soon; fails when the event loop is stuck, and with an {@link
   * UnreadException} before they are read.
   */
  public Uni<Tables> now() {
    return LoopAnswer.to(() -> loop.ask(this::shared).compose(shared -> shared));
  }

  private Future<Tables> shared(Bridge bridge) {
    if (next == null) {
      next = Promise.promise();
      long pauseMillis = (pausedUntilNanos - System.nanoTime()) / 1_000_000;
      if (pauseMillis > 0) {
        context.owner().setTimer(pauseMillis, fired -> loop.ask(this::copied));
      } else {
        loop.ask(this::copied);
      }
    }
    return next.future();
  }

  private Void copied(Bridge bridge) {
    long begun = System.nanoTime();
    Promise<Tables> asked = next;
    next = null;
    Future<Tables> copy =
        loop.hasTables()
            ? Future.succeededFuture(bridge).map(Tables::of)
            : Future.failedFuture(new UnreadException());
    long ended = System.nanoTime();
    pausedUntilNanos = ended + pauseNanos(ended - begun);
    asked.handle(copy);
    return null;
  }
}
