package io.mesosbridge.app;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The one event loop that all of the bridge's state lives on, so that nothing is ever locked. */
final class BridgeContext {

  BridgeContext() {}

  @Produces
  @Singleton
  static Context context(Vertx vertx) {
    return ((VertxInternal) vertx).createEventLoopContext();
  }
}
