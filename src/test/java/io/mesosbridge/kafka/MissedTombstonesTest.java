package io.mesosbridge.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.testkit.Configs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** Who stands by without Kafka for so long that tombstones were compacted away meanwhile. */
class MissedTombstonesTest {

  private static final long NOW = System.currentTimeMillis();
  private static final long LONG_AGO = NOW - Duration.ofHours(2).toMillis();

  private final BridgeConfig config = Configs.of(Map.of());
  private final Topics topics = new Topics(config.topics());
  private final TopicPartition table = new TopicPartition(topics.tasks.name(), 0);
  private final Queue<ConsumerRecord<byte[], byte[]>> coming = new ConcurrentLinkedQueue<>();
  private final ToldByReader listener = new ToldByReader();
  private final List<String> told = listener.all();

  private LogReader follows() {
    LogReader reader =
        new LogReader(
            new ReadingClients(config, Table::new),
            topics,
            List.of(topics.tasks),
            "test",
            listener);
    reader.toEnds(() -> told.add("caught up"));
    await().until(() -> told.contains("caught up"));
    return reader;
  }

  private void comes(long offset, String task, long millis) {
    coming.add(
        new ConsumerRecord<>(
            table.topic(),
            0,
            offset,
            millis,
            TimestampType.CREATE_TIME,
            0,
            0,
            task.getBytes(UTF_8),
            null,
            new RecordHeaders(),
            Optional.empty()));
  }

  private void awaitRead(String task) {
    await().until(() -> told.stream().anyMatch(each -> each.contains("key=" + task)));
  }

  @Test
  void isToldThatTheyMayBeGone() {
    // Given
    LogReader reader = follows();
    comes(0, "ended meanwhile", LONG_AGO);
    awaitRead("ended meanwhile");

    // When
    comes(5, "other", NOW);
    comes(9, "third", NOW);
    awaitRead("third");

    // Then
    reader.close();
    assertThat(told).filteredOn(each -> each.startsWith("missed")).hasSize(1);
  }

  @Test
  void isToldNothingWhereNoOffsetIsMissing() {
    // Given
    LogReader reader = follows();
    comes(0, "quiet", LONG_AGO);
    awaitRead("quiet");

    // When
    comes(1, "next", NOW);
    awaitRead("next");

    // Then
    reader.close();
    assertThat(told).noneMatch(each -> each.startsWith("missed"));
  }

  @Test
  void isToldNothingOfWhatWasCompactedBeforeItWasReadAtAll() {
    // Given
    comes(0, "old", LONG_AGO);
    comes(5, "older than the reader", LONG_AGO);

    // When
    LogReader reader = follows();
    awaitRead("older than the reader");

    // Then
    reader.close();
    assertThat(told).noneMatch(each -> each.startsWith("missed"));
  }

  /** A consumer of the table of live tasks, which has what has come until it is asked. */
  private final class Table extends MockConsumer<byte[], byte[]> {

    private Table() {
      super("earliest");
      Node[] none = new Node[0];
      updatePartitions(
          table.topic(), List.of(new PartitionInfo(table.topic(), 0, null, none, none)));
      updateBeginningOffsets(Map.of(table, 0L));
      long end = coming.stream().mapToLong(each -> each.offset() + 1).max().orElse(0);
      updateEndOffsets(Map.of(table, end));
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
      for (var next = coming.poll(); next != null; next = coming.poll()) {
        addRecord(next);
      }
      return super.poll(Duration.ofMillis(10));
    }
  }
}
