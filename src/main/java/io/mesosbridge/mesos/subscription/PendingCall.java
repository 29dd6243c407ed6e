package io.mesosbridge.mesos.subscription;

import io.mesosbridge.core.mesos.Call;
import io.mesosbridge.core.mesos.CallOutcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/** A call without an outcome yet. */
final class PendingCall {

  private final Call call;
  private final SubscriptionMetrics metrics;
  private final Promise<CallOutcome> outcome = Promise.promise();
  private final long acceptedAtNanos = System.nanoTime();
  private long sentAtNanos;

  PendingCall(Call call, SubscriptionMetrics metrics) {
    this.call = call;
    this.metrics = metrics;
    metrics.callAccepted();
  }

  Call call() {
    return call;
  }

  Future<CallOutcome> outcome() {
    return outcome.future();
  }

  /** Its bytes are on their way. */
  void sent() {
    sentAtNanos = System.nanoTime();
  }

  long sentAtNanos() {
    return sentAtNanos;
  }

  void complete(CallOutcome result) {
    if (outcome.tryComplete(result)) {
      metrics.callCompleted(call.type(), result, System.nanoTime() - acceptedAtNanos);
    }
  }
}
