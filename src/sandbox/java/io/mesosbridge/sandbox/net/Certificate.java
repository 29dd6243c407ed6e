package io.mesosbridge.sandbox.net;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A certificate with its key; its own authority, unless it says otherwise.
 *
 * @param keyStore the file with both, in PKCS12
 * @param pem the file with the authority's certificate alone, for those who are to trust it
 */
public record Certificate(Path keyStore, Path pem) {

  /** What opens the key store. */
  public static final String PASSWORD = "changeit";

  private static final String ALIAS = "server";
  private static final String AUTHORITY = "authority";
  private static final String LOOPBACK = "ip:" + Ports.LOOPBACK + ",dns:localhost";

  /**
   * Makes a certificate for servers of the loopback interface.
   *
   * @param directory gets the files
   */
  public static Certificate ofLoopback(Path directory) {
    return of(directory, LOOPBACK);
  }

  /** What a server of Vert.x needs to show it. */
  public KeyCertOptions options() {
    return new PfxOptions().setPath(keyStore.toString()).setPassword(PASSWORD);
  }

  /** What a broker or a client of Kafka needs to show it. */
  public Map<String, String> kafkaSettings() {
    return Map.of(
        "ssl.keystore.type",
        "PKCS12",
        "ssl.keystore.location",
        keyStore.toString(),
        "ssl.keystore.password",
        PASSWORD);
  }

  /**
   * Makes a certificate for servers of the loopback interface that an authority signed and that
   * expired yesterday; nobody asks whether one that is its own authority has.
   */
  public static Certificate expired(Path directory) {
    return signed(directory, "-3d");
  }

  /** The same, but one that is valid from tomorrow on. */
  public static Certificate notYetValid(Path directory) {
    return signed(directory, "+1d");
  }

  /** One that is valid for two days, of an authority that is valid now. */
  private static Certificate signed(Path directory, String from) {
    return made(
        directory,
        keyStore -> {
          keytool(keyStore, AUTHORITY, LOOPBACK, "-ext", "bc:c");
          keytool(
              keyStore,
              ALIAS,
              LOOPBACK,
              "-signer",
              AUTHORITY,
              "-startdate",
              from,
              "-validity",
              "2");
        });
  }

  /** Replaces the files of this certificate by those of another one, each at once. */
  public void replace(Certificate other) {
    try {
      replace(keyStore, other.keyStore);
      replace(pem, other.pem);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void replace(Path file, Path by) throws IOException {
    Path copy = Files.copy(by, file.resolveSibling("next"), StandardCopyOption.REPLACE_EXISTING);
    Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Makes a certificate for these names, in keytool's form, such as {@code dns:other.example}. */
  public static Certificate of(Path directory, String names) {
    return made(directory, keyStore -> keytool(keyStore, ALIAS, names));
  }

  private static Certificate made(Path directory, Consumer<Path> maker) {
    try {
      Path made = Files.createTempDirectory(directory, "certificate-");
      Path keyStore = made.resolve("server.p12");
      maker.accept(keyStore);
      return new Certificate(
          keyStore, Files.write(made.resolve("server.pem"), authority(keyStore)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("keytool made a key store that cannot be read", e);
    }
  }

  /** The JDK makes no certificates but by its tool. */
  private static void keytool(Path keyStore, String alias, String names, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
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
                keyStore.toString()));
    command.addAll(List.of(more));
    try {
      Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(keytool.getInputStream().readAllBytes(), US_ASCII);
      if (keytool.waitFor() != 0) {
        throw new IllegalStateException("keytool made no certificate for " + names + ": " + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /**
   * What is last in the chain; the authority's key goes, so that no server shows its certificate.
   */
  private static byte[] authority(Path keyStore) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream file = Files.newInputStream(keyStore)) {
      store.load(file, PASSWORD.toCharArray());
    }
    if (store.containsAlias(AUTHORITY)) {
      store.deleteEntry(AUTHORITY);
      try (OutputStream file = Files.newOutputStream(keyStore)) {
        store.store(file, PASSWORD.toCharArray());
      }
    }
    java.security.cert.Certificate[] chain = store.getCertificateChain(ALIAS);
    byte[] encoded = Base64.getMimeEncoder().encode(chain[chain.length - 1].getEncoded());
    String text = new String(encoded, US_ASCII);
    return ("-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n")
        .getBytes(US_ASCII);
  }
}
