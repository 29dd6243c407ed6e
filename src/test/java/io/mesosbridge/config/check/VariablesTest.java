package io.mesosbridge.config.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.testkit.Configs;
import io.smallrye.config.SmallRyeConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Environment variables are read in any case and with any separators, and so they are checked. */
class VariablesTest {

  @ParameterizedTest
  @CsvSource({
    "bridge.mesos.mastres, sets no known key; the nearest is BRIDGE_MESOS_MASTERS",
    "bridge_mesos_mastres, sets no known key; the nearest is BRIDGE_MESOS_MASTERS",
    "Bridge.Mesos.Mastres, sets no known key; the nearest is BRIDGE_MESOS_MASTERS",
    "BRIDGE_MESOS_MASTRES_0_, sets no known key; the nearest is BRIDGE_MESOS_MASTERS",
    "kafka.security.protocl, is a key that no Kafka client has; the nearest is"
        + " KAFKA_SECURITY_PROTOCOL",
    "kafka_security_protocl, is a key that no Kafka client has; the nearest is"
        + " KAFKA_SECURITY_PROTOCOL"
  })
  void refusesAnUnknownOneHoweverItIsWritten(String variable, String wrong) {
    // When
    List<String> problems = problems(Map.of(variable, "http://m:5050"));

    // Then
    assertThat(problems)
        .singleElement()
        .asString()
        .startsWith("the environment variable " + variable + " " + wrong);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bridge.framework.roles",
        "bridge_framework_roles",
        "BRIDGE_FRAMEWORK_ROLES_0_",
        "bridge.framework.roles[0]"
      })
  void takesWhatIsReadHoweverItIsWritten(String variable) {
    // Given
    SmallRyeConfig config = Configs.keys(Map.of(), Map.of(variable, "web"));

    // When
    List<String> roles = config.getConfigMapping(BridgeConfig.class).framework().roles();

    // Then
    assertThat(roles).containsExactly("web");
    assertThat(problems(Map.of(variable, "web"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bridge.framework.labels.team", "bridge_service_host", "kafka.security.protocol"})
  void takesLabelsServicesAndWhatKafkaHasHoweverTheyAreWritten(String variable) {
    assertThat(problems(Map.of(variable, "SASL_SSL"))).isEmpty();
  }

  private static List<String> problems(Map<String, String> environment) {
    SmallRyeConfig config = Configs.keys(Map.of(), environment);
    return ConfigCheck.problems(config.getConfigMapping(BridgeConfig.class), config, name -> false);
  }
}
