package io.mesosbridge.mesos;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mesosbridge.core.mesos.SchedulerEndpoint;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.streams.WriteStream;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.ext.web.codec.BodyCodec;
import java.io.IOException;
import java.net.URI;
import org.jboss.logging.Logger;

/**
 * Asks a master for its version, with a client of its own: closing it closes its connection, and
 * nothing of it is heard afterwards. How long the answer may take is the subscription's to say.
 */
final class VersionQuestion {

  private static final Logger LOG = Logger.getLogger(VersionQuestion.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_BYTES = 16 * 1024;

  private final WebClient client;
  private boolean closed;

  /** Asks, once whoever wants that has returned; answers with one input, unless it is closed. */
  VersionQuestion(
      Context context,
      SubscriptionSettings settings,
      URI master,
      HttpTransport.Owner owner,
      long attempt) {
    client =
        WebClient.create(
            context.owner(),
            new WebClientOptions(settings.clientOptions())
                .setFollowRedirects(false) // only SUBSCRIBE finds out who leads
                .setUserAgentEnabled(false)
                .setKeepAlive(false));
    context.runOnContext(
        start -> {
          if (!closed) {
            Beginning body = new Beginning();
            URI endpoint = SchedulerEndpoint.version(master);
            Future.succeededFuture(settings.request(HttpMethod.GET, endpoint))
                .map(options -> client.request(HttpMethod.GET, options).as(BodyCodec.pipe(body)))
                .compose(HttpRequest::send) // which may throw, too
                .onFailure(
                    failure -> LOG.debugf("GET %s: %s", endpoint, HttpTransport.why(failure)))
                .onComplete(answer -> answered(version(answer, body), owner, attempt));
          }
        });
  }

  private void answered(String version, HttpTransport.Owner owner, long attempt) {
    if (!closed) {
      close();
      owner.input((subscription, now) -> subscription.versionTold(attempt, version, now));
    }
  }

  /** Gives the question up, silently. */
  void close() {
    if (!closed) {
      closed = true;
      client.close();
    }
  }

  /** What stands as version in the answer; null when there is none. */
  private static String version(AsyncResult<HttpResponse<Void>> answer, Beginning body) {
    if (answer.failed() || answer.result().statusCode() != 200) {
      return null;
    }
    try {
      return JSON.readTree(body.text.getBytes()).path("version").textValue();
    } catch (IOException e) {
      LOG.debugf("GET /version is answered by no JSON: %s", e.getMessage());
      return null;
    }
  }

  /** Keeps the beginning of an answer, which may be of any length. */
  private static final class Beginning implements WriteStream<Buffer> {

    private final Buffer text = Buffer.buffer();

    @Override
    public Future<Void> write(Buffer data) {
      text.appendBuffer(data, 0, Math.min(data.length(), MOST_BYTES - text.length()));
      return Future.succeededFuture();
    }

    @Override
    public void write(Buffer data, Handler<AsyncResult<Void>> handler) {
      write(data).onComplete(handler);
    }

    @Override
    public void end(Handler<AsyncResult<Void>> handler) {
      Future.<Void>succeededFuture().onComplete(handler);
    }

    @Override
    public WriteStream<Buffer> exceptionHandler(Handler<Throwable> handler) {
      return this;
    }

    @Override
    public WriteStream<Buffer> setWriteQueueMaxSize(int maxSize) {
      return this;
    }

    @Override
    public boolean writeQueueFull() {
      return false;
    }

    @Override
    public WriteStream<Buffer> drainHandler(Handler<Void> handler) {
      return this;
    }
  }
}
