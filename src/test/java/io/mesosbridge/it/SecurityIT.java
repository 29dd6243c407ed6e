package io.mesosbridge.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.docs.SecurityExamples;
import io.mesosbridge.sandbox.net.Certificate;
import io.mesosbridge.sandbox.process.BridgeLauncher;
import io.mesosbridge.testkit.JsonTree;
import io.mesosbridge.testkit.QuickWorld;
import io.mesosbridge.testkit.TestedBridge;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka with TLS, a login and access control, masters with TLS: as docs/operations.md has it. */
class SecurityIT {

  private static final String USER = "bridge";
  private static final String PASSWORD = "s3cret";

  @TempDir private static Path files;
  private static Certificate certificate;
  private static QuickWorld world;
  private static TestedBridge bridge;
  private static String logOfStart;
  private static TestedBridge standby;
  private static TestedBridge guessing;
  private static TestedBridge untrusting;

  @BeforeAll
  static void start() throws IOException {
    certificate = Certificate.ofLoopback(files);
    world = QuickWorld.secured(certificate, USER, PASSWORD);
    world.admin().allow(USER, TOPIC, "secured.", READ, WRITE, CREATE, DESCRIBE_CONFIGS);
    world.admin().allow(USER, GROUP, "secured", READ);
    world.admin().create("secured.replies", 1, Map.of());
    bridge = world.bridge("secured", launcher -> byFile(launcher, certificate));
    guessing = world.bridge("guessing", SecurityIT::guessing);
    Certificate another = Certificate.ofLoopback(files);
    untrusting = world.bridge("untrusting", launcher -> byFile(launcher, another));
    logOfStart = bridge.awaitState("SUBSCRIBED").process().logTail();
    standby = world.bridge("secured", SecurityIT::byVariables);
  }

  @AfterAll
  static void stop() {
    for (TestedBridge each : new TestedBridge[] {bridge, standby, guessing, untrusting}) {
      each.close();
    }
    world.close();
  }

  /** The example with this world's files and addresses. */
  private static String here(String example, Certificate trusted) {
    return example
        .replaceAll("/etc/(kafka|mesos)/ca\\.pem", trusted.pem().toString())
        .replace("kafka.example:9093", world.kafka().securedServers())
        .replaceAll("https://mesos1.*", String.join(",", world.mesos().urls()));
  }

