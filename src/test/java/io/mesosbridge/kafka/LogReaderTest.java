package io.mesosbridge.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.testkit.Configs;
import io.mesosbridge.testkit.LogLines;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.Test;

class LogReaderTest {

  private static final long EPOCH = 7;

  private final BridgeConfig config = Configs.of(Map.of());
  private final Topics topics = new Topics(config.topics());
  private final CountDownLatch looking = new CountDownLatch(1);
  private final CountDownLatch wokenUp = new CountDownLatch(1);
  private final ToldByReader listener = new ToldByReader();
  private final List<String> told = listener.all();
  private final Queue<Consumer<byte[], byte[]>> consumers = new ConcurrentLinkedQueue<>();
  private final OwnRecords own = new OwnRecords();

  /** If there is none that the test made: it still looks for partitions when it is woken up. */
  private final KafkaClients clients =
      new ReadingClients(config, () -> consumers.isEmpty() ? new Empty() : consumers.remove());

  @Test
  void beingWokenUpEarlyIsNoTrouble() throws InterruptedException {
    // Given
    try (LogLines log = new LogLines(LogReader.class)) {
      LogReader reader = new LogReader(clients, topics, List.of(topics.state), "test", listener);
      looking.await();

      // When
      reader.toEnds(() -> told.add("caught up"));

      // Then
      await().until(() -> !told.isEmpty());
      reader.close();
      assertThat(told).containsExactly("caught up");
      assertThat(log.all()).isEmpty();
    }
  }

  @Test
  void aTopicThatIsMadeAnewMeanwhileIsReadToItsNewEnd() {
    // Given
    wokenUp.countDown();
    consumers.add(new Shrinking());
    LogReader reader = new LogReader(clients, topics, List.of(topics.state), "test", listener);

    // When
    reader.toEnds(() -> told.add("caught up"));

    // Then
    await().until(() -> !told.isEmpty());
    reader.close();
    assertThat(told).containsExactly("caught up");
  }

  @Test
  void aLeadersOwnRecordsAreNotReadAgain() {
    // Given
    Table table = new Table();
    LogReader reader = leading(table);
    table.holds("a", EPOCH).holds("b", EPOCH + 1).holds("c", EPOCH);

    // When
    wrote(0, 1, 2); // whatever they say, they are not looked at
    table.turns(4);

    // Then
    reader.close();
    assertThat(told).isEmpty();
  }

  @Test
  void whatStandsBetweenALeadersOwnRecordsIsRead() {
    // Given
    Table table = new Table();
    LogReader reader = leading(table);
    table.holds("own", EPOCH).holds("other", EPOCH - 1).holds("own", EPOCH);

    // When
    wrote(0, 2);
    table.turns(4);

    // Then
    reader.close();
    assertThat(told).singleElement().asString().contains("read", "other");
  }

  @Test
  void whatIsThereLongerThanAConfirmationTakesIsRead() {
    // Given
    Table table = new Table();
    LogReader reader = leading(table);
    table.holds("own", EPOCH).holds("without a confirmation", EPOCH - 1);

    // When
    wrote(0);
    table.turns(4);

    // Then
    reader.close();
    assertThat(told).singleElement().asString().contains("read", "without a confirmation");
  }

  @Test
  void aTableThatEndsBelowALeadersOwnRecordsIsBroken() {
    // Given
    Table table = new Table();
    LogReader reader = leading(table);
    wrote(0, 1);

    // When
    table.turns(2);
    table.holds("of another leader", EPOCH - 1);
    table.turns(4);

    // Then
    reader.close();
    assertThat(told).hasSize(2);
    assertThat(told.get(0)).contains("broken", "and ends at 0");
    assertThat(told.get(1)).contains("of another leader");
  }

  @Test
  void aTableThatWasCutOffAndGrewAgainIsBroken() {
    // Given
    Table table = new Table();
    LogReader reader = leading(table);
    wrote(0, 1, 0);

    // When
    table.holds("own", EPOCH).holds("of another leader", EPOCH - 1);
    table.turns(4);

    // Then
    reader.close();
    assertThat(told).hasSize(2);
    assertThat(told.get(0)).contains("broken", "was cut off");
    assertThat(told.get(1)).contains("of another leader");
  }

