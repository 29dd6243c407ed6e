package io.mesosbridge.mesos.subscription;

import io.mesosbridge.core.mesos.Call;
import io.mesosbridge.core.mesos.CallOutcome;
import io.mesosbridge.core.mesos.Event;
import io.mesosbridge.core.mesos.EventReader;
import io.mesosbridge.core.mesos.EventRecord;
import io.mesosbridge.mesos.master.Masters;
import io.mesosbridge.mesos.master.SchedulerEndpoint;
import io.mesosbridge.mesos.subscription.SubscriptionState.Attached;
import io.mesosbridge.mesos.subscription.SubscriptionState.BackingOff;
import io.mesosbridge.mesos.subscription.SubscriptionState.Idle;
import io.mesosbridge.mesos.subscription.SubscriptionState.Locating;
import io.mesosbridge.mesos.subscription.SubscriptionState.Standby;
import io.mesosbridge.mesos.subscription.SubscriptionState.Subscribed;
import io.mesosbridge.mesos.subscription.SubscriptionState.Subscribing;
import io.mesosbridge.mesos.subscription.SubscriptionState.TornDown;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.impl.ContextInternal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.jboss.logging.Logger;

/**
 * The subscription of one framework: strives for it from {@link #start} on, renews it whenever it
 * is lost, and sends the calls that belong to it. All methods must be called, and all callbacks
 * come, on one event-loop context.
 */
public final class Subscription {

  private static final Logger LOG = Logger.getLogger(Subscription.class);
  private static final int MAX_REDIRECTS = 5;

  private final ContextInternal context;
  private final Vertx vertx;
  private final SubscriptionSettings settings;
  private final Masters masters;
  private final SubscriptionListener listener;
  private final SubscriptionMetrics metrics;
  private final BackOff backOff;
  private final CurrentState state;
  private final EventReader events = new EventReader();

  private SubscribeRequest request;
  private StreamConnection stream;
  private CallConnection calls;
  private long subscribedAtNanos;

  /** In STANDBY, on this event-loop context. */
  public Subscription(
      Context context,
      SubscriptionSettings settings,
      Masters masters,
      SubscriptionListener listener,
      MeterRegistry registry) {
    if (!context.isEventLoopContext()) {
      throw new IllegalArgumentException("a subscription needs an event-loop context");
    }
    this.context = (ContextInternal) context;
    this.vertx = context.owner();
    this.settings = settings;
    this.masters = masters;
    this.listener = listener;
    this.state = new CurrentState(vertx, listener, this::retry);
    this.metrics = new SubscriptionMetrics(registry);
    this.backOff = new BackOff(settings.timing(), new Random());
    masters.onLeaderChange(this::onLeaderChange);
  }

  /**
   * Begins to strive for a subscription.
   *
   * @param subscribe gives the call at each attempt
   * @throws IllegalStateException if that has begun already
   */
  public void start(SubscribeRequest subscribe) {
    requireContext();
    if (!(state.get() instanceof Idle idle)) {
      throw new IllegalStateException("cannot start a subscription that is " + state.get().label());
    }
    request = subscribe;
    backOff.reset();
    state.enter(idle.start());
    locate();
  }

  /** Gives the subscription up, if there is one or one is under way, and makes a new one. */
  public void resubscribe(Cause cause) {
    requireContext();
    if (state.get() instanceof Attached) {
      giveUp(cause, "a new subscription was requested");
    }
  }

  /** The framework was torn down: waits for the answers to what was sent, and ends. */
  public void tornDown() {
    requireContext();
    if (!(state.get() instanceof TornDown)) {
      leave(state.get().tornDown(), Cause.TORN_DOWN, "the framework was torn down");
    }
  }

  /** Stands by: all connections are closed at once. */
  public void stop() {
    requireContext();
    if (!(state.get() instanceof Standby)) {
      CallConnection open = calls;
      leave(state.get().standDown(), Cause.STOOD_DOWN, "this instance stands by");
      if (open != null) {
        open.close();
      }
    }
  }

  /** Where the subscription stands. */
  public SubscriptionState state() {
    return state.get();
  }

  /**
   * Sends a call after all that were sent before it, and completes in that order. A future that
   * never fails: what went wrong is told by the outcome.
   */
  public Future<CallOutcome> send(Call call) {
    requireContext();
    return calls != null
        ? calls.send(call)
        : Future.succeededFuture(
            new CallOutcome.Unsubscribed(0, "there is no subscription: " + state.get().label()));
  }

  private void locate() {
    long here = state.changes();
    masters
        .locate()
        .onSuccess(
            master -> {
              if (here == state.changes() && state.get() instanceof Locating locating) {
                state.enter(locating.located(master));
                subscribe();
              }
            });
  }

