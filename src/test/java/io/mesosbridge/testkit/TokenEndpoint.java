package io.mesosbridge.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mesosbridge.sandbox.net.Ports;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler;

/** Where a client with OAUTHBEARER fetches its token; nobody answers before it is opened. */
public final class TokenEndpoint implements AutoCloseable {

  /** Kafka's clients and brokers ask no URL that this property of the JVM does not name. */
  public static final String ALLOWED = "org.apache.kafka.sasl.oauthbearer.allowed.urls";

  /** Who gets a token, and by which secret. */
  public static final String CLIENT = "bridge";

  public static final String SECRET = "s3cret";

  private final int port = Ports.free();
  private final KeyPair key = key();
  private HttpServer server;
  private volatile int status;
  private volatile KeyPair signing = key;

  /** One that is not open yet; this JVM's clients may ask it. */
  public TokenEndpoint() {
    System.setProperty(ALLOWED, url());
  }

  public String url() {
    return "http://" + Ports.LOOPBACK + ":" + port + "/token";
  }

  /** The settings of a client that asks it with this secret, once. */
  public Map<String, String> login(String secret) {
    return Map.of(
        "sasl.mechanism",
        "OAUTHBEARER",
        "sasl.jaas.config",
        "%s required clientId=\"%s\" clientSecret=\"%s\";"
            .formatted(OAuthBearerLoginModule.class.getName(), CLIENT, secret),
        "sasl.login.callback.handler.class",
        OAuthBearerLoginCallbackHandler.class.getName(),
        "sasl.oauthbearer.token.endpoint.url",
        url(),
        "sasl.login.retry.backoff.ms",
        "1",
        "sasl.login.retry.backoff.max.ms",
        "1");
  }

  /**
   * The settings of a broker's address that takes its tokens.
   *
   * @param folder gets the file with the key that they are signed with
   */
  public Map<String, String> ofBroker(Path folder) throws IOException {
    RSAPublicKey of = (RSAPublicKey) key.getPublic();
    String keys =
        "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"k\",\"alg\":\"RS256\",\"n\":\"%s\",\"e\":\"%s\"}]}"
            .formatted(number(of.getModulus()), number(of.getPublicExponent()));
    String file = Files.writeString(folder.resolve("jwks.json"), keys).toUri().toString();
    System.setProperty(ALLOWED, url() + "," + file);
    return Map.of(
        "oauthbearer.sasl.jaas.config",
        OAuthBearerLoginModule.class.getName() + " required;",
        "oauthbearer.sasl.server.callback.handler.class",
        OAuthBearerValidatorCallbackHandler.class.getName(),
        "sasl.oauthbearer.jwks.endpoint.url",
        file);
  }

  /** Answers from now on, with this status. */
  public void open(int first) throws IOException {
    status = first;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
    server.createContext("/token", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    String credentials =
        Base64.getEncoder().encodeToString((CLIENT + ":" + SECRET).getBytes(UTF_8));
    boolean known =
        ("Basic " + credentials).equals(exchange.getRequestHeaders().getFirst("Authorization"));
    byte[] body = "{\"access_token\":\"%s\"}".formatted(token()).getBytes(UTF_8);
    exchange.sendResponseHeaders(known ? status : 401, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** Answers with this status from now on. */
  public void answers(int next) {
    status = next;
  }

  /** Gives tokens from now on that the broker takes, or such that it does not. */
  public TokenEndpoint signs(boolean well) {
    signing = well ? key : key();
    return this;
  }

  private String token() {
    long now = Instant.now().getEpochSecond();
    String claims =
        part("{\"alg\":\"RS256\",\"kid\":\"k\"}")
            + "."
            + part("{\"sub\":\"%s\",\"iat\":%d,\"exp\":%d}".formatted(CLIENT, now, now + 3_600));
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(signing.getPrivate());
      signature.update(claims.getBytes(UTF_8));
      return claims + "." + encoded(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair key() {
    try {
      return KeyPairGenerator.getInstance("RSA").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String number(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return encoded(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
  }

  private static String part(String json) {
    return encoded(json.getBytes(UTF_8));
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public void close() {
    System.clearProperty(ALLOWED);
    if (server != null) {
      server.stop(0);
    }
  }
}