  private static BridgeLauncher byFile(BridgeLauncher launcher, Certificate trusted) {
    try {
      Path file = Files.createTempFile(files, "application", ".properties");
      Files.writeString(file, here(SecurityExamples.properties(), trusted));
      return launcher
          .with("quarkus.config.locations", file.toUri().toString())
          .withVariable("BROKER_PASSWORD", PASSWORD);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BridgeLauncher byVariables(BridgeLauncher launcher) {
    BridgeLauncher all =
        launcher
            .with("kafka.bootstrap.servers", world.kafka().securedServers())
            .withVariable("BROKER_PASSWORD", PASSWORD);
    for (var variable : SecurityExamples.variables().entrySet()) {
      all = all.withVariable(variable.getKey(), here(variable.getValue(), certificate));
    }
    return all;
  }

  private static BridgeLauncher guessing(BridgeLauncher launcher) {
    return byFile(launcher, certificate)
        .withVariable("BROKER_PASSWORD", "guess")
        .with("quarkus.log.console.filter", "");
  }

  @Test
  void offersArriveAndACommandIsCarriedOut() {
    // When
    bridge.run("t-1", "sleep 1000", "TASK_RUNNING");

    // Then
    assertThat(bridge.status().at("/master/url").asText()).startsWith("https://");
  }

  @Test
  void updatesThatMayNotBeWrittenAreToldAndArriveOnceTheyMay() {
    // Given
    var denied = world.admin().deny(USER, "secured.task-updates", WRITE);

    // When
    bridge.carryOut(TestedBridge.launch(bridge.awaitOffer(), "t-denied", "sleep 1000"));

    // Then
    await().atMost(TestedBridge.PATIENCE).until(() -> !isReady(bridge));
    assertThat(bridge.status().path("why").asText())
        .contains("topic secured.task-updates cannot be written", "allow this user Read and Write");
    world.admin().undo(denied);
    bridge.awaitUpdate("t-denied", "TASK_RUNNING");
    bridge.awaitReady();
  }

  @Test
  void commandsThatMayNotBeReadAreToldAndCarriedOutOnceTheyMay() {
    // Given
    bridge.awaitState("SUBSCRIBED").awaitReady();
    double troubles = bridge.metric("bridge_kafka_troubles_total");

    // When
    var denied = world.admin().deny(USER, "secured.commands", READ);

    // Then whether or not there is a command to be read
    String forbidden = "secured.commands]; allow this user Read and Write on the topic";
    awaitWhy(bridge, forbidden);
    String command = bridge.send("{\"type\":\"REVIVE\"}");
    String why = awaitWhy(bridge, "Commands of secured.commands-0 from offset");
    assertThat(why).contains("on are not read: Kafka forbids it", forbidden);
    assertThat(isReady(bridge)).isFalse();
    assertThat(bridge.metric("bridge_kafka_troubles_total")).isGreaterThan(troubles);
    assertThat(bridge.results(command)).isZero();
    world.admin().undo(denied);
    assertThat(bridge.awaitResult(command).json().path("outcome").asText()).isEqualTo("ACCEPTED");
    bridge.awaitReady();
    assertThat(bridge.status().path("why").asText("")).isEmpty();
  }

  @Test
  void aStartWithAllRightsHasNothingToComplainOf() {
    // Then
    assertThat(logOfStart).contains("Subscribed").doesNotContain("ERROR");
  }

  @Test
  void aBrokenCommandIsAnsweredAndPutAside() {
    // Given
    byte[] broken = "no command".getBytes(UTF_8);

    // When
    bridge.sendRaw(broken, Map.of("REPLY_TOPIC", "secured.replies".getBytes(UTF_8)));

    // Then
    assertThat(bridge.awaitRecord("commands.dead-letter", any -> true).value())
        .isEqualTo("no command");
    assertThat(world.admin().awaitRecord("secured.replies").json().at("/error/code").asText())
        .isEqualTo("MALFORMED");
  }

  @Test
  void aReplyMakesNoTopicAlthoughTheBrokerMakesOneOfEveryName() {
    // Given
    Map<String, byte[]> headers =
        Map.of("ce_id", "lost".getBytes(UTF_8), "REPLY_TOPIC", "secured.typo".getBytes(UTF_8));

    // When
    bridge.sendRaw("{\"type\":\"REVIVE\"}".getBytes(UTF_8), headers);

    // Then
    bridge.awaitResult("lost");
    await()
        .atMost(TestedBridge.PATIENCE)
        .until(() -> bridge.metric("bridge_replies_failed_total") == 1);
    assertThat(world.admin().topics()).contains("secured.replies").doesNotContain("secured.typo");
  }

  @Test
  void aWrongPasswordIsSaidOnce() {
    // When
    String why = awaitReasonNotToBeReady(guessing);

    // Then
    assertThat(why).contains("refuses the login: Authentication failed: Invalid username");
    await().until(() -> log(guessing).filter(SecurityIT::isFailedAttempt).count() >= 3);
    assertIsSaidOnce(guessing, "Not started yet: " + why);
  }

  @Test
  void aCertificateThatIsNotTrustedIsSaidOnce() {
    // When
    String why = awaitReasonNotToBeReady(untrusting);

    // Then
    assertThat(why).contains("fails at TLS: unable to find valid certification path");
    assertIsSaidOnce(untrusting, "Not started yet: " + why);
    assertThat(log(untrusting).filter(SecurityIT::isFailedAttempt)).hasSize(1);
  }

  @Test
  void nobodyIsReadyWhileKafkaIsAway() {
    // Given
    standby.awaitState("STANDBY").awaitReady();

    // When
    world.kafka().stop();

    // Then
    await().until(() -> !isReady(bridge) && !isReady(standby));
    world.kafka().start();
    standby.awaitReady();
    bridge.awaitReady();
    assertThat(standby.status().path("state").asText()).isEqualTo("STANDBY");
  }

  private static boolean isReady(TestedBridge which) {
    return which.process().get("/q/health/ready").statusCode() == 200;
  }

  private static String awaitWhy(TestedBridge which, String part) {
    return await()
        .atMost(TestedBridge.PATIENCE)
        .until(() -> which.status().path("why").asText(), why -> why.contains(part));
  }

  private static String awaitReasonNotToBeReady(TestedBridge which) {
    which.process().awaitLive(TestedBridge.PATIENCE);
    return await()
        .atMost(TestedBridge.PATIENCE)
        .until(() -> reason(which), reason -> reason.contains("kafka."));
  }

  private static String reason(TestedBridge which) {
    JsonNode readiness = JsonTree.read(which.process().get("/q/health/ready").body());
    assertThat(readiness.path("status").asText()).isEqualTo("DOWN");
    return which.status().path("why").asText();
  }

  private static boolean isFailedAttempt(String line) {
    return line.contains("[AdminClient") && line.contains("failed authentication");
  }

  private static void assertIsSaidOnce(TestedBridge which, String line) {
    assertThat(log(which).filter(each -> each.contains(line))).hasSize(1);
  }

  private static Stream<String> log(TestedBridge which) {
    try {
      return Files.readAllLines(which.process().log()).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
