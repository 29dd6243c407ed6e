package io.mesosbridge.mesos.subscription;

import io.netty.handler.ssl.NotSslRecordException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;

/** Why TLS with a master did not come about; the client's own message only says that it did not. */
final class Handshake {

  private Handshake() {}

  /** What was wrong and what would be right; empty when the failure has nothing to do with TLS. */
  static Optional<String> problem(Throwable failure) {
    return chain(failure).anyMatch(SSLHandshakeException.class::isInstance)
        ? Optional.of(inWords(root(failure)))
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

  private static Throwable root(Throwable failure) {
    return chain(failure).reduce(failure, (above, cause) -> cause);
  }

  private static Stream<Throwable> chain(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
  }
}
