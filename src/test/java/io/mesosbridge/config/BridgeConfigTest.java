package io.mesosbridge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mesosbridge.testkit.Configs;
import io.smallrye.config.ConfigValidationException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BridgeConfigTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          framework.id                | a/b   | is "a/b", which is no id that Mesos takes      | my-framework-0001
          framework.id                | ..    | is "..", which is no id that Mesos takes       | my-framework-0001
          framework.roles             | a,b,a | is [a, b, a], which has a role twice           | web,batch
          framework.failover-timeout  | -1s   | is PT-1S, but must not be negative             | 7d
          framework.webui-url         | web   | is "web", which is no URL of a web page        | http://bridge.example:8080
          framework.webui-url         | http: | is "http:", which is no URL of a web page      | http://bridge.example:8080
          topics.partitions           | 0     | is 0, but has to be at least 1                 | 1
          topics.replication-factor   | 0     | is 0, but has to be from 1 to 32767            | 3
          topics.replication-factor   | 32768 | is 32768, but has to be from 1 to 32767        | 3
          offers.hold                 | 0s    | is PT0S, but has to be longer than zero        | 5m
          offers.refuse               | -5s   | is PT-5S, but must not be negative             | 5s
          commands.max-elements       | 0     | is 0, but has to be at least 1                 | 100000
          placement.deadline          | 0s    | is PT0S, but has to be longer than zero        | 5m
          placement.head-start        | -1s   | is PT-1S, but must not be negative             | 1m
          placement.max-waiting       | 0     | is 0, but has to be at least 1                 | 10000
          """)
  void refusesWhatIsOutOfBounds(String key, String value, String reason, String example) {
    // When
    String refusal = refusal(Map.of("bridge." + key, value));

    // Then
    assertThat(refusal)
        .isEqualToNormalizingNewlines(
            "Configuration validation failed:\n\tbridge.%s %s; valid is for example %s"
                .formatted(key, reason, example));
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
    "bridge.topics.partitions, three, Expected an integer",
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
  void tellsEachValueThatIsOutOfBounds() {
    // When
    String refusal =
        refusal(Map.of("bridge.framework.roles", "the web,-web,web", "bridge.offers.hold", "0s"));

    // Then
    assertThat(refusal)
        .contains(
            "bridge.framework.roles[0] is \"the web\", which is no role's name",
            "bridge.framework.roles[1] is \"-web\", which is no role's name",
            "bridge.offers.hold is PT0S");
  }

  @ParameterizedTest
  @CsvSource({
    "{value} {}, {value} {}",
    "$${validatedValue} $, ${validatedValue} $",
    "$${1+1} #{1+1}, ${1+1} #{1+1}",
    "C:\\mesos, C:\\mesos"
  })
  void showsAValueAsItWasWritten(String written, String shown) {
    // When
    String refusal = refusal(Map.of("bridge.topics.prefix", written));

    // Then
    assertThat(refusal)
        .endsWith(
            "\tbridge.topics.prefix is \""
                + shown
                + "\", but may have only letters, digits, '.', '_' and '-', and at most 200 of"
                + " them; valid is for example mesos.");
  }

  private static String refusal(Map<String, String> keys) {
    return catchThrowableOfType(ConfigValidationException.class, () -> Configs.of(keys))
        .getMessage();
  }
}
