package io.mesosbridge.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.testkit.Configs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** A topic that was made anew, and is as long as the former one was when it was read. */
class TopicMadeAnewTest {

  private final BridgeConfig config = Configs.of(Map.of());
  private final Topics topics = new Topics(config.topics());
  private final ReadingClients clients = new ReadingClients(config, Refilled::new);
  private final ToldByReader listener = new ToldByReader();
  private final List<String> told = listener.all();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private volatile boolean failing;

  @Test
  void isReadFromItsBeginningBeforeItCountsAsRead() {
    // Given
    log.addAll(List.of("old-1", "old-2"));
    LogReader reader = new LogReader(clients, topics, List.of(topics.tasks), "test", listener);
    await().untilAsserted(() -> assertThat(told).singleElement().asString().contains("old-2"));

    // When
    clients.topicsAreMadeAnew();
    log.replaceAll(name -> name.replace("old", "new"));
    reader.toEnds(() -> told.add("caught up"));

    // Then
    await().until(() -> told.contains("caught up"));
    reader.close();
    assertThat(told).hasSize(4);
    assertThat(told.get(1)).contains("broken", "was made anew");
    assertThat(told.get(2)).contains("new-1", "new-2");
    assertThat(told.get(3)).isEqualTo("caught up");
  }

  @Test
  void isReadAnewOnceOnly() {
    // Given
    log.add("old");
    LogReader reader = new LogReader(clients, topics, List.of(topics.tasks), "test", listener);
    await().until(() -> !told.isEmpty());
    clients.topicsAreMadeAnew();
    reader.toEnds(() -> told.add("caught up"));
    await().until(() -> told.contains("caught up"));

    // When
    reader.toEnds(() -> told.add("again"));

    // Then
    await().until(() -> told.contains("again"));
    reader.close();
    assertThat(told).filteredOn(each -> each.startsWith("broken")).hasSize(1);
  }

  @Test
  void isNoticedAlsoByAClientThatWasOpenedMeanwhile() {
    // Given
    log.add("old");
    LogReader reader = new LogReader(clients, topics, List.of(topics.tasks), "test", listener);
    await().until(() -> !told.isEmpty());
    clients.topicsAreMadeAnew();
    failing = true;
    await().until(() -> !failing);

    // When
    reader.toEnds(() -> told.add("caught up"));

    // Then
    await().until(() -> told.contains("caught up"));
    reader.close();
    assertThat(told.get(1)).contains("broken", "was made anew");
  }

  /** The reading that begins knows nothing of the one before, so that no loss may go with it. */
  @Test
  void isBrokenAlsoForWhoReadsAllOnceMoreEachOfSeveral() {
    // Given
    log.add("old");
    List<Topics.Topic> two = List.of(topics.tasks, topics.offers);
    LogReader reader = new LogReader(clients, topics, two, "test", listener);
    await().until(() -> !told.isEmpty());
    clients.topicsAreMadeAnew();

    // When
    reader.anew(1);
    reader.toEnds(() -> told.add("caught up"));

    // Then
    await().until(() -> told.contains("caught up"));
    reader.close();
    assertThat(told)
        .filteredOn(each -> each.startsWith("broken"))
        .containsExactlyInAnyOrder(
            "broken: mesos.tasks was made anew", "broken: mesos.offers was made anew");
  }

  /** A consumer of the table of live tasks, which holds what the log does; another is empty. */
  private final class Refilled extends MockConsumer<byte[], byte[]> {

    private final TopicPartition table = new TopicPartition(topics.tasks.name(), 0);

    private Refilled() {
      super("earliest");
      Node[] none = new Node[0];
      for (Topics.Topic topic : List.of(topics.tasks, topics.offers)) {
        TopicPartition partition = new TopicPartition(topic.name(), 0);
        updatePartitions(
            topic.name(), List.of(new PartitionInfo(topic.name(), 0, null, none, none)));
        updateBeginningOffsets(Map.of(partition, 0L));
        updateEndOffsets(Map.of(partition, partition.equals(table) ? 2L : 0L));
      }
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
      if (failing) {
        failing = false;
        throw new KafkaException("once");
      }
      updateEndOffsets(Map.of(table, (long) log.size()));
      for (long at = position(table); at < log.size(); at++) {
        byte[] key = log.get((int) at).getBytes(UTF_8);
        addRecord(new ConsumerRecord<>(table.topic(), 0, at, key, null));
      }
      return super.poll(Duration.ofMillis(10));
    }
  }
}
