package io.mesosbridge.mesos;

import io.mesosbridge.core.mesos.Call;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The calls of one subscription: pipelined on one keep-alive connection, so that they reach the
 * master in the order in which they were given; they are answered in that order, too. A connection
 * that was lost while nothing was unanswered is replaced; one with unanswered calls never is, since
 * those sent on a second one could overtake them.
 */
final class CallConnection implements CallSocket.Listener {

  // As many as core.mesos.Calls hands over at once, so that one write takes them all.
  private static final int PIPELINED = 128;

  /** Beyond it somebody on the way may have forgotten the connection; calls time out before. */
  private static final int IDLE_SECONDS = 60;

  private final Context context;
  private final SubscriptionSettings settings;
  private final URI master;
  private final String streamId;
  private final HttpTransport.Owner owner;
  private final long attempt;

  private final Deque<Unsent> unsent = new ArrayDeque<>();

  /** The numbers of the calls that were sent. */
  private final Deque<Long> unanswered = new ArrayDeque<>();

  private NetClient client;
  private CallSocket socket;

  /** What is the same in each call, and for whom. */
  private byte[] head;

  private Optional<String> authorization;
  private boolean scheduled;
  private boolean connecting;
  private boolean retried;
  private boolean closed;

  /**
   * Prepares the calls of a subscription; connects with the first one.
   *
   * @param master the scheduler endpoint that accepted the subscription
   * @param streamId the subscription's, which each call has to name
   */
  CallConnection(
      Context context,
      SubscriptionSettings settings,
      URI master,
      String streamId,
      HttpTransport.Owner owner,
      long attempt) {
    this.context = context;
    this.settings = settings;
    this.master = master;
    this.streamId = streamId;
    this.owner = owner;
    this.attempt = attempt;
  }

  /** Sends a call, once whoever wants that has returned. */
  void send(long number, Call call) {
    unsent.add(new Unsent(number, call));
    pumpSoon();
  }

  private void pumpSoon() {
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
    unsent.clear();
  }

  /** Ends at once, silently. */
  void close() {
    if (!closed) {
      closed = true;
      unsent.clear();
      closeClient();
    }
  }

  private void closeClient() {
    if (client != null) {
      client.close();
    }
  }

  private void pump() {
    while (!closed && !connecting && !unsent.isEmpty() && !wouldOvertake()) {
      if (socket == null) {
        connecting = true;
        connect().onComplete(this::onConnect);
      } else {
        write(unsent.remove());
      }
    }
  }

  /** A master may refuse those under way for their old credentials, and take what follows them. */
  private boolean wouldOvertake() {
    return !unanswered.isEmpty() && isChanged();
  }

  private boolean isChanged() {
    return !settings.credentials().authorization().equals(authorization);
  }

  private Future<NetSocket> connect() {
    try {
      RequestOptions request = request();
      HttpClientOptions http = settings.clientOptions();
      closeClient(); // it would show the certificate, and trust those, that were right at its time
      client =
          context
              .owner()
              .createNetClient(
                  new NetClientOptions(http)
                      .setHostnameVerificationAlgorithm(http.isVerifyHost() ? "HTTPS" : "")
                      .setSsl(request.isSsl())
                      .setIdleTimeout(IDLE_SECONDS));
      return client.connect(request.getPort(), request.getHost());
    } catch (RuntimeException refusedByClient) {
      return Future.failedFuture(refusedByClient);
    }
  }

  private RequestOptions request() {
    return settings.post(master).putHeader("Mesos-Stream-Id", streamId);
  }

  private void onConnect(AsyncResult<NetSocket> connected) {
    connecting = false;
    if (connected.succeeded() && closed) {
      connected.result().close();
    } else if (connected.succeeded()) {
      retried = false;
      socket = new CallSocket(connected.result(), PIPELINED, this);
    } else if (retried) {
      lost(connected.cause());
    } else {
      retried = true; // nothing of the next call was sent, so that cannot repeat it
    }
    pump();
  }

  private void write(Unsent call) {
    CallSocket open = socket;
    unanswered.add(call.number());
    owner.input((subscription, now) -> subscription.callSent(attempt, call.number(), now));
    open.write(head(), call.call());
  }

  private byte[] head() {
    if (isChanged()) {
      authorization = settings.credentials().authorization();
      head = CallSocket.head(request());
    }
    return head;
  }

  @Override
  public void answered(int status, String text) {
    Long number = unanswered.poll();
    if (number == null) { // a proxy says why it closes what is idle: no answer to the next call
      socket.close();
      socket = null;
    } else if (!closed) {
      owner.input(
          (subscription, now) -> subscription.callAnswered(attempt, number, status, text, now));
      if (unanswered.isEmpty() && !unsent.isEmpty()) {
        pumpSoon(); // what was not to overtake
      }
    }
  }

  @Override
  public void ended(Throwable why) {
    socket = null;
    if (!unanswered.isEmpty()) {
      lost(why);
    }
  }

  private void lost(Throwable why) {
    if (!closed) {
      close();
      owner.input(
          (subscription, now) -> subscription.callsLost(attempt, HttpTransport.why(why), now));
    }
  }

  private record Unsent(long number, Call call) {}
}
