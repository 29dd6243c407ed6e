package io.mesosbridge.kafka;

import static io.mesosbridge.kafka.SecuredBroker.login;
import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.kafka.TopicKeeper.TopicsMissingException;
import io.mesosbridge.testkit.Configs;
import io.mesosbridge.testkit.KafkaAdmin;
import io.mesosbridge.testkit.LogLines;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A Kafka that wants TLS and a login, and users who may do too little. */
class RightsTest {

  private static final KafkaAdmin ADMIN = SecuredBroker.ADMIN;
  private static final Object SERVERS = SecuredBroker.secured(Map.of()).get("bootstrap.servers");

  private static BridgeConfig config(String name) {
    return Configs.of(Map.of("bridge.topics.prefix", name + ".", "bridge.group-id", name));
  }

  private static KafkaClients clients(String name, Map<String, Object> changes) {
    return new KafkaClients(SecuredBroker.secured(changes), config(name));
  }

  private static TopicKeeper keeper(String name, KafkaClients clients) {
    BridgeConfig config = config(name);
    return new TopicKeeper(clients, new Topics(config.topics()), config);
  }

  /** What the bridge says of these settings. */
  private static String complaint(Map<String, Object> changes) {
    KafkaClients clients = clients("any", changes);
    return clients.inWords(catchThrowable(keeper("any", clients)::ensure));
  }

  @Test
  void withoutDescribeConfigsPoliciesAreNotCheckedWhichIsSaid() throws Exception {
    // Given
    ADMIN.allow(SecuredBroker.USER, TOPIC, "blind.", READ, WRITE, CREATE);
    ADMIN.allow(SecuredBroker.USER, GROUP, "blind", READ);
    TopicKeeper keeper = keeper("blind", clients("blind", Map.of()));
    keeper.ensure();
    ADMIN.awaitTopic("blind.bridge-state");

    // When
    try (LogLines log = new LogLines(TopicSettings.class)) {
      keeper.ensure();

      // Then
      assertThat(log.all())
          .singleElement()
          .asString()
          .startsWith("WARN Not checked whether the settings are right for topics blind.offers, ")
          .endsWith("blind.bridge-state: allow this user DescribeConfigs");
    }
  }

  @Test
  void withoutCreateTheMissingTopicsAreNamed() {
    // Given
    ADMIN.allow(SecuredBroker.USER, TOPIC, "poor.", READ, WRITE);

    // When
    assertThatThrownBy(keeper("poor", clients("poor", Map.of()))::ensure)

        // Then
        .isInstanceOf(TopicsMissingException.class)
        .hasMessageStartingWith("topics poor.offers, ")
        .hasMessageContaining("allow it Create on them, or create them");
  }

  @Test
  void withoutReadOnTheGroupNobodyWouldEverLead() {
    // Given
    ADMIN.allow(SecuredBroker.USER, TOPIC, "lone.", READ, WRITE, CREATE);
    KafkaClients clients = clients("lone", Map.of());

    // When
    Throwable refusal = catchThrowable(keeper("lone", clients)::ensure);

    // Then
    assertThat(clients.inWords(refusal))
        .contains("'lone'")
        .endsWith("allow this user Read on the group");
  }

  @Test
  void aWrongPasswordIsCalledSo() {
    // When
    String complaint = complaint(Map.of("sasl.jaas.config", login("plain.Plain", "guessed")));

    // Then
    assertThat(complaint)
        .isEqualTo(
            "Kafka at "
                + SERVERS
                + " refuses the login: Authentication failed: Invalid username or password;"
                + " kafka.sasl.mechanism and kafka.sasl.jaas.config have to be what the broker"
                + " knows");
  }

  @Test
  void aCertificateThatIsNotTrustedIsCalledSo() {
    // When
    Path others = Path.of(System.getProperty("java.home"), "lib", "security", "cacerts");
    String complaint =
        complaint(
            Map.of("ssl.truststore.type", "JKS", "ssl.truststore.location", others.toString()));

    // Then
    assertThat(complaint)
        .startsWith("Kafka at " + SERVERS + " fails at TLS: unable to find valid")
        .contains("kafka.tls-configuration-name says whom to trust");
  }

  @Test
  void aMechanismThatTheBrokerDoesNotKnowIsCalledSo() {
    // When
    String complaint =
        complaint(
            Map.of(
                "sasl.mechanism",
                "SCRAM-SHA-512",
                "sasl.jaas.config",
                login("scram.Scram", "s3cret")));

    // Then
    assertThat(complaint).contains("refuses the login", "enabled mechanisms are [PLAIN]");
  }

  @Test
  void settingsThatNoClientCanBeMadeOfAreCalledSo() {
    // When
    String complaint = complaint(Map.of("security.protocol", "SASL-SSL"));

    // Then
    assertThat(complaint).contains("SASL-SSL");
  }
}
