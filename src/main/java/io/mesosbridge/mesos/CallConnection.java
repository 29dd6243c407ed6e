package io.mesosbridge.mesos;

import io.mesosbridge.core.mesos.Call;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.impl.HttpClientConnection;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The calls of one subscription: pipelined on one keep-alive connection, so that they reach the
 * master in the order in which they were given; they are answered in that order, too. A connection
 * that was lost while nothing was unanswered is replaced; one with unanswered calls never is, since
 * those sent on a second one could overtake them.
 */
final class CallConnection {

  // As many as core.mesos.Calls hands over at once, so that the client never waits for room.
  private static final int PIPELINED = 128;

  private final Context context;
  private final HttpClient client;
  private final RequestOptions request;
  private final HttpTransport.Owner owner;
  private final long attempt;

  private final Deque<Unsent> unsent = new ArrayDeque<>();
  private HttpConnection connection;
  private int unanswered;
  private boolean scheduled;
  private boolean pumping;
  private boolean connecting;
  private boolean retried;
  private boolean held;
  private boolean closed;

  /**
   * Prepares the calls of a subscription; connects with the first one.
   *
   * @param request what is the same in each call
   */
  CallConnection(
      Context context,
      SubscriptionSettings settings,
      RequestOptions request,
      HttpTransport.Owner owner,
      long attempt) {
    HttpClientOptions options =
        settings.clientOptions().setPipelining(true).setPipeliningLimit(PIPELINED);
    this.context = context;
    this.client = context.owner().createHttpClient(options, new PoolOptions().setHttp1MaxSize(1));
    this.request = request;
    this.owner = owner;
    this.attempt = attempt;
  }

  /** Sends a call, once whoever wants that has returned. */
  void send(long number, Call call) {
    unsent.add(new Unsent(number, call));
    if (!scheduled) {
      scheduled = true;
      context.runOnContext(
          start -> {
            scheduled = false;
            pump();
          });
    }
  }

  /** Sends nothing more, but tells the answers to what was sent. */
  void hold() {
    held = true;
    unsent.clear();
  }

  /** Ends at once, silently. */
  void close() {
    if (!closed) {
      closed = true;
      unsent.clear();
      client.close();
    }
  }

  private void pump() {
    if (pumping) {
      return;
    }
    pumping = true;
    while (!closed && !connecting && !unsent.isEmpty()) {
      connecting = true;
      request().onComplete(this::onRequest);
    }
    pumping = false;
  }

  private Future<HttpClientRequest> request() {
    try {
      return client.request(request);
    } catch (RuntimeException refusedByClient) {
      return Future.failedFuture(refusedByClient);
    }
  }

  private void onRequest(AsyncResult<HttpClientRequest> next) {
    if (next.succeeded()) {
      write(next.result());
    } else {
      onNotConnected(next.cause());
    }
  }

  private void write(HttpClientRequest next) {
    connecting = false;
    retried = false;
    if (held || closed) {
      next.reset();
    } else if (connection != next.connection() && unanswered > 0) {
      next.reset();
      lost("the connection was lost before the master answered");
    } else {
      if (connection != next.connection()) {
        connection = next.connection();
        cork((HttpClientConnection) connection);
      }
      write(next, unsent.remove());
    }
    pump();
  }

  /** What is written in one turn of the loop leaves at once: each time costs more than the call. */
  private static void cork(HttpClientConnection connection) {
    connection.channel().pipeline().addFirst(new FlushConsolidationHandler(PIPELINED, true));
  }

  private void write(HttpClientRequest next, Unsent call) {
    unanswered++;
    next.exceptionHandler(this::onBroken);
    owner.input((subscription, now) -> subscription.callSent(attempt, call.number(), now));
    next.send(Buffer.buffer(call.call().body())).onComplete(head -> onHead(call, head));
  }

  private void onHead(Unsent call, AsyncResult<HttpClientResponse> head) {
    if (head.succeeded()) {
      HttpClientResponse response = head.result();
      HttpTransport.text(response, this::onBroken, text -> onAnswer(call, response, text));
    } else {
      onBroken(head.cause());
    }
  }

  /** Nothing of the next call was sent, so trying once more cannot repeat it. */
  private void onNotConnected(Throwable failure) {
    connecting = false;
    if (unanswered > 0 || retried) {
      lost(HttpTransport.why(failure));
    } else {
      retried = true;
    }
    pump();
  }

  private void onAnswer(Unsent call, HttpClientResponse response, String text) {
    unanswered--;
    if (!closed) {
      owner.input(
          (subscription, now) ->
              subscription.callAnswered(attempt, call.number(), response.statusCode(), text, now));
    }
  }

  private void onBroken(Throwable failure) {
    lost(HttpTransport.why(failure));
  }

  private void lost(String why) {
    if (!closed) {
      close();
      owner.input((subscription, now) -> subscription.callsLost(attempt, why, now));
    }
  }

  private record Unsent(long number, Call call) {}
}
