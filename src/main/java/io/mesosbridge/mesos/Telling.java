package io.mesosbridge.mesos;

import io.mesosbridge.core.mesos.Call;
import io.mesosbridge.core.mesos.CallOutcome;
import io.mesosbridge.core.mesos.Happening;
import io.mesosbridge.core.mesos.SubscriptionState;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/** Tells listener, log and metrics what happened to a subscription and to its calls. */
final class Telling implements Happening.Owner {

  private static final Logger LOG = Logger.getLogger(Telling.class);

  private final Masters masters;
  private final SubscriptionListener listener;
  private final SubscriptionMetrics metrics;
  private final Map<Long, Sent> calls = new HashMap<>();

  Telling(Masters masters, SubscriptionListener listener, SubscriptionMetrics metrics) {
    this.masters = masters;
    this.listener = listener;
    this.metrics = metrics;
  }

  /** This call is about to be sent; completes when it has its outcome. */
  Future<CallOutcome> sending(long number, Call call) {
    Sent sent = new Sent(call.type(), System.nanoTime(), Promise.promise());
    calls.put(number, sent);
    metrics.callAccepted();
    return sent.outcome().future();
  }

  @Override
  public void received(Happening.Received happening) {
    listener.onRecord(happening.record());
  }

  @Override
  public void subscribed(Happening.Subscribed happening) {
    SubscriptionState.Subscribed state = happening.state();
    LOG.infof(
        "Subscribed framework %s at %s, stream %s",
        state.frameworkId(), state.master(), state.streamId());
    masters.led(state.master());
    listener.onSubscribed(state, happening.event());
  }

  @Override
  public void disconnected(Happening.Disconnected happening) {
    LOG.warnf(
        "%s at %s ended, %s: %s; next attempt in %d ms",
        happening.from().label(),
        happening.from().master(),
        happening.cause().label(),
        happening.why(),
        happening.delay().toMillis());
    metrics.reconnect(happening.cause());
    ended(happening);
  }

  @Override
  public void left(Happening.Left happening) {
    ended(happening);
  }

  @Override
  public void removed(Happening.Removed happening) {
    logRefusal(happening.from(), happening.why());
    ended(happening);
    listener.onRemoved(happening.why());
  }

  @Override
  public void failedOver(Happening.FailedOver happening) {
    LOG.warn("Another instance has taken the framework over");
    ended(happening);
    listener.onFailedOver();
  }

  @Override
  public void refused(Happening.Refused happening) {
    logRefusal(happening.from(), happening.why());
    ended(happening);
    listener.onRefused(happening.why());
  }

  @Override
  public void concluded(Happening.Concluded happening) {
    Sent sent = calls.remove(happening.number());
    long nanos = System.nanoTime() - sent.atNanos();
    metrics.callCompleted(sent.type(), happening.outcome(), nanos);
    sent.outcome().complete(happening.outcome());
  }

  private void logRefusal(SubscriptionState.Attached from, String why) {
    LOG.errorf("%s at %s refused: %s", from.label(), from.master(), why);
  }

  private void ended(Happening.Ended happening) {
    if (happening.stood()) {
      listener.onDisconnected(happening.cause(), happening.why());
    }
  }

  /** A call without an outcome yet. */
  private record Sent(String type, long atNanos, Promise<CallOutcome> outcome) {}
}
