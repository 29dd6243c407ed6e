package io.mesosbridge.kafka;

import static io.mesosbridge.testkit.Patience.PATIENCE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.Fact.Place;
import io.mesosbridge.testkit.Configs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class FirstResultsTest {

  private static final TopicPartition RESULTS = new TopicPartition("results", 0);
  private static final String NOT_KEPT = "not kept";

  private final CountDownLatch allAsked = new CountDownLatch(1);
  private final CompletableFuture<Thread> asked = new CompletableFuture<>();
  private final KafkaClients silent =
      new KafkaClients(Map.of(), Configs.of(Map.of())) {
        @Override
        public Consumer<byte[], byte[]> reader(String name) {
          asked.complete(Thread.currentThread());
          throw new KafkaException("Kafka is away");
        }
      };

  private final AtomicInteger polls = new AtomicInteger();
  private boolean areTombstones;
  private long unreadable = -1;

  /** What is read of command "once" at an offset of a topic that has the records in between. */
  private String readAt(long offset, int partition, long start, String... keys) {
    FirstResults results = new FirstResults(of(start, keys), RESULTS.topic(), Runnable::run);
    CompletableFuture<Optional<byte[]>> read = new CompletableFuture<>();
    results.read("once", new Place(partition, offset), read::complete);
    allAsked.countDown();
    Optional<byte[]> value = read.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    results.close();
    return value.map(json -> new String(json, UTF_8)).orElse(NOT_KEPT);
  }

  private MockConsumer<byte[], byte[]> mocked(long start, String... keys) {
    long end = start + keys.length;
    MockConsumer<byte[], byte[]> consumer =
        new MockConsumer<>("earliest") {
          @Override
          public synchronized ConsumerRecords<byte[], byte[]> poll(Duration patience) {
            polls.incrementAndGet();
            if (position(RESULTS) == unreadable) {
              throw new KafkaException("what stands there cannot be unpacked");
            }
            for (long offset = start; offset < end; offset++) {
              String key = keys[(int) (offset - start)];
              byte[] value = areTombstones ? null : ("result of " + key).getBytes(UTF_8);
              addRecord(
                  new ConsumerRecord<>(RESULTS.topic(), 0, offset, key.getBytes(UTF_8), value));
            }
            return super.poll(patience);
          }
        };
    consumer.updatePartitions(
        RESULTS.topic(), List.of(new PartitionInfo(RESULTS.topic(), 0, null, null, null)));
    consumer.updateBeginningOffsets(Map.of(RESULTS, start));
    consumer.updateEndOffsets(Map.of(RESULTS, end));
    return consumer;
  }

  private KafkaClients of(long start, String... keys) {
    return new KafkaClients(Map.of(), Configs.of(Map.of())) {
      @Override
      public Consumer<byte[], byte[]> reader(String name) {
        try {
          allAsked.await();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
        return mocked(start, keys);
      }
    };
  }

  @Test
  void readsTheResultThatStandsThere() {
    assertThat(readAt(7, 0, 6, "before", "once", "after")).isEqualTo("result of once");
  }

  @Test
  void anotherCommandsResultIsNone() {
    assertThat(readAt(7, 0, 6, "before", "another")).isEqualTo(NOT_KEPT);
  }

  @Test
  void aTombstoneIsNone() {
    // Given
    areTombstones = true;

    // When
    String read = readAt(7, 0, 6, "before", "once");

    // Then
    assertThat(read).isEqualTo(NOT_KEPT);
  }

  @Test
  void whatStandsOutsideOfTheTopicIsKeptNoLonger() {
    assertThat(readAt(5, 0, 6, "after")).isEqualTo(NOT_KEPT);
    assertThat(readAt(7, 0, 0, "once")).isEqualTo(NOT_KEPT);
    assertThat(readAt(0, 0, 0)).isEqualTo(NOT_KEPT);
    assertThat(readAt(0, 3, 0, "once")).isEqualTo(NOT_KEPT);
  }

  @Test
  void oneThatCannotBeReadHoldsUpNoOther() {
    // Given
    unreadable = 6;
    FirstResults results = new FirstResults(of(6, "bad", "good"), RESULTS.topic(), Runnable::run);
    CompletableFuture<Optional<byte[]>> bad = new CompletableFuture<>();
    CompletableFuture<Optional<byte[]>> good = new CompletableFuture<>();
    results.read("bad", new Place(0, 6), bad::complete);

    // When
    results.read("good", new Place(0, 7), good::complete);
    allAsked.countDown();

    // Then
    assertThat(good.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join()).isPresent();
    assertThat(bad).isNotDone();
    results.close();
  }

  @Test
  void hundredsOfResultsAreReadTogetherEachForItsOwnCommand() {
    // Given
    String[] keys = IntStream.range(0, 480).mapToObj(i -> "command-" + i).toArray(String[]::new);
    FirstResults results = new FirstResults(of(100, keys), RESULTS.topic(), Runnable::run);
    List<CompletableFuture<Optional<byte[]>>> read = new ArrayList<>();

    // When
    for (int i = keys.length - 1; i >= 0; i--) {
      CompletableFuture<Optional<byte[]>> result = new CompletableFuture<>();
      read.add(0, result);
      results.read(i == 7 ? "another" : keys[i], new Place(0, 100 + i), result::complete);
    }
    allAsked.countDown();

    // Then
    for (int i = 0; i < keys.length; i++) {
      String result = read.get(i).join().map(value -> new String(value, UTF_8)).orElse(NOT_KEPT);
      assertThat(result).isEqualTo(i == 7 ? NOT_KEPT : "result of " + keys[i]);
    }
    assertThat(polls).hasValueLessThanOrEqualTo(2);
    results.close();
  }

  @Test
  void aReadThatEndsWithTheTermTellsNobodyThatTheResultIsGone() throws InterruptedException {
    // Given
    List<Optional<byte[]>> received = new CopyOnWriteArrayList<>();
    FirstResults results = new FirstResults(silent, "results", Runnable::run);
    results.read("once", new Place(0, 7), received::add);
    Thread reading = asked.join();

    // When
    results.close();

    // Then
    reading.join();
    assertThat(received).isEmpty();
  }
}
