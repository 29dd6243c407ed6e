package io.mesosbridge.mesos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.config.TokenFile;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Whom the bridge says to be in each request to a master. A bearer token is read again from its
 * file: whoever issues it lets it expire, and writes the next one there. Used on one Vert.x
 * context, where files are never read.
 */
public final class Credentials {

  private static final Logger LOG = Logger.getLogger(Credentials.class);
  private static final String KEY = "bridge.mesos.token-file";

  /** A file system that does not answer is no reason not to go on with the token that is known. */
  private static final long PATIENCE_SECONDS = 5;

  private final Path tokenFile;
  private Optional<String> authorization;
  private Future<Void> reading = Future.succeededFuture();
  private boolean atOnce;
  private String seen;
  private String trouble = "";

  private Credentials(Optional<String> authorization, Path tokenFile) {
    this.authorization = authorization;
    this.tokenFile = tokenFile;
    this.seen = authorization.orElse("");
  }

  /** Those that never change: the value of the header {@code Authorization}, if there is one. */
  static Credentials fixed(Optional<String> authorization) {
    return new Credentials(authorization, null);
  }

  /**
   * The credentials of this configuration; none unless there is a token, or principal and secret.
   *
   * @throws IllegalArgumentException if a file cannot be read, or holds no token
   */
  static Credentials of(BridgeConfig.Mesos config) {
    if (config.tokenFile().isPresent()) {
      Path file = config.tokenFile().get();
      return new Credentials(Optional.of(bearer(file)), file);
    }
    Optional<String> secret = config.secret().or(() -> config.secretFile().map(Credentials::read));
    return fixed(config.principal().flatMap(principal -> secret.map(it -> basic(principal, it))));
  }

  private static String basic(String principal, String secret) {
    byte[] pair = (principal + ":" + secret).getBytes(UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).replaceFirst("[\\r\\n]+$", "");
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "bridge.mesos.secret-file '%s' cannot be read: %s".formatted(file, e), e);
    }
  }

  private static String bearer(Path file) {
    try {
      return "Bearer " + TokenFile.read(file);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s=%s %s; valid is for example %s=/run/secrets/mesos-token"
              .formatted(KEY, file, e.getMessage(), KEY),
          e);
    }
  }

  /** The value of the header {@code Authorization} in a request that leaves now. */
  Optional<String> authorization() {
    return authorization;
  }

  /** Whether others may write new ones at any time, so that a refusal need not last. */
  boolean mayChange() {
    return tokenFile != null;
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
              .executeBlocking(() -> bearer(tokenFile), false)
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
      LOG.infof("%s=%s changed: masters get its new token from now on", KEY, tokenFile);
    }
  }

  private void complain(String why) {
    if (!trouble.equals(why)) {
      trouble = why;
      LOG.errorf("Masters get the token as it was: %s", why);
    }
  }
}
