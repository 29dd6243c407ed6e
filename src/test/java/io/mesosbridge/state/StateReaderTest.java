package io.mesosbridge.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.kafka.KafkaClients;
import io.mesosbridge.kafka.Topic;
import io.mesosbridge.kafka.Topics;
import io.mesosbridge.testkit.Configs;
import io.mesosbridge.testkit.LogLines;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.Test;

class StateReaderTest {

  private final BridgeConfig config = Configs.of(Map.of());
  private final Topics topics = new Topics(config.topics());
  private final CountDownLatch looking = new CountDownLatch(1);
  private final CountDownLatch wokenUp = new CountDownLatch(1);

  /** The first consumer is still looking for partitions when it is woken up. */
  private final KafkaClients clients =
      new KafkaClients(Map.of(), config) {
        @Override
        public Consumer<byte[], byte[]> reader(String name) {
          return new Empty();
        }
      };

  @Test
  void beingWokenUpEarlyIsNoTrouble() throws InterruptedException {
    // Given
    try (LogLines log = new LogLines(StateReader.class)) {
      StateReader reader = new StateReader(clients, topics);
      looking.await();

      // When
      Future<Remembered> remembered = reader.handOver();

      // Then
      await().until(remembered::isComplete);
      assertThat(log.all()).isEmpty();
    }
  }

  private final class Empty extends MockConsumer<byte[], byte[]> {

    private Empty() {
      super("earliest");
      for (Topic topic : topics.all()) {
        var partition = new TopicPartition(topic.name(), 0);
        Node[] none = new Node[0];
        updatePartitions(
            topic.name(), List.of(new PartitionInfo(topic.name(), 0, null, none, none)));
        updateBeginningOffsets(Map.of(partition, 0L));
        updateEndOffsets(Map.of(partition, 0L));
      }
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
