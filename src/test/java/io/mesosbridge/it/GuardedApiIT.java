package io.mesosbridge.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.sandbox.net.Certificate;
import io.mesosbridge.sandbox.net.Ports;
import io.mesosbridge.sandbox.process.BridgeLauncher;
import io.mesosbridge.sandbox.process.BridgeProcess;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.HexFormat;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ports of the packaged bridge with the settings that keep others out; Kafka is away. */
class GuardedApiIT {

  private static final BridgeLauncher NOWHERE =
      BridgeLauncher.between("http://127.0.0.1:1", "127.0.0.1:1");

  /** This machine as well, but not the address that is bound by default. */
  private static final String ANOTHER_ADDRESS = "127.0.0.2";

  @TempDir private Path files;

  @Test
  void bothPortsAreReachedAtNoAddressThatIsNotNamed() throws IOException {
    // When
    try (BridgeProcess bridge = NOWHERE.start().awaitLive(ofSeconds(90))) {

      // Then
      for (URI port : new URI[] {bridge.http(), bridge.management()}) {
        assertThatThrownBy(() -> new Socket(ANOTHER_ADDRESS, port.getPort()).close())
            .isInstanceOf(ConnectException.class);
      }
    }
  }

  @Test
  void aNamedAddressIsBoundAndTlsUsersAndTheirRolesGuardTheApi() throws Exception {
    // Given
    Certificate certificate = Certificate.of(files, "ip:" + ANOTHER_ADDRESS);
    int tls = Ports.free();
    BridgeLauncher guarded =
        NOWHERE
            .with("quarkus.http.host", "0.0.0.0")
            .with("quarkus.management.host", "0.0.0.0")
            .with("quarkus.http.insecure-requests", "disabled")
            .with("quarkus.http.ssl-port", String.valueOf(tls))
            .with("quarkus.http.ssl.certificate.key-store-file", certificate.keyStore().toString())
            .with("quarkus.http.ssl.certificate.key-store-password", Certificate.PASSWORD)
            .with("bridge.api.anonymous", "none")
            .with("quarkus.security.users.embedded.users.vera", hash("vera"))
            .with("quarkus.security.users.embedded.roles.vera", "viewer")
            .with("quarkus.security.users.embedded.users.otto", hash("otto"))
            .with("quarkus.security.users.embedded.roles.otto", "operator");
    HttpClient client = HttpClient.newBuilder().sslContext(trusting(certificate)).build();
    URI api = URI.create("https://" + ANOTHER_ADDRESS + ":" + tls + "/api/v1/");

    // When
    try (BridgeProcess bridge = guarded.start().awaitLive(ofSeconds(90))) {

      // Then
      new Socket(ANOTHER_ADDRESS, bridge.management().getPort()).close();
      assertThatThrownBy(() -> new Socket(ANOTHER_ADDRESS, bridge.http().getPort()).close())
          .isInstanceOf(ConnectException.class);
      await("its port comes up after the management's")
          .atMost(ofSeconds(90))
          .ignoreException(ConnectException.class)
          .until(() -> get(client, api, null) == 401);
      assertThat(get(client, api, "vera:guess")).isEqualTo(401);
      assertThat(get(client, api, "vera:vera")).isEqualTo(200);
      assertThat(post(client, api, "vera:vera")).isEqualTo(403);
      assertThat(post(client, api, "otto:otto")).isEqualTo(400);
    }
  }

  private static String hash(String user) throws GeneralSecurityException {
    byte[] text = (user + ":mesos-kafka-bridge:" + user).getBytes(UTF_8);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(text));
  }

  private static SSLContext trusting(Certificate certificate) throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (InputStream pem = Files.newInputStream(certificate.pem())) {
      trusted.setCertificateEntry(
          "it", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  private static int get(HttpClient client, URI api, String user) throws Exception {
    return status(client, HttpRequest.newBuilder(api.resolve("status")), user);
  }

  /** Of what is no command, so that nothing has to be there to take it. */
  private static int post(HttpClient client, URI api, String user) throws Exception {
    return status(
        client,
        HttpRequest.newBuilder(api.resolve("commands"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{}")),
        user);
  }

  private static int status(HttpClient client, HttpRequest.Builder request, String user)
      throws IOException, InterruptedException {
    if (user != null) {
      request.header(
          "Authorization", "Basic " + Base64.getEncoder().encodeToString(user.getBytes(UTF_8)));
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }
}
