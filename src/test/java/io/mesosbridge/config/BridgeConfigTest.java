package io.mesosbridge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mesosbridge.testkit.Configs;
import io.smallrye.config.ConfigValidationException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BridgeConfigTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          framework.id                | a/b     | is no id that Mesos takes; valid is for example my-framework-0001
          framework.id                | ..      | is no id that Mesos takes; valid is for example my-framework-0001
          framework.failover-timeout  | -1s     | must not be negative; valid are for example 30s
          framework.webui-url         | web     | is no URL of a web page; valid is for example http://bridge.example
          framework.webui-url         | http:   | is no URL of a web page; valid is for example http://bridge.example
          topics.partitions           | 0       | has to be a number from 1 to 2147483647; valid are for example 1
          topics.partitions           | three   | has to be a number from 1 to 2147483647; valid are for example 1
          topics.prefix               | {value} | may have only letters, digits, '.', '_' and '-', and at most 200
          topics.replication-factor   | 0       | has to be a number from 1 to 32767; valid are for example 1 and 3
          topics.replication-factor   | 32768   | has to be a number from 1 to 32767; valid are for example 1 and 3
          offers.hold                 | 0s      | has to be longer than zero; valid are for example 30s
          offers.refuse               | -5s     | must not be negative; valid are for example 30s
          commands.max-elements       | 0       | has to be a number from 1 to 2147483647; valid are for example 1
          results.remembered          | 0       | has to be a number from 1 to 2147483647; valid are for example 1
          placement.deadline          | 0s      | has to be longer than zero; valid are for example 30s
          placement.give-up           | -1s     | must not be negative; valid are for example 30s
          placement.head-start        | -1s     | must not be negative; valid are for example 30s
          placement.max-waiting       | 0       | has to be a number from 1 to 2147483647; valid are for example 1
          maintenance.avoid-before    | -1s     | must not be negative; valid are for example 30s
          """)
  void refusesWhatIsOutOfBounds(String key, String value, String reason) {
    // When
    String refusal = refusal(Map.of("bridge." + key, value));

    // Then
    assertThat(refusal).contains("bridge." + key, '"' + value + "\" " + reason);
  }

  @Test
  void refusesAnIdOfMoreBytesThanMesosTakes() {
    // When
    String refusal = refusal(Map.of("bridge.framework.id", "ü".repeat(128)));

    // Then
    assertThat(refusal).contains("is no id that Mesos takes");
    assertThat(Configs.of(Map.of("bridge.framework.id", "i".repeat(255))).framework().id())
        .hasValue("i".repeat(255));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a b", "-web", "web/", "/web", "a//b", "a/../b", ".", "eng/-web", "eng/*"})
  void refusesRolesThatMesosRefuses(String role) {
    // When
    String refusal = refusal(Map.of("bridge.framework.roles", "batch," + role));

    // Then
    assertThat(refusal)
        .contains("bridge.framework.roles", '"' + role + "\" is no role's name; valid is");
  }

  @ParameterizedTest
  @ValueSource(strings = {"web", "eng/web", "*", "we-b.1"})
  void takesRolesThatMesosTakes(String role) {
    // When
    BridgeConfig config = Configs.of(Map.of("bridge.framework.roles", role));

    // Then
    assertThat(config.framework().roles()).containsExactly(role);
  }

  @ParameterizedTest
  @CsvSource({
    "bridge.topics.create, ture, neither true nor false",
    "bridge.maintenance.kill-tasks, ture, neither true nor false",
    "bridge.offers.hold, 5 minutes, 'valid are for example 30s, 5m'",
    "bridge.offers.hold, '  ', is no duration; valid are for example 30s",
    "bridge.offers.hold, 200000d, longer than a hundred years; valid are for example 30s",
    "bridge.offers.hold, 999999999999999999d, is no duration; valid are for example 30s",
    "bridge.mesos.max-record-size, 64 MiB, 'valid are for example 65536, 512K'",
    "bridge.replies.allowed, replies(, 'is no regular expression, Unclosed group at'",
    "bridge.mesos.max-record-size, 3G, less than 2G; valid are for example",
    "bridge.publish.max-in-flight-bytes, 0, more than nothing and less than 2G; valid are",
    "bridge.updates.acknowledge, never, 'after-publish,by-command'",
    "bridge.framework.on-removed, restart, 'stop,register-again'",
    "bridge.placement.strategy, random, valid are pack and spread",
    "bridge.placement.policy, random, valid are pack and spread"
  })
  void refusesAValueOfTheWrongType(String key, String value, String valid) {
    // When
    String refusal = refusal(Map.of(key, value));

    // Then
    assertThat(refusal).contains(key, '"' + value + '"', valid);
  }

  @Test
  void letsAsMuchAwaitKafkaAsIsSetElseNoMoreThanTheHeapCanHold() {
    // Given
    long heap = Runtime.getRuntime().maxMemory();

    // When
    BridgeConfig set = Configs.of(Map.of("bridge.publish.max-in-flight-bytes", "1G"));
    BridgeConfig unset = Configs.of(Map.of());

    // Then
    assertThat(BridgeConfig.Publish.limitOf(set.publish())).isEqualTo(1 << 30);
    assertThat(BridgeConfig.Publish.limitOf(unset.publish()))
        .isEqualTo(Math.min(64 << 20, heap / 8));
  }

  @Test
  void tellsOfEachKeyThatIsOutOfBounds() {
    // When
    String refusal = refusal(Map.of("bridge.framework.roles", "-web", "bridge.offers.hold", "0s"));

    // Then
    assertThat(refusal).contains("\"-web\" is no role's name", "\"0s\" has to be longer than zero");
  }

  private static String refusal(Map<String, String> keys) {
    return catchThrowableOfType(ConfigValidationException.class, () -> Configs.of(keys))
        .getMessage();
  }
}
