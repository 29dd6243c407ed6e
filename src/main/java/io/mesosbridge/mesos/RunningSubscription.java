package io.mesosbridge.mesos;

import io.mesosbridge.core.Now;
import io.mesosbridge.core.mesos.Call;
import io.mesosbridge.core.mesos.CallOutcome;
import io.mesosbridge.core.mesos.Cause;
import io.mesosbridge.core.mesos.EventRecord;
import io.mesosbridge.core.mesos.Happening;
import io.mesosbridge.core.mesos.Subscription;
import io.mesosbridge.core.mesos.SubscriptionState;
import io.mesosbridge.core.mesos.Wire;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * A {@link Subscription} with sockets and a clock: tells it what comes of its wishes and what time
 * it is, and its listener what follows. All methods must be called, and all callbacks come, on one
 * event-loop context.
 */
public final class RunningSubscription {

  /** Gives the SUBSCRIBE call; asked anew at each attempt, since the framework may have changed. */
  @FunctionalInterface
  public interface SubscribeRequest {

    /** The whole call in JSON. */
    byte[] body();
  }

  private static final Logger LOG = Logger.getLogger(RunningSubscription.class);
  private static final long NEVER = Long.MAX_VALUE;

  private final ContextInternal context;
  private final Vertx vertx;
  private final Masters masters;
  private final SubscriptionListener listener;
  private final HttpTransport transport;
  private final Telling telling;
  private final Subscription core;

  private SubscribeRequest request;
  private long lastCall;
  private long timer = -1;
  private long timerAtNanos = NEVER;

  /** In STANDBY, on this event-loop context. */
  public RunningSubscription(
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
    this.masters = masters;
    this.listener = listener;
    SubscriptionMetrics metrics = new SubscriptionMetrics(registry);
    this.telling = new Telling(masters, listener, metrics);
    this.transport = new HttpTransport(context, settings, metrics, new Heard());
    long seed = ThreadLocalRandom.current().nextLong();
    this.core = new Subscription(settings.timing(), seed, new Wishes());
    masters.onLeaderChange(leader -> input(now -> core.leaderChanged(leader, now)));
  }

  /**
   * Begins to strive for a subscription.
   *
   * @param subscribe gives the call at each attempt
   * @throws IllegalStateException if that has begun already
   */
  public void start(SubscribeRequest subscribe) {
    requireContext();
    input(
        now -> {
          List<Happening> happened = core.start();
          request = subscribe;
          return happened;
        });
  }

  /** Gives the subscription up, if there is one or one is under way, and makes a new one. */
  public void resubscribe(Cause cause) {
    requireContext();
    input(now -> core.giveUp(cause, "a new subscription was requested", now));
  }

  /** It cannot be used, and no other could: STOPPED for an operator. */
  public void giveUp(String why) {
    requireContext();
    input(now -> core.giveUp(Cause.REFUSED, why, now));
  }

  /** The framework was torn down: waits for the answers to what was sent, and ends. */
  public void tornDown() {
    requireContext();
    input(now -> core.tornDown());
  }

  /** Stands by: all connections are closed at once. */
  public void stop() {
    requireContext();
    input(now -> core.stop());
  }

  /** Where the subscription stands. */
  public SubscriptionState state() {
    return core.state();
  }

  /**
   * Sends a call after all that were sent before it, and completes in that order. A future that
   * never fails: what went wrong is told by the outcome.
   */
  public Future<CallOutcome> send(Call call) {
    requireContext();
    long number = ++lastCall;
    Future<CallOutcome> outcome = telling.sending(number, call);
    input(now -> core.send(number, call));
    return outcome;
  }

  private void input(Function<Now, List<Happening>> input) {
    SubscriptionState before = core.state();
    List<Happening> happened = input.apply(now());
    SubscriptionState after = core.state();
    arm();
    if (after != before) {
      listener.onStateChanged(before, after);
    }
    happened.forEach(happening -> happening.tell(telling));
  }

  private static Now now() {
    return new Now(System.nanoTime(), System.currentTimeMillis());
  }

  /** One timer for all; one that comes too early asks anew. */
  private void arm() {
    long due = core.deadline();
    if (due == NEVER || due < timerAtNanos) {
      vertx.cancelTimer(timer);
      timerAtNanos = due;
      if (due != NEVER) {
        long millis = TimeUnit.NANOSECONDS.toMillis(due - System.nanoTime()) + 1;
        timer = vertx.setTimer(Math.max(1, millis), id -> onTimer());
      }
    }
  }

  private void onTimer() {
    timerAtNanos = NEVER;
    input(core::tick);
  }

  private void requireContext() {
    if (!context.inThread()) {
      throw new IllegalStateException("a subscription is used on its own context only");
    }
  }

  /** Carries out what the subscription wants. */
  private final class Wishes implements Wire {
    @Override
    public void locate(long attempt) {
      context.runOnContext(
          start ->
              masters
                  .locate()
                  .onSuccess(master -> input(now -> core.located(attempt, master, now))));
    }

    @Override
    public void open(long attempt, URI master) {
      transport.open(attempt, master, request.body());
    }

    @Override
    public void close(long attempt) {
      transport.close(attempt);
    }

    @Override
    public void call(long attempt, long number, Call call) {
      transport.call(attempt, number, call);
    }

    @Override
    public void dropCalls(long attempt) {
      transport.dropCalls(attempt);
    }
  }

  /** Tells the subscription what comes of that. */
  private final class Heard implements HttpTransport.Inputs {
    @Override
    public void opened(long attempt, String streamId) {
      input(now -> core.opened(attempt, streamId, now));
    }

    @Override
    public void heard(long attempt) {
      core.heard(attempt, now());
    }

    /** A listener that fails on one record must not cost the records behind it. */
    @Override
    public void received(long attempt, EventRecord record) {
      try {
        input(now -> core.record(attempt, record, now));
      } catch (RuntimeException e) {
        LOG.errorf(
            e,
            "Record %d of stream %s, %s, could not be handled",
            record.sequence(),
            record.streamId(),
            record.event().type());
      }
    }

    @Override
    public void refused(long attempt, int status, String text, String location) {
      input(now -> core.refused(attempt, status, text, location, now));
    }

    @Override
    public void ended(long attempt, Cause cause, String why) {
      input(now -> core.ended(attempt, cause, why, now));
    }

    @Override
    public void callSent(long attempt, long number) {
      core.callSent(attempt, number, now());
      arm();
    }

    @Override
    public void callAnswered(long attempt, long number, int status, String text) {
      input(now -> core.callAnswered(attempt, number, status, text, now));
    }

    @Override
    public void callsLost(long attempt, String why) {
      input(now -> core.callsLost(attempt, why, now));
    }
  }
}
