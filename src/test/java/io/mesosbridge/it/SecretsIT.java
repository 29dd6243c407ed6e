package io.mesosbridge.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.mesosbridge.sandbox.net.Certificate;
import io.mesosbridge.sandbox.process.BridgeLauncher;
import io.mesosbridge.testkit.LoginWorld;
import io.mesosbridge.testkit.Plants;
import io.mesosbridge.testkit.QuickWorld;
import io.mesosbridge.testkit.TestedBridge;
import io.mesosbridge.testkit.TokenEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Secrets of every kind are planted, and looked for wherever the bridge writes or answers. */
class SecretsIT {

  private static final String PRINCIPAL = "bridge";
  private static final String OF_MESOS = "Pl4ntOfMesosSecret";
  private static final String TOKEN = "Pl4ntOfMesosToken";
  private static final String OF_ZOOKEEPER = "Pl4ntOfZooKeeper";
  private static final String OF_KAFKA = "Pl4ntOfKafkaLogin";
  private static final String OF_CLIENT = "Pl4ntOfTokenClient";
  private static final String OF_STORE = "Pl4ntOfKeyStore";
  private static final String OF_USER = "Pl4ntOfTheUser";
  private static final String OF_A_SLIP = "Pl4ntInAWrongKey";
  private static final String HASH = hash(OF_USER);

  private static final Plants PLANTS =
      new Plants(
          List.of(
              OF_MESOS,
              TOKEN,
              OF_ZOOKEEPER,
              OF_KAFKA,
              OF_CLIENT,
              OF_STORE,
              OF_USER,
              OF_A_SLIP,
              HASH,
              Certificate.PASSWORD));

  @TempDir private static Path files;
  private static LoginWorld kafka;
  private static QuickWorld world;

  @BeforeAll
  static void start() throws IOException {
    kafka = new LoginWorld(files);
    world = QuickWorld.with(kafka.kafka(), cluster -> cluster.credentials(PRINCIPAL, OF_MESOS));
    world.admin().scram(LoginWorld.USER, OF_KAFKA);
  }

  @AfterAll
  static void stop() {
    world.close();
    kafka.close();
  }

