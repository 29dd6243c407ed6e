package io.mesosbridge.mesos.subscription;

import io.mesosbridge.mesos.subscription.SubscriptionState.BackingOff;
import io.mesosbridge.mesos.subscription.SubscriptionState.Standby;
import io.vertx.core.Vertx;
import java.util.function.Consumer;

/** Where the subscription stands: tells of each change, and when a back-off is over. */
final class CurrentState {

  private final Vertx vertx;
  private final SubscriptionListener listener;
  private final Consumer<BackingOff> onRetry;
  private SubscriptionState state = new Standby();
  private long changes;
  private long timer = -1;

  CurrentState(Vertx vertx, SubscriptionListener listener, Consumer<BackingOff> onRetry) {
    this.vertx = vertx;
    this.listener = listener;
    this.onRetry = onRetry;
  }

  SubscriptionState get() {
    return state;
  }

  /** How often it has changed; whoever waits for something can tell that it came too late. */
  long changes() {
    return changes;
  }

  void enter(SubscriptionState next) {
    SubscriptionState from = state;
    state = next;
    changes++;
    vertx.cancelTimer(timer);
    if (next instanceof BackingOff backingOff) {
      timer = vertx.setTimer(backingOff.delay().toMillis(), id -> onRetry.accept(backingOff));
    }
    listener.onStateChanged(from, next);
  }
}
