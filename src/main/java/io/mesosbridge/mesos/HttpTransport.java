package io.mesosbridge.mesos;

import io.mesosbridge.core.Now;
import io.mesosbridge.core.mesos.Call;
import io.mesosbridge.core.mesos.Happening;
import io.mesosbridge.core.mesos.Happening.Wire;
import io.mesosbridge.core.mesos.MesosVersion;
import io.mesosbridge.core.mesos.SubscribeCall;
import io.mesosbridge.core.mesos.Subscription;
import io.netty.handler.ssl.NotSslRecordException;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.net.URI;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.jboss.logging.Logger;

/**
 * The sockets of a {@link Subscription}: for each attempt a connection that carries the stream and,
 * once it stands, one that carries the calls. For one Vert.x context.
 */
public final class HttpTransport implements Wire {

  private static final Logger LOG = Logger.getLogger(HttpTransport.class);
  private static final long LOOK_MILLIS = 1_000;
  private static final long NO_TIMER = -1;

  /** What a server says by an alert of TLS, as Java has it. */
  private static final Pattern OF_OUR_CERTIFICATE =
      Pattern.compile("^Received fatal alert: (.*certificate.*|unknown_ca|handshake_failure)");

  private static final int MAX_TEXT_BYTES = 16 * 1024;

  /** Whose subscription it is. */
  public interface Owner {

    /** Feeds the subscription, on the context; whatever it throws is the owner's to handle. */
    void input(Input input);

    /** The SUBSCRIBE to be sent now, to a master of that version. */
    SubscribeCall subscribeCall(MesosVersion version);
  }

  /** Something that the subscription has to hear. */
  @FunctionalInterface
  public interface Input {

    /** Tells the subscription; returns what follows. */
    List<Happening> feed(Subscription subscription, Now now);
  }

  private final Context context;
  private final SubscriptionSettings settings;
  private final Masters masters;
  private final SubscriptionMetrics metrics;
  private final Owner owner;
  private final Map<Long, Attempt> attempts = new HashMap<>();
  private final long looking;

  /** The one that was asked last; whatever follows gives it up. */
  private VersionQuestion question;

  /** Without any connection, on this event-loop context; closes the masters with itself. */
  public HttpTransport(
      Context context,
      SubscriptionSettings settings,
      Masters masters,
      SubscriptionMetrics metrics,
      Owner owner) {
    this.context = context;
    this.settings = settings;
    this.masters = masters;
    this.metrics = metrics;
    this.owner = owner;
    masters.onLeaderChange(
        leader -> owner.input((subscription, now) -> subscription.leaderChanged(leader, now)));
    looking =
        settings.credentials().mayChange()
            ? context
                .owner()
                .setPeriodic(
                    LOOK_MILLIS,
                    timer -> context.runOnContext(now -> settings.credentials().look(context)))
            : NO_TIMER;
  }

  /** That master accepted a subscription. */
  public void led(URI master) {
    masters.led(master);
  }

  /** Finds no master any more; the subscription closes the connections when it is stopped. */
  public void close() {
    context.owner().cancelTimer(looking);
    masters.close();
  }

  @Override
  public void locate(long attempt) {
    context.runOnContext(
        start ->
            settings
                .credentials()
                .readAgain(context)
                .compose(read -> masters.locate())
                .onSuccess(
                    master ->
                        owner.input(
                            (subscription, now) -> subscription.located(attempt, master, now))));
  }

  @Override
  public void ask(long attempt, URI master) {
    question = new VersionQuestion(context, settings, master, owner, attempt);
  }

  @Override
  public void open(long attempt, URI master, MesosVersion version) {
    question.close();
    StreamConnection stream = new StreamConnection(context, settings, metrics, owner, attempt);
    attempts.put(attempt, new Attempt(master, stream));
    stream.open(master, owner.subscribeCall(version));
  }

  @Override
  public void close(long attempt) {
    question.close();
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

  @Override
  public void call(long attempt, long number, Call call) {
    Attempt open = attempts.get(attempt);
    if (open.calls == null) {
      open.calls =
          new CallConnection(
              context, settings, open.master, open.stream.streamId(), owner, attempt);
    }
    open.calls.send(number, call);
  }

  @Override
  public void dropCalls(long attempt) {
    Attempt dropped = attempts.get(attempt);
    if (dropped != null && dropped.calls != null) {
      dropped.calls.close();
      attempts.remove(attempt);
    }
  }

  /** Tells the beginning of an answer's text once all of it has come; most answers have none. */
  static void text(
      HttpClientResponse response, Handler<Throwable> onBroken, Handler<String> onText) {
    Text text = new Text();
    response
        .exceptionHandler(onBroken)
        .handler(text::add)
        .endHandler(end -> onText.handle(text.take()));
  }

  /**
   * Why TLS with a master did not come about, since the client's own message only says that it did
   * not, and what would be right; empty when the failure has nothing to do with TLS.
   */
  static Optional<String> tlsProblem(Throwable failure) {
    if (chain(failure).anyMatch(VirtualMachineError.class::isInstance)) {
      LOG.error("A connection to the master failed", failure); // whoever watches the log ends it
    }
    return chain(failure).anyMatch(SSLHandshakeException.class::isInstance)
        ? Optional.of(inWords(chain(failure).reduce(failure, (above, cause) -> cause)))
        : Optional.empty();
  }

  /** Why a request failed, which a TLS problem tells best. */
  static String why(Throwable failure) {
    return tlsProblem(failure).orElseGet(() -> String.valueOf(failure.getMessage()));
  }

  private static String inWords(Throwable root) {
    if (root instanceof NotSslRecordException) {
      return "the master speaks no TLS there; its URL begins with http:// then";
    }
    String what = root.getMessage() == null ? "the connection ended" : root.getMessage();
    if (root instanceof CertificateExpiredException) {
      return "the master's certificate has expired, " + what + "; the master needs a new one";
    }
    if (root instanceof CertificateNotYetValidException) {
      return "the master's certificate is not valid yet, "
          + what
          + "; the master needs another one, or the clock of this machine is wrong";
    }
    if (OF_OUR_CERTIFICATE.matcher(what).find()) {
      return what
          + "; the master wants to be shown a certificate that it knows, which"
          + " quarkus.tls.<name>.key-store.* sets, <name> being bridge.mesos.tls-configuration-name";
    }
    return what
        + "; bridge.mesos.tls-configuration-name says whom to trust, and"
        + " bridge.mesos.masters has to name the host as the master's certificate does";
  }

  private static Stream<Throwable> chain(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
  }

  /** The beginning of an answer's text. */
  static final class Text {
    private Buffer chunks;

    /** The next of its bytes, which are copied. */
    void add(Buffer chunk) {
      chunks = chunks == null ? Buffer.buffer() : chunks;
      int room = MAX_TEXT_BYTES - chunks.length();
      chunks.appendBuffer(chunk, 0, Math.min(chunk.length(), room));
    }

    /** What has come, and begins anew. */
    String take() {
      String text = chunks == null ? "" : chunks.toString().strip();
      chunks = null;
      return text;
    }
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
