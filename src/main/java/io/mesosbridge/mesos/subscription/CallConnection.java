package io.mesosbridge.mesos.subscription;

import io.mesosbridge.core.mesos.Call;
import io.mesosbridge.core.mesos.CallOutcome;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;

/**
 * The calls of one subscription: pipelined on one keep-alive connection, so that they reach the
 * master in the order in which they were given; they are answered in that order, too.
 */
final class CallConnection {

  private static final int PIPELINED = 128;
  private static final int MAX_WAITING = 10_000;

  private final Vertx vertx;
  private final HttpClient client;
  private final RequestOptions request;
  private final Duration timeout;
  private final SubscriptionMetrics metrics;
  private final BiConsumer<Cause, String> onLost;

  private final Deque<PendingCall> waiting = new ArrayDeque<>();
  private final Deque<PendingCall> inFlight = new ArrayDeque<>();
  private HttpConnection connection;
  private boolean pumping;
  private boolean connecting;
  private boolean retried;
  private boolean draining;
  private boolean closed;
  private long timer = -1;

  /**
   * Prepares the calls of a subscription; connects with the first one.
   *
   * @param onLost is told once if a call shows that the subscription cannot go on, before that
   *     call's outcome is
   */
  CallConnection(
      Vertx vertx,
      SubscriptionSettings settings,
      SubscriptionState.Subscribed subscribed,
      SubscriptionMetrics metrics,
      BiConsumer<Cause, String> onLost) {
    HttpClientOptions options =
        settings.clientOptions().setPipelining(true).setPipeliningLimit(PIPELINED);
    this.vertx = vertx;
    this.client = vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(1));
    this.timeout = settings.timing().callTimeout();
    this.metrics = metrics;
    this.onLost = onLost;
    this.request =
        settings.post(subscribed.master()).putHeader("Mesos-Stream-Id", subscribed.streamId());
  }

  Future<CallOutcome> send(Call call) {
    PendingCall pending = new PendingCall(call, metrics);
    if (closed || draining) {
      pending.complete(new CallOutcome.Unsubscribed(0, "the subscription is over"));
    } else if (waiting.size() >= MAX_WAITING) {
      String text = MAX_WAITING + " calls are waiting for the master already";
      pending.complete(new CallOutcome.Unsubscribed(0, text));
    } else {
      waiting.add(pending);
      pump();
    }
    return pending.outcome();
  }

  /** Sends nothing more, but waits for the answers to what was sent. */
  void drain() {
    draining = true;
    closeWhenDrained();
  }

  /** Ends at once: what was sent and not answered is in doubt. */
  void close() {
    close("the connection was closed before the master answered");
  }

  private void pump() {
    if (pumping || connecting) {
      return;
    }
    pumping = true;
    while (!draining && !closed && !connecting && !waiting.isEmpty() && hasRoom()) {
      connecting = true;
      client.request(request).onSuccess(this::write).onFailure(this::onNotConnected);
    }
    pumping = false;
  }

  private boolean hasRoom() {
    return inFlight.size() < PIPELINED;
  }

  private void write(HttpClientRequest next) {
    connecting = false;
    retried = false;
    if (draining || closed) {
      next.reset();
    } else if (connection != next.connection() && !inFlight.isEmpty()) {
      next.reset();
      onBroken("the connection was lost before the master answered");
    } else {
      connection = next.connection();
      PendingCall call = waiting.remove();
      inFlight.add(call);
      call.sent();
      watch(timeout.toMillis());
      next.exceptionHandler(failure -> onBroken(failure.getMessage()));
      next.send(Buffer.buffer(call.call().body()))
          .compose(
              response ->
                  Body.text(response).map(text -> CallAnswer.of(response.statusCode(), text)))
          .onSuccess(answer -> onAnswer(call, answer))
          .onFailure(failure -> onBroken(failure.getMessage()));
    }
    pump();
  }

  /** Nothing of the next call was sent, so trying once more cannot repeat it. */
  private void onNotConnected(Throwable failure) {
    connecting = false;
    if (closed) {
      return;
    }
    if (!inFlight.isEmpty()) {
      onBroken(failure.getMessage());
    } else if (retried || draining) {
      String why = Handshake.problem(failure).orElseGet(failure::getMessage);
      lost(Cause.CONNECTION_LOST, "no connection for calls: " + why);
    } else {
      retried = true;
    }
    pump();
  }

  private void onAnswer(PendingCall call, CallAnswer answer) {
    if (closed) {
      return;
    }
    if (!draining
        && answer.lost().isPresent()
        && answer.outcome() instanceof CallOutcome.Unsubscribed gone) {
      draining = true;
      onLost.accept(answer.lost().get(), gone.text().isEmpty() ? "" + gone.status() : gone.text());
    }
    inFlight.remove(call);
    call.complete(answer.outcome());
    closeWhenDrained();
    pump();
  }

  private void onBroken(String why) {
    lost(Cause.CALL_IN_DOUBT, "a call was not answered: " + why);
  }

  private void lost(Cause cause, String why) {
    if (!closed) {
      boolean unexpected = !draining;
      draining = true;
      if (unexpected) {
        onLost.accept(cause, why);
      }
      close(why);
    }
  }

  private void closeWhenDrained() {
    if (draining && inFlight.isEmpty()) {
      close("the subscription is over");
    }
  }

  private void close(String why) {
    if (closed) {
      return;
    }
    closed = true;
    vertx.cancelTimer(timer);
    client.close();
    inFlight.forEach(call -> call.complete(new CallOutcome.InDoubt(why)));
    inFlight.clear();
    waiting.forEach(call -> call.complete(new CallOutcome.Unsubscribed(0, why)));
    waiting.clear();
  }

  /** Looks after the oldest unanswered call, with one timer for all of them. */
  private void watch(long millis) {
    if (timer == -1) {
      timer = vertx.setTimer(Math.max(1, millis), id -> onTimer());
    }
  }

  private void onTimer() {
    timer = -1;
    PendingCall oldest = inFlight.peek();
    if (closed || oldest == null) {
      return;
    }
    Duration age = Duration.ofNanos(System.nanoTime() - oldest.sentAtNanos());
    if (age.compareTo(timeout) >= 0) {
      onBroken("no answer within " + timeout);
    } else {
      watch(timeout.minus(age).toMillis());
    }
  }
}
