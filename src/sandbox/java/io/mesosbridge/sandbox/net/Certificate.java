package io.mesosbridge.sandbox.net;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/**
 * A certificate that is its own authority, with its key.
 *
 * @param keyStore the file with both, in PKCS12
 * @param pem the file with the certificate alone, for those who are to trust it
 */
public record Certificate(Path keyStore, Path pem) {

  /** What opens the key store. */
  public static final String PASSWORD = "changeit";

  private static final String ALIAS = "server";

  /**
   * Makes a certificate for servers of the loopback interface.
   *
   * @param directory gets the files
   */
  public static Certificate ofLoopback(Path directory) {
    return of(directory, "ip:" + Ports.LOOPBACK + ",dns:localhost");
  }

  /** What a server of Vert.x needs to show it. */
  public KeyCertOptions options() {
    return new PfxOptions().setPath(keyStore.toString()).setPassword(PASSWORD);
  }

  /** Makes a certificate for these names, in keytool's form, such as {@code dns:other.example}. */
  public static Certificate of(Path directory, String names) {
    try {
      Path made = Files.createTempDirectory(directory, "certificate-");
      Path keyStore = made.resolve("server.p12");
      run(names, keyStore);
      return new Certificate(keyStore, Files.write(made.resolve("server.pem"), pem(keyStore)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("keytool made a key store that cannot be read", e);
    }
  }

  /** The JDK makes no certificates but by its tool. */
  private static void run(String names, Path keyStore) throws IOException, InterruptedException {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + keyStore.getParent().getFileName(),
                "-ext",
                "san=" + names,
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                keyStore.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), US_ASCII);
    if (keytool.waitFor() != 0) {
      throw new IllegalStateException("keytool made no certificate for " + names + ": " + said);
    }
  }

  private static byte[] pem(Path keyStore) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream file = Files.newInputStream(keyStore)) {
      store.load(file, PASSWORD.toCharArray());
    }
    byte[] encoded = Base64.getMimeEncoder().encode(store.getCertificate(ALIAS).getEncoded());
    String text = new String(encoded, US_ASCII);
    return ("-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n")
        .getBytes(US_ASCII);
  }
}
