package io.mesosbridge.app;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Supplier;

/** What the bridge's event loop says at once, unless it is stuck: nobody waits for it for long. */
public final class LoopAnswer {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private LoopAnswer() {}

  /**
   * Asks the event loop, anew for each who subscribes. Fails with Mutiny's {@code TimeoutException}
   * when there is no answer in time.
   */
  public static <T> Uni<T> to(Supplier<Future<T>> question) {
    return Uni.createFrom()
        .completionStage(() -> question.get().toCompletionStage())
        .ifNoItem()
        .after(PATIENCE)
        .fail();
  }
}
