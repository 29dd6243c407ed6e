package io.mesosbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.testkit.Configs;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of those who watch when something fails that is no exception. */
class EventFeedTest {

  private final BridgeConfig config = Configs.of(Map.of());
  private final AtomicLong end = new AtomicLong();
  private final Queue<Reader> readers = new ConcurrentLinkedQueue<>();
  private volatile boolean broken;
  private final EventFeed feed =
      new EventFeed(new Growing(), new Topics(config.topics()), Duration.ofMillis(100));

  /** Topics of one partition each, all of which grow, unless a codec is broken. */
  private final class Growing extends KafkaClients {
    private Growing() {
      super(Map.of(), config);
    }

    @Override
    Map<String, Uuid> topicIds(String name, Set<String> topics) {
      return topics.stream().collect(Collectors.toMap(Function.identity(), of -> new Uuid(1, 1)));
    }

    @Override
    Consumer<byte[], byte[]> readerForPeople(String name) {
      Reader reader = new Reader();
      readers.add(reader);
      return reader;
    }
  }

  private final class Reader extends MockConsumer<byte[], byte[]> {
    private Reader() {
      super("earliest");
    }

    @Override
    public synchronized List<PartitionInfo> partitionsFor(String topic) {
      return List.of(new PartitionInfo(topic, 0, null, null, null));
    }

    @Override
    public synchronized Map<TopicPartition, Long> beginningOffsets(
        Collection<TopicPartition> partitions) {
      return partitions.stream().collect(Collectors.toMap(Function.identity(), of -> 0L));
    }

    @Override
    public synchronized Map<TopicPartition, Long> endOffsets(
        Collection<TopicPartition> partitions) {
      return partitions.stream().collect(Collectors.toMap(Function.identity(), of -> end.get()));
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration patience) {
      if (broken) {
        throw new NoClassDefFoundError("no codec");
      }
      Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> next = new HashMap<>();
      for (TopicPartition of : assignment()) {
        long offset = position(of);
        next.put(
            of, List.of(new ConsumerRecord<>(of.topic(), 0, offset, new byte[0], new byte[0])));
        seek(of, offset + 1);
        end.accumulateAndGet(offset + 1, Math::max);
      }
      return new ConsumerRecords<>(next, Map.of());
    }
  }

  /** Remembers the first thing of each kind that it is told. */
  private static class Told implements EventFeed.Watcher {
    final List<String> all = new CopyOnWriteArrayList<>();
    volatile String begunAt;
    private volatile boolean over;

    @Override
    public void begun(String position) {
      begunAt = position;
      all.add("begun");
    }

    @Override
    public void event(WatchedEvent event, String position) {
      all.add("event");
      over = true;
    }

    @Override
    public boolean hasRoom() {
      return true;
    }

    @Override
    public void overrun() {
      all.add("overrun");
      over = true;
    }

    @Override
    public void gone() {
      all.add("gone");
      over = true;
    }

    @Override
    public void failed(RuntimeException why) {
      all.add("failed: " + KafkaTrouble.root(why).getMessage());
      over = true;
    }

    @Override
    public boolean isOver() {
      return over;
    }
  }

  @AfterEach
  void end() {
    feed.end();
  }

  @Test
  void anErrorOfTheReaderCutsOffWhoWatchesAndNobodyWhoComesLater() {
    // Given
    broken = true;
    Told first = new Told();
    feed.watch(first, Optional.empty());
    await().until(first::isOver);

    // When
    broken = false;
    Told second = new Told();
    feed.watch(second, Optional.empty());

    // Then
    await().until(() -> second.all.contains("event"));
    // depends on whether the reader failed before or after the first one had sat down
    assertThat(first.all).containsAnyOf("overrun", "failed: no codec").doesNotContain("event");
  }

  @Test
  void anErrorIsToldToWhoComesBackAsWell() {
    // Given
    Told before = new Told();
    feed.watch(before, Optional.empty());
    await().until(before::isOver);
    broken = true;
    Told back = new Told();

    // When
    feed.watch(back, Optional.of(before.begunAt));

    // Then
    await().until(back::isOver);
    assertThat(back.all).startsWith("begun").containsAnyOf("overrun", "failed: no codec");
  }

  @Test
  void whoCannotBeToldThatItBeganIsNotWaitedFor() {
    // Given
    Told before = new Told();
    feed.watch(before, Optional.empty());
    await().until(before::isOver);

    // When
    Told now = new Unable();
    feed.watch(now, Optional.empty());
    Told back = new Unable();
    feed.watch(back, Optional.of(before.begunAt));

    // Then
    await().until(() -> now.isOver() && back.isOver());
    assertThat(now.all).containsExactly("failed: unable");
    assertThat(back.all).containsExactly("failed: unable");
    await().until(() -> readers.stream().allMatch(Reader::closed));
  }

  @Test
  void whoComesBackFromFarBehindLeavesOthersATurn() {
    // Given
    Told before = new Told();
    feed.watch(before, Optional.empty());
    await().until(before::isOver);
    end.set(Long.MAX_VALUE / 2);
    List<Told> farBehind = Stream.<Told>generate(Insatiable::new).limit(4).toList();
    farBehind.forEach(each -> feed.watch(each, Optional.of(before.begunAt)));
    await().until(() -> farBehind.stream().allMatch(each -> each.all.contains("event")));

    // When
    Told another = new Told();
    feed.watch(another, Optional.of(before.begunAt));

    // Then
    await().until(() -> another.all.contains("event"));
    assertThat(farBehind).noneMatch(Told::isOver);
  }

  /** Takes whatever comes. */
  private static final class Insatiable extends Told {
    @Override
    public void event(WatchedEvent event, String position) {
      if (!all.contains("event")) {
        all.add("event");
      }
    }
  }

  private static final class Unable extends Told {
    @Override
    public void begun(String position) {
      throw new IllegalStateException("unable");
    }
  }
}