  private void subscribe() {
    if (state.get() instanceof Subscribing subscribing) {
      RecordReader reader = new RecordReader(events, metrics);
      stream = new StreamConnection(vertx, settings, reader, this::onRecord, this::onEnd);
      stream.open(subscribing.master(), Buffer.buffer(request.body()));
    }
  }

  private void onRecord(EventRecord record) {
    StreamConnection current = stream;
    if (record.event() instanceof Event.Subscribed event
        && state.get() instanceof Subscribing subscribing) {
      onSubscribed(subscribing.subscribed(record.streamId(), event, Instant.now()), event);
    }
    if (stream == current) {
      listener.onRecord(record);
    }
    if (stream == current && record.event() instanceof Event.SubscriptionError error) {
      onError(error.message());
    }
  }

  private void onSubscribed(Subscribed subscribed, Event.Subscribed event) {
    LOG.infof(
        "Subscribed framework %s at %s, stream %s",
        subscribed.frameworkId(), subscribed.master(), subscribed.streamId());
    masters.led(subscribed.master());
    stream.subscribed(subscribed.heartbeatInterval());
    calls = new CallConnection(vertx, settings, subscribed, metrics, this::onCallsLost);
    subscribedAtNanos = System.nanoTime();
    state.enter(subscribed);
    listener.onSubscribed(subscribed, event);
  }

  private void onError(String message) {
    switch (ErrorMeaning.of(message, state.get() instanceof Subscribed)) {
      case FAILED_OVER -> {
        LOG.warn("Another instance has taken the framework over");
        leave(state.get().standDown(), Cause.FAILED_OVER, message);
        listener.onFailedOver();
      }
      case REMOVED -> refused(Cause.REMOVED, message);
      case REFUSED -> refused(Cause.REFUSED, message);
      case TEMPORARY -> giveUp(Cause.ERROR_EVENT, message);
    }
  }

  private void onEnd(StreamEnd end) {
    if (end instanceof StreamEnd.Lost lost) {
      giveUp(lost.cause(), lost.why());
    } else if (end instanceof StreamEnd.Refused refused) {
      refused(Cause.REFUSED, refused.text());
    } else if (end instanceof StreamEnd.Redirected redirected
        && state.get() instanceof Subscribing subscribing) {
      follow(subscribing, redirected.location());
    }
  }

  private void follow(Subscribing subscribing, String location) {
    try {
      URI to = SchedulerEndpoint.redirected(subscribing.master(), location);
      if (subscribing.redirects() >= MAX_REDIRECTS) {
        giveUp(Cause.REDIRECT, "more than " + MAX_REDIRECTS + " redirects, the last to " + to);
      } else {
        state.enter(subscribing.redirected(to));
        subscribe();
      }
    } catch (IllegalArgumentException e) {
      giveUp(Cause.REDIRECT, e.getMessage());
    }
  }

  private void onCallsLost(Cause cause, String why) {
    if (cause == Cause.REMOVED) {
      refused(cause, why);
    } else {
      giveUp(cause, why);
    }
  }

  private void onLeaderChange(URI leader) {
    if (state.get() instanceof Attached attached
        && !attached.master().getAuthority().equals(leader.getAuthority())) {
      giveUp(Cause.LEADER_CHANGED, leader.getAuthority() + " leads now");
    } else if (state.get() instanceof BackingOff backingOff) {
      retry(backingOff);
    }
  }

  private void refused(Cause cause, String text) {
    if (state.get() instanceof Attached attached) {
      LOG.errorf("%s at %s refused: %s", attached.label(), attached.master(), text);
      leave(attached.refused(cause, text), cause, text);
      if (cause == Cause.REMOVED) {
        listener.onRemoved(text);
      } else {
        listener.onRefused(text);
      }
    }
  }

  private void giveUp(Cause cause, String why) {
    if (state.get() instanceof Attached attached) {
      if (state.get() instanceof Subscribed subscribed
          && System.nanoTime() - subscribedAtNanos > subscribed.heartbeatInterval().toNanos()) {
        backOff.reset();
      }
      Duration delay = backOff.next();
      LOG.warnf(
          "%s at %s ended, %s: %s; next attempt in %d ms",
          attached.label(), attached.master(), cause.label(), why, delay.toMillis());
      metrics.reconnect(cause);
      leave(attached.failed(cause, why, delay), cause, why);
    }
  }

  private void leave(SubscriptionState next, Cause cause, String why) {
    boolean wasSubscribed = state.get() instanceof Subscribed;
    CallConnection ended = calls;
    calls = null;
    if (stream != null) {
      stream.close();
      stream = null;
    }
    state.enter(next);
    if (wasSubscribed) {
      listener.onDisconnected(cause, why);
    }
    if (ended != null) {
      ended.drain();
    }
  }

  private void retry(BackingOff backingOff) {
    state.enter(backingOff.retry());
    locate();
  }

  private void requireContext() {
    if (!context.inThread()) {
      throw new IllegalStateException("a subscription is used on its own context only");
    }
  }
}
