package io.mesosbridge.mesos;

import static org.awaitility.Awaitility.await;

import io.mesosbridge.core.mesos.Call;
import io.mesosbridge.core.mesos.Call.CallOutcome;
import io.mesosbridge.core.mesos.Happening.Cause;
import io.mesosbridge.core.mesos.Timing;
import io.mesosbridge.mesos.Masters.MasterList;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/** A subscription that tries again soon, on a context of its own, driven from a test's thread. */
final class SubscriptionFixture implements AutoCloseable {

  /** Quick, but for what a busy machine could make happen by accident. */
  static final Timing QUICK =
      new Timing(
          Duration.ofSeconds(15),
          5,
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofMillis(5),
          Duration.ofMillis(40));

  static final SubscriptionSettings SETTINGS = settings(QUICK);

  /** Gives a silent master up soon. */
  static final SubscriptionSettings IMPATIENT =
      settings(
          new Timing(
              Duration.ofMillis(200),
              5,
              Duration.ofMillis(200),
              QUICK.connectTimeout(),
              Duration.ofSeconds(1),
              QUICK.firstBackOff(),
              QUICK.lastBackOff()));

  /** Soon asks no longer for a version, but only once the question is sure to be sent. */
  static final SubscriptionSettings INCURIOUS =
      settings(
          new Timing(
              QUICK.heartbeatInterval(),
              QUICK.missedHeartbeats(),
              Duration.ofSeconds(2),
              QUICK.connectTimeout(),
              QUICK.callTimeout(),
              QUICK.firstBackOff(),
              QUICK.lastBackOff()));

  /** Gives up a master that announced an interval and is silent for one. */
  static final SubscriptionSettings KEEN =
      settings(
          new Timing(
              QUICK.heartbeatInterval(),
              1,
              QUICK.versionTimeout(),
              QUICK.connectTimeout(),
              QUICK.callTimeout(),
              QUICK.firstBackOff(),
              QUICK.lastBackOff()));

  /** Waits long before it subscribes again. */
  static final SubscriptionSettings RETURNING_LATE =
      settings(
          new Timing(
              QUICK.heartbeatInterval(),
              QUICK.missedHeartbeats(),
              QUICK.versionTimeout(),
              QUICK.connectTimeout(),
              QUICK.callTimeout(),
              Duration.ofHours(1),
              Duration.ofHours(1)));

  private static SubscriptionSettings settings(Timing timing) {
    return new SubscriptionSettings(
        32 << 20, Credentials.fixed(Optional.empty()), UnaryOperator.identity(), timing);
  }

  final Vertx vertx;
  final SimpleMeterRegistry registry;
  final DrivenSubscription subscription;
  private final List<Throwable> uncaught = new CopyOnWriteArrayList<>();
  private final Context context;
  private final Masters masters;

  SubscriptionFixture(Vertx vertx, Recorder listener, URI... masters) {
    this(vertx, SETTINGS, new MasterList(List.of(masters)), listener);
  }

  SubscriptionFixture(
      Vertx vertx, SimpleMeterRegistry registry, Recorder listener, URI... masters) {
    this(
        vertx,
        vertx.getOrCreateContext(),
        SETTINGS,
        new MasterList(List.of(masters)),
        listener,
        registry);
  }

  SubscriptionFixture(
      Vertx vertx, SubscriptionSettings settings, Masters masters, Recorder listener) {
    this(vertx, vertx.getOrCreateContext(), settings, masters, listener);
  }

  SubscriptionFixture(
      Vertx vertx,
      Context context,
      SubscriptionSettings settings,
      Masters masters,
      Recorder listener) {
    this(vertx, context, settings, masters, listener, new SimpleMeterRegistry());
  }

  private SubscriptionFixture(
      Vertx vertx,
      Context context,
      SubscriptionSettings settings,
      Masters masters,
      Recorder listener,
      SimpleMeterRegistry registry) {
    this.registry = registry;
    this.vertx = vertx;
    this.context = context;
    this.masters = masters;
    this.subscription = new DrivenSubscription(context, settings, masters, listener, registry);
  }

  SubscriptionFixture start() {
    run(this::subscribe);
    return this;
  }

  /** To be called on the context. */
  void subscribe() {
    subscription.start(() -> "{\"type\":\"SUBSCRIBE\"}".getBytes(StandardCharsets.UTF_8));
  }

  SubscriptionFixture startAndAwaitSubscribed() {
    start();
    awaitState("SUBSCRIBED");
    return this;
  }

  void stop() {
    run(subscription::stop);
  }

  Future<CallOutcome> send(String type) {
    return on(() -> sendHere(type));
  }

  /** To be called on the context. */
  Future<CallOutcome> sendHere(String type) {
    return subscription.send(
        new Call(type, ("{\"type\":\"" + type + "\"}").getBytes(StandardCharsets.UTF_8)));
  }

  CallOutcome sendAndAwait(String type) {
    return outcome(send(type));
  }

  static CallOutcome outcome(Future<CallOutcome> call) {
    return call.toCompletionStage().toCompletableFuture().join();
  }

  void awaitState(String label) {
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> on(subscription::state).label().equals(label));
  }

  double reconnects(Cause cause) {
    return registry.get("bridge.reconnects").tag("cause", cause.label()).counter().count();
  }

  /** Notes exceptions that nobody caught on the context. */
  void failOnUncaught() {
    context.exceptionHandler(uncaught::add);
  }

  List<Throwable> uncaught() {
    return uncaught;
  }

  /** An event loop looks at its sockets before it runs the second of two tasks. */
  void letItSeeWhatHasCome() {
    on(() -> null);
    on(() -> null);
  }

  void run(Runnable action) {
    on(Executors.callable(action));
  }

  /** Runs this on the subscription's context. */
  <T> T on(Callable<T> action) {
    CompletableFuture<T> result = new CompletableFuture<>();
    context.runOnContext(
        start -> {
          try {
            result.complete(action.call());
          } catch (Exception e) {
            result.completeExceptionally(e);
          }
        });
    return result.join();
  }

  @Override
  public void close() {
    stop();
    masters.close();
  }
}
