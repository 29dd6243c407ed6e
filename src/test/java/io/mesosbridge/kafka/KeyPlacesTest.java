package io.mesosbridge.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.testkit.Configs;
import io.mesosbridge.testkit.LogLines;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Keys of tables and the partitions that they stand in. */
class KeyPlacesTest {

  private final KeyPlaces places = new KeyPlaces("mesos.bridge-state");

  private void among(int number) {
    places.among(
        List.of("mesos.tasks", "mesos.bridge-state").stream()
            .flatMap(topic -> among(topic, number))
            .toList());
  }

  private static Stream<TopicPartition> among(String topic, int number) {
    return IntStream.range(0, number).mapToObj(partition -> new TopicPartition(topic, partition));
  }

  private static PartitionInfo withoutLeader(TopicPartition of) {
    return new PartitionInfo(of.topic(), of.partition(), null, new Node[0], new Node[0]);
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
  void whoeverReadsTheTablesAtStartIsTold() {
    // Given
    Topics topics = new Topics(Configs.of(Map.of()).topics());
    MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    int wrong = (rightPlace("web") + 1) % 3;
    consumer.updatePartitions(
        "mesos.tasks", among("mesos.tasks", 3).map(KeyPlacesTest::withoutLeader).toList());
    among("mesos.tasks", 3)
        .forEach(
            each -> {
              long end = each.partition() == wrong ? 1 : 0;
              consumer.updateBeginningOffsets(Map.of(each, 0L));
              consumer.updateEndOffsets(Map.of(each, end));
            });
    consumer.schedulePollTask(
        () ->
            consumer.addRecord(
                new ConsumerRecord<>("mesos.tasks", wrong, 0, "web".getBytes(UTF_8), null)));
    CountDownLatch caughtUp = new CountDownLatch(1);

    // When
    try (LogLines log = new LogLines(KeyPlaces.class)) {
      LogReader reader =
          new LogReader(
              new ReadingClients(Configs.of(Map.of()), () -> consumer),
              topics,
              List.of(topics.tasks),
              "spread",
              new ToldByReader());
      reader.toEnds(caughtUp::countDown);
      await().until(() -> caughtUp.getCount() == 0);
      reader.close();

      // Then
      assertThat(log.all())
          .singleElement()
          .asString()
          .startsWith("WARN Keys of mesos.tasks are spread over its partitions: web stands in");
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
