package io.mesosbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.mesosbridge.kafka.FirstClients.NotYetException;
import io.mesosbridge.testkit.Configs;
import io.mesosbridge.testkit.TokenEndpoint;
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

  @Test
  void aHostNameThatDoesNotResolveYetIsToldInOneLineUntilOneResolves() {
    // Then
    assertThatThrownBy(() -> FirstClients.lookUp(SERVERS, FirstClientsTest::nobody))
        .isInstanceOf(NotYetException.class)
        .hasMessageStartingWith(
            "kafka.bootstrap.servers=kafka-1:9092,kafka-2:9092 has no host name that can be"
                + " resolved here")
        .hasMessageContaining("for example kafka.bootstrap.servers=localhost:9092");
    assertThatCode(
            () ->
                FirstClients.lookUp(
                    SERVERS,
                    host ->
                        host.equals("kafka-2") ? InetAddress.getLoopbackAddress() : nobody(host)))
        .doesNotThrowAnyException();
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
    assertThatThrownBy(() -> FirstClients.tryOut(clients))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("Value not specified for key '***' in JAAS config")
        .hasMessageContaining("valid is for example kafka.sasl.jaas.config=")
        .hasMessageNotContainingAny("secret", "my");
  }

  @Test
  void aTokenEndpointThatIsAwayIsToldInOneLineAndWaitedFor() throws IOException {
    // Given
    try (TokenEndpoint endpoint = new TokenEndpoint()) {
      KafkaClients clients = with(asking(endpoint));

      // When
      Throwable away = catchThrowable(() -> FirstClients.tryOut(clients));
      endpoint.open(503);
      Throwable notYet = catchThrowable(() -> FirstClients.tryOut(clients));
      endpoint.answers(200);

      // Then
      assertThat(List.of(away, notYet))
          .hasOnlyElementsOfType(NotYetException.class)
          .extracting(Throwable::getMessage)
          .noneMatch(line -> line.contains("\n") || line.contains("s3cret"));
      assertThat(away)
          .hasMessageStartingWith(
              "the login of kafka.sasl.* fails, java.net.ConnectException: Connection refused; it"
                  + " is tried again")
          .hasMessageContaining("for example kafka.sasl.oauthbearer.token.endpoint.url=https://");
      assertThat(notYet).hasMessageContaining("503");
      assertThatCode(() -> FirstClients.tryOut(clients)).doesNotThrowAnyException();
    }
  }

  @Test
  void aTokenEndpointThatRefusesIsOneLineAndEnds() throws IOException {
    // Given
    try (TokenEndpoint endpoint = new TokenEndpoint()) {
      KafkaClients clients = with(asking(endpoint));
      endpoint.open(401);

      // Then
      assertThatThrownBy(() -> FirstClients.tryOut(clients))
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
    assertThatThrownBy(() -> FirstClients.tryOut(clients))
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
    assertThatThrownBy(() -> FirstClients.tryOut(clients))
        .hasMessageContaining("Invalid url in bootstrap.servers: nohost");
  }

  @Test
  void settingsThatAreRightArePassedOverInSilence() {
    assertThatCode(() -> FirstClients.tryOut(with(Map.of()))).doesNotThrowAnyException();
  }

  private static Map<String, Object> asking(TokenEndpoint endpoint) {
    Map<String, Object> settings = new HashMap<>(endpoint.login(TokenEndpoint.SECRET));
    settings.put("security.protocol", "SASL_PLAINTEXT");
    return settings;
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
