package io.mesosbridge.mesos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.config.CredentialFile;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Whom the bridge says to be in each request to a master. A bearer token or a secret is read again
 * from its file: whoever issues it lets it expire, and writes the next one there. Used on one
 * Vert.x context, where files are never read.
 */
public final class Credentials {

  private static final Logger LOG = Logger.getLogger(Credentials.class);
  private static final String TOKEN_FILE = "bridge.mesos.token-file";
  private static final String SECRET_FILE = "bridge.mesos.secret-file";

  /** A file system that does not answer is no reason not to go on with what is known. */
  private static final long PATIENCE_SECONDS = 5;

  private final Source source;
  private Optional<String> authorization;
  private Future<Void> reading = Future.succeededFuture();
  private boolean atOnce;
  private String seen;
  private String trouble = "";

  /** The file that the value of the header is made of, and the key that names it. */
  private record Source(String key, Path file, Function<Path, String> reader) {

    String read() {
      try {
        return reader.apply(file);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "%s=%s %s; valid is for example %s=/run/secrets/mesos"
                .formatted(key, file, e.getMessage(), key),
            e);
      }
    }
  }

  private Credentials(Optional<String> authorization, Source source) {
    this.authorization = authorization;
    this.source = source;
    this.seen = authorization.orElse("");
  }

  private static Credentials from(Source source) {
    return new Credentials(Optional.of(source.read()), source);
  }

  /** Those that never change: the value of the header {@code Authorization}, if there is one. */
  static Credentials fixed(Optional<String> authorization) {
    return new Credentials(authorization, null);
  }

  /**
   * The credentials of this configuration; none unless there is a token, or principal and secret.
   *
   * @throws IllegalArgumentException if a file cannot be read, or does not hold what it should
   */
  static Credentials of(BridgeConfig.Mesos config) {
    if (config.tokenFile().isPresent()) {
      Function<Path, String> bearer = file -> "Bearer " + CredentialFile.token(file);
      return from(new Source(TOKEN_FILE, config.tokenFile().get(), bearer));
    }
    if (config.principal().isEmpty()) {
      return fixed(Optional.empty());
    }
    String principal = config.principal().get();
    if (config.secret().isEmpty() && config.secretFile().isPresent()) {
      Function<Path, String> basic = file -> basic(principal, CredentialFile.secret(file));
      return from(new Source(SECRET_FILE, config.secretFile().get(), basic));
    }
    return fixed(config.secret().map(secret -> basic(principal, secret)));
  }

  private static String basic(String principal, String secret) {
    byte[] pair = (principal + ":" + secret).getBytes(UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  /** The value of the header {@code Authorization} in a request that leaves now. */
  Optional<String> authorization() {
    return authorization;
  }

  /** Whether others may write new ones at any time, so that a refusal need not last. */
  boolean mayChange() {
    return source != null;
  }

  /** What others may do about a refusal, where they may change what is in the file. */
  String remedy() {
    return "%s is read again until it has what the master takes".formatted(source.key());
  }

  /** Before an attempt: what the file holds now counts; done at the latest after some seconds. */
  Future<Void> readAgain(Context context) {
    if (!mayChange()) {
      return Future.succeededFuture();
    }
    atOnce = true;
    return look(context).timeout(PATIENCE_SECONDS, TimeUnit.SECONDS).otherwiseEmpty();
  }

  /**
   * Once in a while: a change counts when the file stayed the same, since it may be half written.
   */
  Future<Void> look(Context context) {
    if (mayChange() && reading.isComplete()) { // one that hangs is not joined by others
      reading =
          context
              .executeBlocking(source::read, false)
              .transform(
                  read -> {
                    onRead(read);
                    return Future.succeededFuture();
                  });
    }
    return reading;
  }

  private void onRead(AsyncResult<String> read) {
    boolean counts = atOnce;
    atOnce = false;
    if (read.failed()) {
      complain(String.valueOf(read.cause().getMessage()));
      return;
    }
    trouble = "";
    String now = read.result();
    counts |= now.equals(seen);
    seen = now;
    if (counts && !authorization.equals(Optional.of(now))) {
      authorization = Optional.of(now);
      LOG.infof("%s=%s changed: masters get what it holds now", source.key(), source.file());
    }
  }

  private void complain(String why) {
    if (!trouble.equals(why)) {
      trouble = why;
      LOG.errorf("Masters get what they got before: %s", why);
    }
  }
}