  private static String hash(String password) {
    try {
      byte[] text = ("otto:mesos-kafka-bridge:" + password).getBytes(UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(text));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** A bridge with which all is right, and that logs what it can of itself. */
  private static BridgeLauncher right(BridgeLauncher launcher) {
    BridgeLauncher all =
        launcher
            .with("quarkus.log.category.\"io.mesosbridge\".level", "DEBUG")
            .with("bridge.api.anonymous", "viewer")
            .with("quarkus.security.users.embedded.users.otto", HASH)
            .with("quarkus.security.users.embedded.roles.otto", "operator")
            .with("bridge.mesos.principal", PRINCIPAL)
            .with("bridge.mesos.secret", OF_MESOS)
            .with("kafka.bootstrap.servers", world.kafka().servers("LOGIN"))
            .with("kafka.security.protocol", "SASL_SSL")
            .with("kafka.tls-configuration-name", "kafka")
            .with("quarkus.tls.kafka.trust-store.pem.certs", kafka.broker().pem().toString())
            .with("quarkus.tls.kafka.key-store.p12.path", kafka.bridges().keyStore().toString())
            .with("quarkus.tls.kafka.key-store.p12.password", Certificate.PASSWORD);
    return with(all, LoginWorld.scram("SCRAM-SHA-512", OF_KAFKA));
  }

  private static BridgeLauncher with(BridgeLauncher launcher, Map<String, String> login) {
    BridgeLauncher all = launcher;
    for (var setting : login.entrySet()) {
      all = all.with("kafka." + setting.getKey(), setting.getValue());
    }
    return all;
  }

  @Test
  void noneIsToldByABridgeThatWorks() throws Exception {
    // Given
    try (TestedBridge bridge = world.bridge("right", SecretsIT::right)) {
      bridge.awaitState("SUBSCRIBED").run("t-1", "sleep 1000", "TASK_RUNNING");

      // When
      Map<String, String> texts = Plants.toldBy(bridge);
      texts.put("accepted", post(bridge, "{\"type\":\"REVIVE\"}", OF_USER));
      texts.put("refused", post(bridge, "{\"type\":\"REVIVE\"}", OF_A_SLIP));
      texts.put("malformed", post(bridge, "{\"type\":", OF_USER));
      texts.put("invalid", post(bridge, "{\"type\":\"KILL\"}", OF_USER));
      texts.put("log", Plants.log(bridge));

      // Then
      assertThat(texts.get("accepted")).contains("202");
      assertThat(texts.get("refused")).contains("401");
      assertThat(texts.get("malformed")).contains("400");
      assertThat(texts.get("log")).contains("DEBUG [io.mesosbridge");
      assertThat(PLANTS.in(texts)).isEmpty();
    }
  }

  static Stream<Arguments> mistakes() throws IOException {
    Path token = Files.writeString(files.resolve("token"), TOKEN);
    Path noToken = Files.writeString(files.resolve("no-token"), TOKEN + " and more");
    return Stream.of(
        wrong("the master refuses the secret", "bridge.mesos.secret", OF_A_SLIP),
        wrong(
            "the master refuses the token",
            "bridge.mesos.token-file",
            token.toString(),
            "bridge.mesos.principal",
            "",
            "bridge.mesos.secret",
            ""),
        wrong(
            "what should be a token is none",
            "bridge.mesos.token-file",
            noToken.toString(),
            "bridge.mesos.secret",
            ""),
        wrong(
            "ZooKeeper is away",
            "bridge.mesos.masters",
            "zk://mesos:" + OF_ZOOKEEPER + "@127.0.0.1:1/mesos"),
        wrong(
            "the URL of ZooKeeper is broken",
            "bridge.mesos.masters",
            "zk://mesos:" + OF_ZOOKEEPER + "@127.0.0.1:x/mesos"),
        wrong(
            "the master has credentials in its URL",
            "bridge.mesos.masters",
            "http://mesos:" + OF_A_SLIP + "@127.0.0.1:1"),
        wrong(
            "Kafka refuses the password",
            LoginWorld.scram("SCRAM-SHA-512", OF_A_SLIP).entrySet().stream()
                .flatMap(setting -> Stream.of("kafka." + setting.getKey(), setting.getValue()))
                .toArray(String[]::new)),
        wrong(
            "the login is broken",
            "kafka.sasl.jaas.config",
            "org.apache.kafka.common.security.scram.ScramLoginModule required username=me password="
                + OF_KAFKA
                + " more;"),
        wrong(
            "the token endpoint refuses the secret",
            Stream.concat(
                    Stream.of(TokenEndpoint.ALLOWED, kafka.tokens().url()),
                    kafka.tokens().login(OF_CLIENT).entrySet().stream()
                        .flatMap(
                            setting -> Stream.of("kafka." + setting.getKey(), setting.getValue())))
                .toArray(String[]::new)),
        wrong(
            "the key store has another password",
            "quarkus.tls.kafka.key-store.p12.password",
            OF_STORE),
        wrong(
            "keys are misspelt",
            "bridge.mesos.secrt",
            OF_A_SLIP,
            "bridge.mesos.password",
            OF_A_SLIP,
            "kafka.sasl.jaas.confg",
            OF_A_SLIP,
            "kafka.ssl.keystore.pasword",
            OF_A_SLIP),
        wrong(
            "the user has no hash but a password, and another has no role",
            "quarkus.security.users.embedded.users.otto",
            OF_USER,
            "quarkus.security.users.embedded.users.vera",
            OF_USER),
        wrong(
            "the secret stands where the file belongs",
            "bridge.mesos.secret",
            "",
            "bridge.mesos.secret-file",
            OF_MESOS,
            "bridge.mesos.token-file",
            TOKEN));
  }

  private static Arguments wrong(String what, String... settings) {
    return arguments(what, settings);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void noneIsToldWhile(String what, String[] settings) throws IOException {
    // When
    try (TestedBridge bridge = world.bridge(what.replaceAll("\\W", "-"), all(settings))) {
      await()
          .atMost(TestedBridge.PATIENCE)
          .until(() -> !bridge.process().isAlive() || saysWhy(bridge));

      // Then
      Map<String, String> texts =
          bridge.process().isAlive() ? Plants.toldBy(bridge) : Map.of("log", Plants.log(bridge));
      assertThat(PLANTS.in(texts)).isEmpty();
    }
  }

  private static UnaryOperator<BridgeLauncher> all(String... settings) {
    return launcher -> {
      BridgeLauncher all = right(launcher);
      for (int each = 0; each < settings.length; each += 2) {
        all = all.with(settings[each], settings[each + 1]);
      }
      return all;
    };
  }

  private static boolean saysWhy(TestedBridge bridge) {
    try {
      return bridge.status().path("why").asText().length() > 40;
    } catch (UncheckedIOException notYet) {
      return false;
    }
  }

  private static String post(TestedBridge bridge, String command, String password)
      throws IOException, InterruptedException {
    byte[] pair = ("otto:" + password).getBytes(UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(bridge.process().http().resolve("/api/v1/commands?wait=5s"))
            .header("Content-Type", "application/json")
            .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair))
            .POST(HttpRequest.BodyPublishers.ofString(command))
            .build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    return response.statusCode() + " " + response.headers().map() + response.body();
  }
}
