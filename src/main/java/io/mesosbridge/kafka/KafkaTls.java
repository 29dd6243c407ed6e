package io.mesosbridge.kafka;

import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.regex.Pattern;

/** Why TLS with a broker did not come about, and whose certificate or which key would help. */
final class KafkaTls {

  /** By which alerts a broker answers to a certificate, or to none. */
  private static final Pattern OF_OUR_CERTIFICATE =
      Pattern.compile(
          "alert: \\w*(?:certificate|unknown_ca|access_denied)", Pattern.CASE_INSENSITIVE);

  private static final Pattern OF_NO_COMMON_WAY =
      Pattern.compile("alert: (?:handshake_failure|protocol_version|insufficient_security)");

  private static final Pattern OF_ANOTHER_HOST =
      Pattern.compile("No (?:subject alternative|name matching)");

  private static final Pattern OF_NOBODY_TRUSTED = Pattern.compile("certification path|trust");

  private static final String TRUST =
      "kafka.tls-configuration-name says whom to trust: quarkus.tls.<name>.trust-store.* has to"
          + " hold the authority of the broker's certificate";

  private static final String HOST =
      "kafka.bootstrap.servers, and the broker's advertised.listeners, have to name the host as"
          + " the broker's certificate does";

  private KafkaTls() {}

  /**
   * The rest of a sentence that begins with "fails at TLS".
   *
   * @param root the first cause
   */
  static String inWords(Throwable root) {
    String what = root.getMessage() == null ? "the connection ended" : root.getMessage();
    if (root instanceof CertificateExpiredException) {
      return "the broker's certificate has expired, " + what + "; the broker needs a new one";
    }
    if (root instanceof CertificateNotYetValidException) {
      return "the broker's certificate is not valid yet, "
          + what
          + "; the broker needs another one, or the clock of this machine is wrong";
    }
    return what + "; " + remedy(what);
  }

  private static String remedy(String what) {
    if (OF_OUR_CERTIFICATE.matcher(what).find()) {
      return "the broker wants to be shown a certificate that it trusts and that has not expired,"
          + " which quarkus.tls.<name>.key-store.* sets, <name> being kafka.tls-configuration-name";
    }
    if (OF_NO_COMMON_WAY.matcher(what).find()) {
      return "quarkus.tls.<name>.protocols and quarkus.tls.<name>.cipher-suites, <name> being"
          + " kafka.tls-configuration-name, have to name what the broker knows";
    }
    if (OF_ANOTHER_HOST.matcher(what).find()) {
      return HOST;
    }
    return OF_NOBODY_TRUSTED.matcher(what).find() ? TRUST : TRUST + "; " + HOST;
  }
}
