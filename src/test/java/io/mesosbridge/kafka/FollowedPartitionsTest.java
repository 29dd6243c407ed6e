package io.mesosbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.testkit.Configs;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What a reader follows of a topic that is not there, or grows. */
class FollowedPartitionsTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final BridgeConfig config = Configs.of(Map.of());
  private final Topics topics = new Topics(config.topics());
  private final List<Integer> followed = new CopyOnWriteArrayList<>();
  private final ToldByReader listener = new ToldByReader();
  private final List<String> told = listener.all();
  private final CountDownLatch looking = new CountDownLatch(1);
  private volatile int partitions;

  private final KafkaClients clients = new ReadingClients(config, Growing::new);

  @Test
  void aTopicThatIsNotThereIsWaitedFor() throws InterruptedException {
    // Given
    LogReader reader = new LogReader(clients, topics, List.of(topics.tasks), "test", listener);
    reader.toEnds(() -> told.add("caught up"));
    looking.await();

    // When
    partitions = 1;

    // Then
    await().atMost(PATIENCE).until(() -> !told.isEmpty());
    reader.close();
    assertThat(told).containsExactly("caught up");
    assertThat(followed).containsExactly(1);
  }

  @Test
  void partitionsThatAreAddedAreFollowed() {
    // Given
    partitions = 1;
    LogReader reader = new LogReader(clients, topics, List.of(topics.tasks), "test", listener);
    reader.toEnds(() -> told.add("caught up"));
    await().atMost(PATIENCE).until(() -> told.size() == 1);

    // When
    partitions = 3;
    reader.toEnds(() -> told.add("caught up again"));

    // Then
    await().atMost(PATIENCE).until(() -> told.size() == 2);
    reader.close();
    assertThat(told).containsExactly("caught up", "caught up again");
    assertThat(followed).containsExactly(1, 3);
  }

  private final class Growing extends MockConsumer<byte[], byte[]> {

    private Growing() {
      super("earliest");
    }

    @Override
    public synchronized List<PartitionInfo> partitionsFor(String topic) {
      Node[] none = new Node[0];
      int there = partitions;
      looking.countDown();
      return IntStream.range(0, there)
          .mapToObj(each -> new PartitionInfo(topic, each, null, none, none))
          .toList();
    }

    @Override
    public synchronized void assign(Collection<TopicPartition> assigned) {
      followed.add(assigned.size());
      Map<TopicPartition, Long> first =
          assigned.stream().collect(Collectors.toMap(each -> each, each -> 0L));
      updateBeginningOffsets(first);
      updateEndOffsets(first);
      super.assign(assigned);
    }
  }
}
