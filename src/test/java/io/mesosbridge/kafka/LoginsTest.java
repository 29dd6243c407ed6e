package io.mesosbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.sandbox.net.Certificate;
import io.mesosbridge.testkit.Configs;
import io.mesosbridge.testkit.LoginWorld;
import io.mesosbridge.testkit.TokenEndpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All that may be wrong with a login or a certificate, what is said of it, and once it is right.
 */
class LoginsTest {

  private static final String WRONG = "wr0ng";

  private static final String REFUSED =
      "; kafka.sasl.mechanism and kafka.sasl.jaas.config have to be what the broker knows";

  private static final String WANTS_ONE =
      "; the broker wants to be shown a certificate that it trusts and that has not expired, which"
          + " quarkus.tls.<name>.key-store.* sets, <name> being kafka.tls-configuration-name";

  @TempDir private static Path files;
  private static LoginWorld world;

  /** What makes it right, on whichever side. */
  private interface Remedy {
    void apply() throws IOException;
  }

  @BeforeAll
  static void start() throws IOException {
    world = new LoginWorld(files);
    world.kafka().start();
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  private static Map<String, Object> showing(Certificate certificate, Certificate trusted) {
    Map<String, Object> all = world.client("MUTUAL", "SSL", trusted);
    all.putAll(certificate.kafkaSettings());
    return all;
  }

  static Stream<Arguments> logins() {
    return Stream.of(
        wrong(
            "password of PLAIN",
            world.client(LoginWorld.plain(WRONG)),
            "refuses the login: Authentication failed: Invalid username or password" + REFUSED,
            () -> world.changePlain(WRONG)),
        wrong(
            "password of SCRAM-SHA-256",
            world.client(LoginWorld.scram("SCRAM-SHA-256", WRONG)),
            "invalid credentials with SASL mechanism SCRAM-SHA-256" + REFUSED,
            () -> world.changeScram(WRONG)),
        wrong(
            "password of SCRAM-SHA-512",
            world.client(LoginWorld.scram("SCRAM-SHA-512", WRONG + WRONG)),
            "invalid credentials with SASL mechanism SCRAM-SHA-512" + REFUSED,
            () -> world.changeScram(WRONG + WRONG)),
        wrong(
            "token of OAUTHBEARER",
            world.client(world.tokens().signs(false).login(TokenEndpoint.SECRET)),
            "refuses the login: {\"status\":\"invalid_token\"}" + REFUSED,
            () -> world.tokens().signs(true)));
  }

  static Stream<Arguments> certificates() {
    Certificate another = Certificate.ofLoopback(files);
    Certificate stranger = Certificate.ofLoopback(files);
    return Stream.of(
        wrong(
            "authority of the broker",
            showing(world.bridges(), another),
            "unable to find valid certification path to requested target;"
                + " kafka.tls-configuration-name says whom to trust:"
                + " quarkus.tls.<name>.trust-store.* has to hold the authority of the broker's"
                + " certificate",
            () -> another.replace(world.broker())),
        wrong(
            "expired certificate of the broker",
            world.client("EXPIRED", "SSL", world.faulty("EXPIRED")),
            "the broker's certificate has expired, NotAfter: *; the broker needs a new one",
            () -> world.renew("EXPIRED")),
        wrong(
            "early certificate of the broker",
            world.client("EARLY", "SSL", world.faulty("EARLY")),
            "the broker's certificate is not valid yet, NotBefore: *; the broker needs another one,"
                + " or the clock of this machine is wrong",
            () -> world.renew("EARLY")),
        wrong(
            "host in the certificate of the broker",
            world.client("ELSEWHERE", "SSL", world.faulty("ELSEWHERE")),
            "No subject alternative names matching IP address 127.0.0.1 found;"
                + " kafka.bootstrap.servers, and the broker's advertised.listeners, have to name"
                + " the host as the broker's certificate does",
            () -> world.renew("ELSEWHERE")),
        wrong(
            "certificate that the broker does not know",
            showing(stranger, world.broker()),
            "Received fatal alert: bad_certificate" + WANTS_ONE,
            () -> stranger.replace(world.bridges())),
        wrong(
            "expired certificate of the bridge",
            showing(world.expiredOfBridge(), world.broker()),
            "Received fatal alert: certificate_unknown" + WANTS_ONE,
            () -> world.expiredOfBridge().replace(world.bridges())),
        wrong(
            "missing certificate of the bridge",
            world.client("MUTUAL", "SSL", world.broker()),
            "Received fatal alert: bad_certificate" + WANTS_ONE,
            () -> world.change("MUTUAL", "ssl.client.auth", "none")));
  }

  private static Arguments wrong(
      String what, Map<String, Object> settings, String said, Remedy remedy) {
    return arguments(what, settings, said, remedy);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"logins", "certificates"})
  void isSaidInWordsAndMendedWithoutARestart(
      String what, Map<String, Object> settings, String said, Remedy remedy) throws IOException {
    // Given
    KafkaClients clients = clients(what, settings);
    TopicKeeper keeper = keeper(what, clients);

    // When
    String complaint = clients.inWords(catchThrowable(keeper::ensure));

    // Then
    assertThat(complaint.replaceAll("(?<=Not(Before|After): )[^;]+", "*"))
        .startsWith("Kafka at 127.0.0.1:")
        .endsWith(said);
    assertThat(complaint).doesNotContain(WRONG, TokenEndpoint.SECRET, Certificate.PASSWORD);
    remedy.apply();
    assertThatCode(keeper::ensure).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "Received fatal alert: protocol_version, protocols and quarkus.tls.<name>.cipher-suites",
    "Received fatal alert: handshake_failure, protocols and quarkus.tls.<name>.cipher-suites",
    "Received fatal alert: unknown_ca, quarkus.tls.<name>.key-store.* sets",
    "Certificate signature check failed, quarkus.tls.<name>.trust-store.* has to hold",
    "Certificate signature check failed, have to name the host as the broker's certificate does",
    ", the connection ended; kafka.tls-configuration-name says whom to trust"
  })
  void whatIsRarerHasItsWordsToo(String said, String remedy) {
    assertThat(KafkaTls.inWords(new SSLHandshakeException(said))).contains(remedy);
  }

  private static BridgeConfig config(String name) {
    return Configs.of(Map.of("bridge.topics.prefix", name.replace(' ', '-') + "."));
  }

  private static KafkaClients clients(String name, Map<String, Object> settings) {
    return new KafkaClients(settings, config(name));
  }

  private static TopicKeeper keeper(String name, KafkaClients clients) {
    BridgeConfig config = config(name);
    return new TopicKeeper(clients, new Topics(config.topics()), config);
  }
}
