package io.mesosbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.sandbox.kafka.SandboxBroker;
import io.mesosbridge.testkit.KafkaAdmin;
import io.mesosbridge.testkit.TestedBridge;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The channel between a real broker and whoever leads. */
class CommandChannelTest {

  private static final SandboxBroker BROKER = SandboxBroker.create().start();
  private static final KafkaAdmin ADMIN = new KafkaAdmin(BROKER.bootstrapServers());

  private final KafkaProducer<byte[], byte[]> producer =
      new KafkaProducer<>(
          Map.of(
              ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
              BROKER.bootstrapServers(),
              ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
              16 << 20),
          new ByteArraySerializer(),
          new ByteArraySerializer());

  private String name;
  private ChannelRig rig;

  private void read(String topicsOf, Map<String, String> changes) {
    name = topicsOf;
    rig = new ChannelRig(BROKER, name, changes);
    awaitThat(() -> rig.news.contains("assigned"));
  }

  @AfterEach
  void stop() {
    rig.close();
    producer.close();
  }

  @AfterAll
  static void stopBroker() {
    BROKER.close();
  }

  @Test
  void confirmsMembershipAgainAndAgainAlsoWhenNothingComes() {
    // Given
    read("idle", Map.of());
    awaitThat(() -> rig.confirmedAtNanos != 0);
    long first = rig.confirmedAtNanos;

    // When
    awaitThat(() -> rig.confirmedAtNanos > first);

    // Then
    assertThat(rig.news).containsExactly("assigned");
  }

  @Test
  void tellsOfAnExpulsionAndComesBack() {
    // Given
    read("expelled", Map.of());
    rig.settleNothing();
    send(3, 10);
    awaitThat(() -> rig.received.size() == 3);

    // When
    ADMIN.expel("expelled");

    // Then
    awaitThat(() -> rig.news.size() >= 3);
    assertThat(rig.news.get(1)).startsWith("lost: ");
    assertThat(rig.news.get(2)).isEqualTo("assigned");
    awaitThat(() -> rig.received.equals(List.of(0L, 1L, 2L, 0L, 1L, 2L)));
  }

  @Test
  void tellsHowManyCommandsWereDeletedUnread() {
    // Given
    read("deleted", Map.of());
    send(3, 10);
    awaitThat(() -> ADMIN.committed("deleted", "deleted.commands") == 3);
    rig.close();
    send(4, 10);
    ADMIN.deleteBefore("deleted.commands", 6);

    // When
    read("deleted", Map.of());

    // Then
    awaitThat(() -> rig.received.equals(List.of(6L)));
    awaitThat(() -> rig.news.equals(List.of("assigned", "deleted: 3")));
  }

  @Test
  void staysBelowItsBoundAndOneLargestCommandMore() {
    // Given
    read("bounded", Map.of());
    rig.settleNothing();

    // When
    send(100, 2 << 20);

    // Then
    awaitThat(() -> rig.received.size() == 32);
    awaitThat(() -> rig.confirmedAtNanos != 0);
    long confirmed = rig.confirmedAtNanos;
    awaitThat(() -> rig.confirmedAtNanos - confirmed > 2_000_000_000L);
    assertThat(rig.received).hasSize(32);

    LongStream.range(0, 32).forEach(rig::settle);
    awaitThat(() -> rig.received.size() == 64);
  }

  @Test
  void whatElseIsToHappenHasItsTurnAmongManyCommands() {
    // Given
    read("busy", Map.of());
    rig.settleNothing();
    CountDownLatch polled = new CountDownLatch(1);
    CompletableFuture<Void> busy = rig.onContext(() -> awaitUninterruptibly(polled));
    AtomicReference<CompletableFuture<Void>> elsewhere = new AtomicReference<>();
    AtomicInteger before = new AtomicInteger();
    rig.whenReceived(
        () -> {
          if (elsewhere.get() == null) {
            elsewhere.set(rig.onContext(() -> before.set(rig.received.size())));
          }
        });

    // When
    send(2_000, 10);
    awaitThat(() -> rig.polled() >= 2_000);
    polled.countDown();

    // Then
    awaitThat(() -> rig.received.size() == 2_000);
    assertThat(busy).isCompleted();
    assertThat(elsewhere.get()).isCompleted();
    assertThat(before.get()).isBetween(1, CommandHandover.MOST_AT_ONCE);
    assertThat(rig.received).isEqualTo(LongStream.range(0, 2_000).boxed().toList());
  }

  @Test
  void pollsAgainWhatAnErrorTookOnItsWay() {
    // Given
    read(
        "erring",
        Map.of(
            "interceptor.classes",
            CommandsInHand.Interceptor.class.getName() + "," + Erring.class.getName()));

    // When
    Erring.ERRS.set(true);
    send(50, 10);

    // Then
    awaitThat(() -> rig.received.size() >= 50);
    assertThat(rig.received).isEqualTo(LongStream.range(0, 50).boxed().toList());
    assertThat(Erring.ERRS).isFalse();
    awaitThat(() -> ADMIN.committed("erring", "erring.commands") == 50);
  }

  @Test
  void beginsAnewWithATopicThatIsAnother() {
    // Given
    read("anew", Map.of());
    rig.settleNothing();
    send(40, 2 << 20);
    awaitThat(() -> rig.received.size() == 32);

    // When
    ADMIN.delete("anew.commands");
    ADMIN.create("anew.commands", 1, Map.of());
    send(50, 10);

    // Then
    awaitThat(() -> rig.received.size() == 32 + 50);
    assertThat(rig.received.subList(32, 32 + 50))
        .isEqualTo(LongStream.range(0, 50).boxed().toList());
    assertThat(rig.news).hasSize(3).last().isEqualTo("assigned");
    assertThat(rig.news.get(1)).startsWith("lost: ");
    LongStream.range(0, 50).forEach(rig::settle);
    awaitThat(() -> ADMIN.committed("anew", "anew.commands") == 50);
  }

  private void send(int number, int size) {
    List<Future<RecordMetadata>> sent =
        IntStream.range(0, number)
            .mapToObj(i -> new ProducerRecord<byte[], byte[]>(name + ".commands", new byte[size]))
            .map(producer::send)
            .toList();
    awaitThat(() -> sent.stream().allMatch(Future::isDone));
  }

  private void awaitThat(Callable<Boolean> condition) {
    await().atMost(TestedBridge.PATIENCE).until(condition);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends one poll in an error, after its records were counted. */
  public static final class Erring implements ConsumerInterceptor<byte[], byte[]> {

    static final AtomicBoolean ERRS = new AtomicBoolean();

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
      if (!records.isEmpty() && ERRS.getAndSet(false)) {
        throw new StackOverflowError("for a test");
      }
      return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
      // of no interest
    }

    @Override
    public void close() {
      // has nothing to close
    }

    @Override
    public void configure(Map<String, ?> configuration) {
      // has nothing to configure
    }
  }
}
