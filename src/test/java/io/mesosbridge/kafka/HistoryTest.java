package io.mesosbridge.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.testkit.Configs;
import io.mesosbridge.testkit.Patience;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** What people are told of what is gone, and that they are told. */
class HistoryTest {

  private static final TopicPartition UPDATES = new TopicPartition("updates", 0);
  private static final int MIB = 1024 * 1024;

  private final MockConsumer<byte[], byte[]> kafka = new MockConsumer<>("earliest");
  private volatile Supplier<Consumer<byte[], byte[]>> readers = () -> kafka;
  private long written;
  private final BridgeConfig config = Configs.of(Map.of());

  private final KafkaClients clients =
      new KafkaClients(Map.of(), config) {
        @Override
        Consumer<byte[], byte[]> readerForPeople(String name) {
          return readers.get();
        }
      };

  private final History history = new History(clients);

  @Test
  void anErrorAnswersWhoAsksAndNobodyWhoAsksLater() throws Exception {
    // Given
    readers =
        () -> {
          throw new NoClassDefFoundError("no codec");
        };
    CompletionStage<List<String>> failing = lastOf("task");

    // When
    assertThatThrownBy(() -> answer(failing)).hasRootCauseMessage("no codec");

    // Then
    readers = () -> kafka;
    write("task", 1);
    assertThat(answer(lastOf("task"))).containsExactly("0");
  }

  @Test
  void endsAlsoWhileAsManyWaitAsMay() throws Exception {
    // Given
    CountDownLatch go = new CountDownLatch(1);
    readers =
        () -> {
          await().until(() -> go.getCount() == 0);
          return kafka;
        };
    knowTopic();
    CompletionStage<List<String>> first = lastOf("task");
    while (!isDone(lastOf("task"))) {
      // there is room for more
    }

    // When
    history.end();
    go.countDown();

    // Then
    assertThat(answer(first)).isEmpty();
    await().until(kafka::closed);
  }

  @Test
  void whoWaitedForOthersForTooLongIsToldSoAtOnce() {
    // Given
    History impatient = new History(clients, Duration.ZERO);

    // When
    var asked = impatient.lastOf(UPDATES.topic(), "task", 100);

    // Then
    assertThatThrownBy(() -> answer(asked)).hasRootCauseInstanceOf(TimeoutException.class);
  }

  @Test
  void theOldestUpdatesAreLeftAwayBeyondAMebibyte() throws Exception {
    // Given
    write("task", MIB / 2);
    write("task", MIB / 2);
    write("other", MIB);
    write("task", MIB / 2);

    // When
    List<String> offsets = answer(lastOf("task"));

    // Then
    assertThat(offsets).containsExactly("1", "3");
  }

  @Test
  void theLastUpdateIsToldHoweverLargeItIs() throws Exception {
    // Given
    write("task", 1);
    write("task", 2 * MIB);

    // When
    List<String> offsets = answer(lastOf("task"));

    // Then
    assertThat(offsets).containsExactly("1");
  }

  private void knowTopic() {
    kafka.updatePartitions(
        UPDATES.topic(), List.of(new PartitionInfo(UPDATES.topic(), 0, null, null, null)));
    kafka.updateBeginningOffsets(Map.of(UPDATES, 0L));
    kafka.updateEndOffsets(Map.of(UPDATES, written));
  }

  private void write(String key, int size) {
    long offset = written++;
    knowTopic();
    kafka.schedulePollTask(
        () ->
            kafka.addRecord(
                new ConsumerRecord<>(
                    UPDATES.topic(), 0, offset, key.getBytes(UTF_8), new byte[size])));
  }

  private CompletionStage<List<String>> lastOf(String key) {
    return history
        .lastOf(UPDATES.topic(), key, 100)
        .thenApply(found -> found.stream().map(each -> String.valueOf(each.offset())).toList());
  }

  private static boolean isDone(CompletionStage<?> answer) {
    return answer.toCompletableFuture().isDone();
  }

  private static <T> T answer(CompletionStage<T> answer) throws Exception {
    return answer.toCompletableFuture().get(Patience.PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }
}
