package io.mesosbridge.mesos.subscription;

import io.mesosbridge.core.mesos.Call;
import io.mesosbridge.core.mesos.CallOutcome;
import io.vertx.core.Future;

/** Sends calls in the order in which they are given, under the current subscription. */
@FunctionalInterface
public interface CallSender {

  /** Sends a call; the future never fails, its outcome says what happened. */
  Future<CallOutcome> send(Call call);
}
