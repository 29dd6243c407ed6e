package io.mesosbridge.mesos.subscription;

/** Gives the SUBSCRIBE call; asked anew at each attempt, since the framework may have changed. */
@FunctionalInterface
public interface SubscribeRequest {

  /** The whole call in JSON. */
  byte[] body();
}
