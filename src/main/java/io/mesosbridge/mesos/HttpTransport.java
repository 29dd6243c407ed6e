package io.mesosbridge.mesos;

import io.mesosbridge.core.mesos.Call;
import io.mesosbridge.core.mesos.Cause;
import io.mesosbridge.core.mesos.EventRecord;
import io.netty.handler.ssl.NotSslRecordException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;

/**
 * The connections to masters: for each attempt one that carries the stream and, once it stands, one
 * that carries the calls. Nothing is told to {@link Inputs} while one of its methods runs. For one
 * Vert.x context.
 */
public final class HttpTransport {

  private static final int MAX_TEXT_BYTES = 16 * 1024;

  /** Hears what comes of each attempt, on the context. */
  public interface Inputs {

    /** SUBSCRIBE was answered 200; the stream id is null when there was none. */
    void opened(long attempt, String streamId);

    /** Bytes of the stream came. */
    void heard(long attempt);

    /** A record of the stream came. */
    void received(long attempt, EventRecord record);

    /** SUBSCRIBE was answered otherwise; the location is null when there was none. */
    void refused(long attempt, int status, String text, String location);

    /** The stream ended or broke, or there was no connection to be had; told once. */
    void ended(long attempt, Cause cause, String why);

    /** The call's first bytes are on their way. */
    void callSent(long attempt, long number);

    /** A call was answered. */
    void callAnswered(long attempt, long number, int status, String text);

    /** The connection for calls broke, or there was none to be had; told once. */
    void callsLost(long attempt, String why);
  }

  private final Context context;
  private final SubscriptionSettings settings;
  private final SubscriptionMetrics metrics;
  private final Inputs inputs;
  private final Map<Long, Attempt> attempts = new HashMap<>();

  /** Without any connection, on this event-loop context. */
  public HttpTransport(
      Context context, SubscriptionSettings settings, SubscriptionMetrics metrics, Inputs inputs) {
    this.context = context;
    this.settings = settings;
    this.metrics = metrics;
    this.inputs = inputs;
  }

  /** Sends SUBSCRIBE, with this body, on a connection of its own. */
  public void open(long attempt, URI master, byte[] subscribe) {
    StreamConnection stream = new StreamConnection(context, settings, metrics, inputs, attempt);
    attempts.put(attempt, new Attempt(master, stream));
    stream.open(master, Buffer.buffer(subscribe));
  }

  /** Closes the stream, and lets no call leave any more; answers are still told. */
  public void close(long attempt) {
    Attempt closed = attempts.get(attempt);
    if (closed != null) {
      closed.stream.close();
      if (closed.calls == null) {
        attempts.remove(attempt);
      } else {
        closed.calls.hold();
      }
    }
  }

  /** Sends a call under that attempt's stream id, after all calls before it. */
  public void call(long attempt, long number, Call call) {
    Attempt open = attempts.get(attempt);
    if (open.calls == null) {
      open.calls =
          new CallConnection(
              context,
              settings,
              settings.post(open.master).putHeader("Mesos-Stream-Id", open.stream.streamId()),
              inputs,
              attempt);
    }
    open.calls.send(number, call);
  }

  /** Closes the connection for calls; nothing of it is told any more. */
  public void dropCalls(long attempt) {
    Attempt dropped = attempts.get(attempt);
    if (dropped != null && dropped.calls != null) {
      dropped.calls.close();
      attempts.remove(attempt);
    }
  }

  /** The beginning of an answer's text, once all of it has come. */
  static Future<String> text(HttpClientResponse response) {
    Buffer text = Buffer.buffer();
    response.handler(
        chunk -> {
          if (text.length() < MAX_TEXT_BYTES) {
            text.appendBuffer(chunk, 0, Math.min(chunk.length(), MAX_TEXT_BYTES - text.length()));
          }
        });
    return response.end().map(end -> text.toString().strip());
  }

  /**
   * Why TLS with a master did not come about, since the client's own message only says that it did
   * not, and what would be right; empty when the failure has nothing to do with TLS.
   */
  static Optional<String> tlsProblem(Throwable failure) {
    return chain(failure).anyMatch(SSLHandshakeException.class::isInstance)
        ? Optional.of(inWords(chain(failure).reduce(failure, (above, cause) -> cause)))
        : Optional.empty();
  }

  private static String inWords(Throwable root) {
    if (root instanceof NotSslRecordException) {
      return "the master speaks no TLS there; its URL begins with http:// then";
    }
    String what = root.getMessage() == null ? "the connection ended" : root.getMessage();
    return what
        + "; bridge.mesos.tls-configuration-name says whom to trust, and"
        + " bridge.mesos.masters has to name the host as the master's certificate does";
  }

  private static Stream<Throwable> chain(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
  }

  private static final class Attempt {
    private final URI master;
    private final StreamConnection stream;
    private CallConnection calls;

    private Attempt(URI master, StreamConnection stream) {
      this.master = master;
      this.stream = stream;
    }
  }
}
