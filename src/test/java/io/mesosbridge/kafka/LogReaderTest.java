package io.mesosbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.core.Fact.LogRecord;
import io.mesosbridge.testkit.Configs;
import io.mesosbridge.testkit.LogLines;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.Test;

class LogReaderTest {

  private final BridgeConfig config = Configs.of(Map.of());
  private final Topics topics = new Topics(config.topics());
  private final CountDownLatch looking = new CountDownLatch(1);
  private final CountDownLatch wokenUp = new CountDownLatch(1);
  private final List<String> told = new CopyOnWriteArrayList<>();

  /** The first consumer is still looking for partitions when it is woken up. */
  private final KafkaClients clients =
      new KafkaClients(Map.of(), config) {
        @Override
        public Consumer<byte[], byte[]> reader(String name) {
          return new Empty();
        }
      };

  private final LogReader.Listener listener =
      new LogReader.Listener() {
        @Override
        public void read(long reading, List<LogRecord> records) {
          told.add("read " + records);
        }

        @Override
        public void caughtUp(long request) {
          told.add("caught up " + request);
        }

        @Override
        public void broken(long reading, String topic, String why) {
          told.add("broken: " + why);
        }
      };

  @Test
  void beingWokenUpEarlyIsNoTrouble() throws InterruptedException {
    // Given
    try (LogLines log = new LogLines(LogReader.class)) {
      LogReader reader = new LogReader(clients, topics, List.of(topics.state), "test", listener);
      looking.await();

      // When
      reader.toEnds(7);

      // Then
      await().until(() -> !told.isEmpty());
      reader.close();
      assertThat(told).containsExactly("caught up 7");
      assertThat(log.all()).isEmpty();
    }
  }

  private final class Empty extends MockConsumer<byte[], byte[]> {

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
