package io.mesosbridge.mesos.subscription;

import io.vertx.core.buffer.Buffer;

/** Gives the SUBSCRIBE call; asked anew at each attempt, since the framework may have changed. */
@FunctionalInterface
public interface SubscribeRequest {

  /** The whole call in JSON. */
  Buffer body();
}
