package io.mesosbridge.app;

import io.mesosbridge.testkit.Configs;
import io.mesosbridge.testkit.JsonTree;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A bridge whose event loop answers nothing before it is closed. */
public final class StuckLoop implements AutoCloseable {

  public final Loop loop;
  public final TableCopies copies;
  private final Vertx vertx = Vertx.vertx();
  private final CountDownLatch goesOn = new CountDownLatch(1);

  public StuckLoop() {
    Context context = ((VertxInternal) vertx).createEventLoopContext();
    loop =
        new Loop(
            new Services(
                "here",
                context,
                Configs.of(Map.of()),
                null,
                null,
                null,
                null,
                JsonTree.read("{}"),
                null,
                null,
                null,
                null,
                Optional.empty()));
    copies = new TableCopies(loop, context);
    context.runOnContext(
        stuck -> {
          try {
            goesOn.await();
          } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
          }
        });
  }

  @Override
  public void close() {
    goesOn.countDown();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
