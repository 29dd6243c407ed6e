package io.mesosbridge.it;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.testkit.QuickWorld;
import io.mesosbridge.testkit.TestedBridge;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The topics that the bridge makes, and what it does with those it finds. */
class TopicsIT {

  private static QuickWorld world;
  private static TestedBridge bridge;

  @BeforeAll
  static void start() {
    world = QuickWorld.quick();
    world.admin().create("topics.offers", 1, Map.of("cleanup.policy", "delete"));
    bridge = world.bridge("topics").awaitReady();
  }

  @AfterAll
  static void stop() {
    bridge.close();
    world.close();
  }

  @ParameterizedTest
  @CsvSource({
    "task-updates, delete, 604800000",
    "tasks, compact,",
    "operation-updates, delete, 604800000",
    "heartbeats, delete, 3600000",
    "events, delete, 604800000",
    "commands, delete, 604800000",
    "command-results, delete, 604800000",
    "commands.dead-letter, delete, 2592000000",
    "launches, compact,",
    "bridge-state, compact,"
  })
  void aMissingTopicIsCreatedAsItShouldBe(String topic, String policy, String retention) {
    // When
    String found = world.admin().setting("topics." + topic, "cleanup.policy");

    // Then
    assertThat(found).isEqualTo(policy);
    assertThat(world.admin().partitions("topics." + topic)).isEqualTo(1);
    if (retention != null) {
      assertThat(world.admin().setting("topics." + topic, "retention.ms")).isEqualTo(retention);
    }
  }

  @ParameterizedTest
  @CsvSource({"tasks, 86400000, 0", "launches, 3600000, 0", "bridge-state, 86400000, 3600000"})
  void aCompactedTopicIsCreatedSoThatCompactionHappens(
      String topic, String tombstones, String uncompacted) {
    // When
    UnaryOperator<String> found = name -> world.admin().setting("topics." + topic, name);

    // Then
    assertThat(found.apply("segment.ms")).isEqualTo("3600000");
    assertThat(Long.valueOf(found.apply("segment.bytes")))
        .isEqualTo(Long.parseLong(found.apply("max.message.bytes")) + (1 << 20));
    assertThat(found.apply("delete.retention.ms")).isEqualTo(tombstones);
    assertThat(found.apply("min.compaction.lag.ms")).isEqualTo(uncompacted);
  }

  @Test
  void aTopicWithTheWrongPolicyIsWarnedOfAndLeftAlone() {
    // When
    String log = bridge.process().logTail();

    // Then
    assertThat(log).contains("Topic topics.offers has cleanup.policy=delete, but compact is right");
    assertThat(world.admin().setting("topics.offers", "cleanup.policy")).isEqualTo("delete");
  }

  @Test
  void aCommandTopicOfTwoPartitionsIsRefused() {
    // Given
    world.admin().create("split.commands", 2, Map.of());

    // When
    try (TestedBridge refused = world.bridge("split")) {

      // Then
      assertThat(refused.process().awaitExit(ofSeconds(90))).isEqualTo(1);
      assertThat(refused.process().logTail())
          .contains("Topic split.commands has 2 partitions", "exactly 1 partition");
    }
  }
}
