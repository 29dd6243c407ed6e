package io.mesosbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mesosbridge.testkit.Configs;
import io.mesosbridge.testkit.LogLines;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FirstClientsTest {

  private static final List<String> SERVERS = List.of("kafka-1:9092", "kafka-2:9092");

  private final FirstClients first = new FirstClients();

  @Test
  void aHostNameThatDoesNotResolveYetIsToldInOneLineUntilOneResolves() {
    try (LogLines log = new LogLines(FirstClients.class)) {
      // When
      boolean before = first.isKnown(SERVERS, FirstClientsTest::nobody);
      boolean again = first.isKnown(SERVERS, FirstClientsTest::nobody);
      boolean after =
          first.isKnown(
              SERVERS,
              host -> host.equals("kafka-2") ? InetAddress.getLoopbackAddress() : nobody(host));

      // Then
      assertThat(List.of(before, again, after)).containsExactly(false, false, true);
      assertThat(log.all()).hasSize(2);
      assertThat(log.all().get(0))
          .startsWith(
              "WARN Not started yet: kafka.bootstrap.servers=kafka-1:9092,kafka-2:9092 has no"
                  + " host name that can be resolved here")
          .contains("for example kafka.bootstrap.servers=localhost:9092");
      assertThat(log.all().get(1)).startsWith("INFO The host name of kafka-2:9092");
    }
  }

  @Test
  void aBrokenJaasTextIsOneLineWithWhatWouldBeRightAndWithoutThePassword() {
    // Given
    KafkaClients clients =
        with(
            Map.of(
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=u"
                    + " password=my secret;"));

    // Then
    assertThatThrownBy(() -> first.tryOut(clients))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("Value not specified for key '***' in JAAS config")
        .hasMessageContaining("valid is for example kafka.sasl.jaas.config=")
        .hasMessageNotContainingAny("secret", "my");
  }

  @Test
  void aTokenEndpointThatIsAwayIsToldInOneLineAndWaitedFor() throws IOException {
    // Given
    try (LogLines log = new LogLines(FirstClients.class);
        TokenEndpoint endpoint = new TokenEndpoint()) {
      KafkaClients clients = with(endpoint.login());

      // When
      boolean away = first.tryOut(clients);
      endpoint.open(503);
      boolean notYet = first.tryOut(clients);
      endpoint.answers(200);
      boolean there = first.tryOut(clients);

      // Then
      assertThat(List.of(away, notYet, there)).containsExactly(false, false, true);
      assertThat(log.all()).hasSize(3);
      assertThat(log.all().get(0))
          .startsWith(
              "WARN Not started yet: the login of kafka.sasl.* fails, java.net.ConnectException:"
                  + " Connection refused; it is tried again")
          .contains("for example kafka.sasl.oauthbearer.token.endpoint.url=https://")
          .doesNotContain("\n", "s3cret");
      assertThat(log.all().get(1)).contains("503").doesNotContain("\n", "s3cret");
      assertThat(log.all().get(2)).isEqualTo("INFO The login to Kafka works");
    }
  }

  @Test
  void aTokenEndpointThatRefusesIsOneLineAndEnds() throws IOException {
    // Given
    try (TokenEndpoint endpoint = new TokenEndpoint()) {
      KafkaClients clients = with(endpoint.login());
      endpoint.open(401);

      // Then
      assertThatThrownBy(() -> first.tryOut(clients))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("kafka.*: java.io.IOException: The response code 401 and error")
          .hasMessageNotContainingAny("s3cret", "\tat ", "Caused by");
    }
  }

  @Test
  void aSettingThatNoClientCanBeMadeOfIsOneLineWithTheDeepestReason() {
    // Given
    KafkaClients clients = with(Map.of("sasl.client.callback.handler.class", "foo"));

    // Then
    assertThatThrownBy(() -> first.tryOut(clients))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageEndingWith(
            "no Kafka client can be made of kafka.*: Invalid value foo for configuration"
                + " sasl.client.callback.handler.class: Class foo could not be found.");
  }

  @Test
  void whatTheChannelOfCommandsSetsOtherwiseIsTriedToo() {
    // Given
    KafkaClients clients =
        with(Map.of())
            .ofChannel(
                "commands",
                Configs.keys(
                    Map.of("mp.messaging.incoming.commands.bootstrap.servers", "nohost"),
                    Map.of()));

    // Then
    assertThatThrownBy(() -> first.tryOut(clients))
        .hasMessageContaining("Invalid url in bootstrap.servers: nohost");
  }

  @Test
  void settingsThatAreRightArePassedOverInSilence() {
    assertThatCode(() -> first.tryOut(with(Map.of()))).doesNotThrowAnyException();
  }

  private static InetAddress nobody(String host) throws UnknownHostException {
    throw new UnknownHostException(host);
  }

  private static KafkaClients with(Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(Map.of("bootstrap.servers", "127.0.0.1:1"));
    all.putAll(settings);
    return new KafkaClients(all, Configs.of(Map.of()));
  }
}
