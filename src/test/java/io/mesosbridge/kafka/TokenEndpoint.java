package io.mesosbridge.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/** Where a client with OAUTHBEARER fetches its token; nobody answers before it is opened. */
final class TokenEndpoint implements AutoCloseable {

  /** Kafka's clients ask no URL that this does not name. */
  private static final String ALLOWED = "org.apache.kafka.sasl.oauthbearer.allowed.urls";

  private final int port;
  private HttpServer server;
  private volatile int status;

  TokenEndpoint() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    System.setProperty(ALLOWED, url());
  }

  private String url() {
    return "http://127.0.0.1:" + port + "/token";
  }

  /** The settings of a client that asks it, once. */
  Map<String, Object> login() {
    return Map.of(
        "security.protocol",
        "SASL_PLAINTEXT",
        "sasl.mechanism",
        "OAUTHBEARER",
        "sasl.jaas.config",
        "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required"
            + " clientId=\"me\" clientSecret=\"s3cret\";",
        "sasl.login.callback.handler.class",
        "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler",
        "sasl.oauthbearer.token.endpoint.url",
        url(),
        "sasl.login.retry.backoff.ms",
        1,
        "sasl.login.retry.backoff.max.ms",
        1);
  }

  void open(int first) throws IOException {
    status = first;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
    server.createContext(
        "/token",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          byte[] body = "{\"access_token\":\"%s\"}".formatted(token()).getBytes(UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  void answers(int next) {
    status = next;
  }

  private static String token() {
    long now = Instant.now().getEpochSecond();
    return part("{\"alg\":\"none\"}")
        + "."
        + part("{\"sub\":\"me\",\"iat\":%d,\"exp\":%d}".formatted(now, now + 3_600))
        + ".AA";
  }

  private static String part(String json) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
  }

  @Override
  public void close() {
    System.clearProperty(ALLOWED);
    if (server != null) {
      server.stop(0);
    }
  }
}
