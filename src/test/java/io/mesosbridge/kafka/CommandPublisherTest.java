package io.mesosbridge.kafka;

import static io.mesosbridge.testkit.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.testkit.Configs;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** That whoever publishes a command is told what became of it. */
class CommandPublisherTest {

  /** More than half of what may wait. */
  private static final byte[] LARGE = new byte[9 * 1024 * 1024];

  private final MockProducer<byte[], byte[]> kafka =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());

  private final BridgeConfig config = Configs.of(Map.of());
  private volatile Supplier<Producer<byte[], byte[]>> producers = () -> kafka;

  private final CommandPublisher publisher =
      new CommandPublisher(
          new KafkaClients(Map.of(), config) {
            @Override
            protected Producer<byte[], byte[]> producer(Map<String, Object> settings) {
              return producers.get();
            }
          },
          new Topics(config.topics()));

  @Test
  void anErrorAnswersWhoPublishesAndLeavesRoomForOthers() throws Exception {
    // Given
    producers =
        () -> {
          throw new NoClassDefFoundError("no codec");
        };
    CompletionStage<Void> failing = publish(LARGE);

    // When
    assertThatThrownBy(() -> answer(failing)).hasRootCauseMessage("no codec");

    // Then
    producers = () -> kafka;
    answer(publish(LARGE));
    assertThat(kafka.history()).hasSize(1);
  }

  @Test
  void aProducerThatWasRefusedIsReplacedAlsoOnceItFailedToTakeSomething() throws Exception {
    // Given
    RenewedProducerTest.Refused refused = new RenewedProducerTest.Refused(0);
    refused.sendException = new KafkaException("takes nothing");
    producers = () -> refused;
    CompletionStage<Void> failing = publish(new byte[1]);
    assertThatThrownBy(() -> answer(failing)).hasRootCauseMessage("takes nothing");

    // When
    producers = () -> kafka;

    // Then
    answer(publish(new byte[1]));
    assertThat(refused.closed()).isTrue();
  }

  @Test
  void endsAlsoWhileAsManyWaitAsMay() throws Exception {
    // Given
    CountDownLatch go = new CountDownLatch(1);
    producers =
        () -> {
          await().until(() -> go.getCount() == 0);
          return kafka;
        };
    CompletionStage<Void> first = publish(new byte[1]);
    while (!publish(new byte[1]).toCompletableFuture().isDone()) {
      // there is room for more
    }

    // When
    publisher.end();
    go.countDown();

    // Then
    answer(first);
    await().until(kafka::closed);
  }

  private CompletionStage<Void> publish(byte[] command) {
    return publisher.publish("key", command, Map.of());
  }

  private static void answer(CompletionStage<Void> answer) throws Exception {
    answer.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }
}