  private LogReader leading(Table table) {
    consumers.add(table);
    LogReader reader = new LogReader(clients, topics, List.of(topics.tasks), "test", listener);
    reader.ofOthers(EPOCH, own);
    table.turns(1); // else it might follow the table first
    return reader;
  }

  private void wrote(long... offsets) {
    for (long offset : offsets) {
      own.add(new RecordMetadata(table(), offset, 0, 0, 0, 0));
    }
  }

  private TopicPartition table() {
    return new TopicPartition(topics.tasks.name(), 0);
  }

  /** A consumer of the table of live tasks that looks only as often as the test has it look. */
  // whoever wakes it up must not wait for the one that polls
  @SuppressWarnings("UnsynchronizedOverridesSynchronized")
  private final class Table extends MockConsumer<byte[], byte[]> {

    private final BlockingQueue<Runnable> turns = new LinkedBlockingQueue<>();
    private final Semaphore looked = new Semaphore(0);
    private final List<ConsumerRecord<byte[], byte[]>> log = new CopyOnWriteArrayList<>();

    private Table() {
      super("earliest");
      Node[] none = new Node[0];
      updatePartitions(
          topics.tasks.name(),
          List.of(new PartitionInfo(topics.tasks.name(), 0, null, none, none)));
      updateBeginningOffsets(Map.of(table(), 0L));
    }

    private Table holds(String task, long epoch) {
      ConsumerRecord<byte[], byte[]> record =
          new ConsumerRecord<>(table().topic(), 0, log.size(), task.getBytes(UTF_8), null);
      record.headers().add("ce_epoch", Long.toString(epoch).getBytes(UTF_8));
      log.add(record);
      return this;
    }

    private void turns(int times) {
      for (int i = 0; i < times; i++) {
        turns.add(looked::release);
      }
      looked.acquireUninterruptibly(times);
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
      if (paused().containsAll(assignment())) {
        takeTurn();
      } else {
        log.stream().skip(position(table())).forEach(this::addRecord);
      }
      return super.poll(Duration.ZERO);
    }

    /** As they are now, as a broker tells them. */
    @Override
    public synchronized Map<TopicPartition, Long> endOffsets(
        Collection<TopicPartition> partitions) {
      return Map.of(table(), (long) log.size());
    }

    private void takeTurn() {
      try {
        turns.take().run();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void wakeup() {
      turns.add(() -> {});
    }
  }

  /** Ends at 1,000 when it is asked for the first time, and at 0 from then on. */
  private final class Shrinking extends Empty {
    private long end = 1_000;

    @Override
    public synchronized Map<TopicPartition, Long> endOffsets(
        Collection<TopicPartition> partitions) {
      updateEndOffsets(Map.of(partitions.iterator().next(), end));
      end = 0;
      return super.endOffsets(partitions);
    }
  }

  private class Empty extends MockConsumer<byte[], byte[]> {

    private Empty() {
      super("earliest");
      String topic = topics.state.name();
      TopicPartition partition = new TopicPartition(topic, 0);
      Node[] none = new Node[0];
      updatePartitions(topic, List.of(new PartitionInfo(topic, 0, null, none, none)));
      updateBeginningOffsets(Map.of(partition, 0L));
      updateEndOffsets(Map.of(partition, 0L));
    }

    @Override
    public synchronized List<PartitionInfo> partitionsFor(String topic) {
      if (wokenUp.getCount() > 0) {
        looking.countDown();
        awaitWakeUp();
        throw new WakeupException();
      }
      return super.partitionsFor(topic);
    }

    // the original waits for the lock that the one who looks for partitions holds
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public void wakeup() {
      wokenUp.countDown();
    }

    private void awaitWakeUp() {
      try {
        wokenUp.await();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
