package io.mesosbridge.it;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.sandbox.net.Certificate;
import io.mesosbridge.sandbox.process.BridgeLauncher;
import io.mesosbridge.testkit.LoginWorld;
import io.mesosbridge.testkit.QuickWorld;
import io.mesosbridge.testkit.TestedBridge;
import io.mesosbridge.testkit.TokenEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged bridge and each way to be known to Kafka; what is said of what is wrong stands in
 * the tests of the clients.
 */
class KafkaLoginsIT {

  @TempDir private static Path files;
  private static LoginWorld kafka;
  private static QuickWorld world;

  @BeforeAll
  static void start() throws IOException {
    kafka = new LoginWorld(files);
    world = QuickWorld.with(kafka.kafka(), cluster -> cluster);
    world.admin().scram(LoginWorld.USER, LoginWorld.PASSWORD);
  }

  @AfterAll
  static void stop() {
    world.close();
    kafka.close();
  }

  private static UnaryOperator<BridgeLauncher> login(Map<String, String> login) {
    return launcher -> {
      BridgeLauncher all =
          at("LOGIN", "SASL_SSL", launcher).with(TokenEndpoint.ALLOWED, kafka.tokens().url());
      for (var setting : login.entrySet()) {
        all = all.with("kafka." + setting.getKey(), setting.getValue());
      }
      return all;
    };
  }

  private static BridgeLauncher at(String address, String protocol, BridgeLauncher launcher) {
    return launcher
        .with("kafka.bootstrap.servers", world.kafka().servers(address))
        .with("kafka.security.protocol", protocol)
        .with("kafka.tls-configuration-name", "kafka")
        .with("quarkus.tls.kafka.reload-period", "2s")
        .with(
            "quarkus.tls.kafka.trust-store.pem.certs",
            Stream.of(kafka.broker(), kafka.faulty("EXPIRED"))
                .map(trusted -> trusted.pem().toString())
                .collect(joining(",")));
  }

  private static BridgeLauncher showing(Certificate certificate, BridgeLauncher launcher) {
    return at("MUTUAL", "SSL", launcher)
        .with("quarkus.tls.kafka.key-store.p12.path", certificate.keyStore().toString())
        .with("quarkus.tls.kafka.key-store.p12.password", Certificate.PASSWORD);
  }

  @Test
  void carriesCommandsAndUpdatesByEachLogin() {
    // Given
    Map<String, UnaryOperator<BridgeLauncher>> logins = new LinkedHashMap<>();
    logins.put("plain", login(LoginWorld.plain(LoginWorld.PASSWORD)));
    logins.put("scram-256", login(LoginWorld.scram("SCRAM-SHA-256", LoginWorld.PASSWORD)));
    logins.put("scram-512", login(LoginWorld.scram("SCRAM-SHA-512", LoginWorld.PASSWORD)));
    logins.put("token", login(kafka.tokens().login(TokenEndpoint.SECRET)));
    logins.put("mutual", launcher -> showing(kafka.bridges(), launcher));
    logins.forEach(
        (name, login) -> {

          // When
          try (TestedBridge bridge = world.bridge(name, login)) {
            bridge.awaitState("SUBSCRIBED").run(name, "sleep 1000", "TASK_RUNNING");

            // Then
            bridge.awaitReady();
            assertThat(log(bridge)).doesNotContain("ERROR");
          }
        });
  }

  @Test
  void aPasswordThatIsChangedWhileTheBridgeLeadsIsToldUntilItIsTheFormerAgain() {
    // Given
    var login = login(LoginWorld.scram("SCRAM-SHA-512", LoginWorld.PASSWORD));
    try (TestedBridge bridge = world.bridge("rotated", login)) {
      bridge.awaitState("SUBSCRIBED").awaitReady();
      double troubles = bridge.metric("bridge_kafka_troubles_total");

      // When
      world.admin().scram(LoginWorld.USER, "r0tated");

      // Then
      String why =
          await()
              .atMost(TestedBridge.PATIENCE)
              .until(
                  () -> bridge.status().path("why").asText(),
                  each -> each.contains("refuses the login"));
      assertThat(why)
          .contains("invalid credentials with SASL mechanism SCRAM-SHA-512")
          .contains("kafka.sasl.jaas.config have to be what the broker knows")
          .doesNotContain(LoginWorld.PASSWORD);
      assertThat(bridge.process().get("/q/health/ready").statusCode()).isEqualTo(503);
      assertThat(bridge.process().get("/q/health/live").statusCode()).isEqualTo(200);
      assertThat(bridge.metric("bridge_kafka_troubles_total")).isGreaterThan(troubles);
      assertThat(log(bridge)).contains("refuses the login");
      world.admin().scram(LoginWorld.USER, LoginWorld.PASSWORD);
      bridge.awaitState("SUBSCRIBED").awaitReady();
      bridge.run("t-rotated", "sleep 1000", "TASK_RUNNING");
    }
  }

  @Test
  void anExpiredCertificateIsToldUntilKafkaHasANewOneWhichIsReadAsItChanges() {
    // Given
    try (TestedBridge bridge =
        world.bridge("expired", launcher -> at("EXPIRED", "SSL", launcher))) {
      bridge.process().awaitLive(TestedBridge.PATIENCE);

      // When
      String why =
          await()
              .atMost(TestedBridge.PATIENCE)
              .until(() -> bridge.status().path("why").asText(), each -> each.contains("Kafka at"));

      // Then
      assertThat(why).contains("fails at TLS: the broker's certificate has expired, NotAfter: ");
      assertThat(bridge.process().get("/q/health/ready").statusCode()).isEqualTo(503);
      assertThat(bridge.process().get("/q/health/live").statusCode()).isEqualTo(200);
      kafka.renew("EXPIRED");
      bridge.awaitState("SUBSCRIBED").awaitReady();
      assertThat(log(bridge)).containsOnlyOnce("Not started yet: " + why);
    }
  }

  private static String log(TestedBridge bridge) {
    try {
      return Files.readString(bridge.process().log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
