package io.mesosbridge.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.testkit.LogLines;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Keys of tables and the partitions that they stand in. */
class KeyPlacesTest {

  private final KeyPlaces places = new KeyPlaces("mesos.bridge-state");

  private void among(int number) {
    places.among(
        List.of("mesos.tasks", "mesos.bridge-state").stream()
            .flatMap(
                topic ->
                    IntStream.range(0, number)
                        .mapToObj(partition -> new TopicPartition(topic, partition)))
            .toList());
  }

  private void read(String topic, int partition, String key) {
    places.look(new ConsumerRecord<>(topic, partition, 0, key.getBytes(UTF_8), new byte[0]));
  }

  private static int rightPlace(String key) {
    return BuiltInPartitioner.partitionForKey(key.getBytes(UTF_8), 3);
  }

  @Test
  void aTableWhoseKeysAreSpreadOverPartitionsIsToldOfOnce() {
    // Given
    among(3);

    // When
    try (LogLines log = new LogLines(KeyPlaces.class)) {
      for (int i = 0; i < 9; i++) {
        read("mesos.tasks", rightPlace("task-" + i), "task-" + i);
      }
      List<String> before = List.copyOf(log.all());
      for (int i = 0; i < 9; i++) {
        read("mesos.tasks", (rightPlace("task-" + i) + 1) % 3, "task-" + i);
      }

      // Then
      assertThat(before).isEmpty();
      assertThat(log.all())
          .singleElement()
          .asString()
          .startsWith("WARN Keys of mesos.tasks are spread over its partitions: task-0 stands in");
    }
  }

  @Test
  void neitherATableOfOnePartitionNorTheTopicThatHasOneOrderIsTold() {
    // Given
    among(3);

    // When
    try (LogLines log = new LogLines(KeyPlaces.class)) {
      for (int i = 0; i < 9; i++) {
        read("mesos.bridge-state", 0, "command/" + i);
      }
      among(1);
      read("mesos.tasks", 0, "task-1");

      // Then
      assertThat(log.all()).isEmpty();
    }
  }
}
