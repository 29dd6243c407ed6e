package io.mesosbridge.mesos.subscription;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mesosbridge.config.MesosConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/** Basic authentication with the principal and secret of the configuration. */
final class Credentials {

  private Credentials() {}

  /**
   * The value of the header {@code Authorization}; none unless there are principal and secret.
   *
   * @throws IllegalArgumentException if the secret's file cannot be read
   */
  static Optional<String> authorization(MesosConfig config) {
    Optional<String> secret = config.secret().or(() -> config.secretFile().map(Credentials::read));
    return config.principal().flatMap(principal -> secret.map(text -> basic(principal, text)));
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
}
