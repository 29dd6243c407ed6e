package io.mesosbridge.config.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.testkit.Configs;
import io.smallrye.config.SmallRyeConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaCheckTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kafka.group.protocol",
        "mp.messaging.connector.smallrye-kafka.group.protocol",
        "mp.messaging.incoming.commands.group.protocol"
      })
  void refusesTheGroupProtocolThatCannotKeepTakeOverWithinFifteenSeconds(String key) {
    // When
    List<String> problems = problems(Map.of(key, "consumer"));

    // Then
    assertThat(problems)
        .containsExactly(
            key
                + "=consumer cannot keep a take-over within 15 s: brokers allow this protocol no"
                + " session timeout below 45 s; valid is for example "
                + key
                + "=classic");
  }

  @Test
  void blanksBehindAValueMeanNothingAsForKafka() {
    // When
    List<String> encrypted =
        problems(
            Map.of(
                "kafka.security.protocol", "SASL_SSL ", "kafka.tls-configuration-name", "kafka"));
    List<String> slow = problems(Map.of("kafka.group.protocol", "consumer "));

    // Then
    assertThat(encrypted).isEmpty();
    assertThat(slow).singleElement().asString().contains("cannot keep a take-over within 15 s");
  }

  private static List<String> problems(Map<String, String> properties) {
    SmallRyeConfig config = Configs.keys(properties, Map.of());
    ConfigCheck.Problems problems = new ConfigCheck.Problems(config);
    KafkaCheck.check(config, name -> true, problems);
    return problems.lines();
  }
}
