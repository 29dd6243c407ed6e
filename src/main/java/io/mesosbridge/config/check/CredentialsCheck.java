package io.mesosbridge.config.check;

import io.mesosbridge.config.MesosConfig;
import java.nio.file.Files;

/** Whether principal and secret belong together. */
final class CredentialsCheck {

  private static final String PRINCIPAL = "bridge.mesos.principal";
  private static final String SECRET = "bridge.mesos.secret";
  private static final String SECRET_FILE = "bridge.mesos.secret-file";
  private static final String FILE = "/run/secrets/mesos";

  private CredentialsCheck() {}

  static void check(MesosConfig mesos, Problems problems) {
    boolean secret = mesos.secret().isPresent();
    boolean file = mesos.secretFile().isPresent();
    if (secret && file) {
      problems.add(SECRET, "and " + SECRET_FILE + " are both set; one of them has to go", "s3cret");
    }
    if ((secret || file) && mesos.principal().isEmpty()) {
      problems.add(
          problems.shown(secret ? SECRET : SECRET_FILE)
              + " is of no use without "
              + PRINCIPAL
              + "; valid is for example "
              + PRINCIPAL
              + "=mesos-kafka-bridge");
    }
    if (mesos.principal().isPresent() && !secret && !file) {
      problems.add(
          problems.shown(PRINCIPAL)
              + " has no secret; valid is for example "
              + SECRET_FILE
              + "="
              + FILE);
    }
    mesos
        .secretFile()
        .filter(path -> !Files.isReadable(path) || Files.isDirectory(path))
        .ifPresent(path -> problems.add(SECRET_FILE, "is no file that can be read", FILE));
  }
}
