package io.mesosbridge.mesos;

import io.mesosbridge.core.Now;
import io.mesosbridge.core.mesos.Call;
import io.mesosbridge.core.mesos.Call.CallOutcome;
import io.mesosbridge.core.mesos.Happening;
import io.mesosbridge.core.mesos.Happening.Cause;
import io.mesosbridge.core.mesos.MesosVersion;
import io.mesosbridge.core.mesos.SubscribeCall;
import io.mesosbridge.core.mesos.Subscription;
import io.mesosbridge.core.mesos.SubscriptionState;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.impl.ContextInternal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A {@link Subscription} on real sockets, driven as the bridge's loop drives it. */
final class DrivenSubscription implements HttpTransport.Owner {

  private final ContextInternal context;
  private final SubscriptionMetrics metrics;
  private final HttpTransport transport;
  private final Subscription subscription;
  private final Recorder recorder;
  private final Map<Long, Promise<CallOutcome>> calls = new HashMap<>();
  private final List<RuntimeException> errors = new CopyOnWriteArrayList<>();
  private Supplier<byte[]> request;
  private long lastCall;
  private long timer = -1;

  DrivenSubscription(
      Context context,
      SubscriptionSettings settings,
      Masters masters,
      Recorder recorder,
      MeterRegistry registry) {
    this.context = (ContextInternal) context;
    this.recorder = recorder;
    this.metrics = new SubscriptionMetrics(registry);
    this.transport = new HttpTransport(context, settings, masters, metrics, this);
    this.subscription = new Subscription(settings.timing(), System.nanoTime(), transport);
  }

  /** What came to whoever handles errors. */
  List<RuntimeException> errors() {
    return errors;
  }

  void start(Supplier<byte[]> subscribe) {
    request = subscribe;
    input((core, now) -> core.start());
  }

  void resubscribe(Cause cause) {
    input((core, now) -> core.giveUp(cause, "a new subscription was requested", now));
  }

  void tornDown() {
    input((core, now) -> core.tornDown());
  }

  void stop() {
    input((core, now) -> core.stop());
  }

  SubscriptionState state() {
    return subscription.state();
  }

  Future<CallOutcome> send(Call call) {
    Promise<CallOutcome> outcome = Promise.promise();
    long number = ++lastCall;
    calls.put(number, outcome);
    metrics.callAccepted(number, call.type());
    input((core, now) -> core.send(number, call));
    return outcome.future();
  }

  @Override
  public SubscribeCall subscribeCall(MesosVersion version) {
    return new SubscribeCall(request.get(), List.of(), null);
  }

  @Override
  public void input(HttpTransport.Input input) {
    if (!context.inThread()) {
      throw new IllegalStateException("a subscription is used on its own context only");
    }
    try {
      SubscriptionState before = state();
      List<Happening> happened =
          input.feed(subscription, new Now(System.nanoTime(), System.currentTimeMillis()));
      if (state() != before) {
        recorder.onStateChanged(before, state());
      }
      happened.forEach(happening -> happening.tell(new Told()));
    } catch (RuntimeException error) {
      errors.add(error);
    }
    arm();
  }

  private void arm() {
    context.owner().cancelTimer(timer);
    long due = subscription.deadline();
    if (due != Long.MAX_VALUE) {
      long millis = TimeUnit.NANOSECONDS.toMillis(due - System.nanoTime()) + 1;
      timer = context.owner().setTimer(Math.max(1, millis), id -> input(Subscription::tick));
    }
  }

  private final class Told implements Happening.Owner {
    @Override
    public void received(Happening.Received happening) {
      recorder.onRecord(happening.record());
    }

    @Override
    public void subscribed(Happening.Subscribed happening) {
      transport.led(happening.state().master());
      recorder.onSubscribed(happening.state());
    }

    @Override
    public void ended(Happening.Ended happening) {
      if (happening.delay() != null) {
        metrics.reconnect(happening.cause());
      }
      recorder.onEnded(happening);
    }

    @Override
    public void concluded(Happening.Concluded happening) {
      metrics.callCompleted(happening.number(), happening.outcome());
      calls.remove(happening.number()).complete(happening.outcome());
    }
  }
}
