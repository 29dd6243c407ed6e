package io.mesosbridge.kafka;

import static io.mesosbridge.kafka.CommandHandover.MOST_AT_ONCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.kafka.CommandHandover.Receiver;
import io.mesosbridge.testkit.TestedBridge;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommandHandoverTest implements Receiver {

  private static final int MANY = 3 * MOST_AT_ONCE;

  private final Vertx vertx = Vertx.vertx();
  private final Context context = ((VertxInternal) vertx).createEventLoopContext();
  private final CommandsInHand inHand = new CommandsInHand(1 << 20);
  private final CommandHandover handover = new CommandHandover(context, inHand, this);
  private final List<Long> received = new ArrayList<>();
  private final CompletableFuture<Void> all = new CompletableFuture<>();
  private Runnable atReceived = () -> {};

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void whatWasAnothersMeanwhileIsNotHandedOver() {
    // Given
    inHand.open(0);
    atReceived =
        () -> {
          inHand.close();
          inHand.open(MOST_AT_ONCE + 1);
          poll(MOST_AT_ONCE + 1);
          atReceived = () -> endAt(MOST_AT_ONCE + MANY);
        };

    // When
    context.runOnContext(ignored -> poll(0));
    awaitAll();

    // Then
    List<Long> expected = new ArrayList<>();
    LongStream.range(0, MOST_AT_ONCE).forEach(expected::add);
    LongStream.range(MOST_AT_ONCE + 1, MOST_AT_ONCE + 1 + MANY).forEach(expected::add);
    assertThat(received).isEqualTo(expected);
  }

  /** What is polled, and gets through the connector, counts as received only on the context. */
  @Test
  void whatWasSettledBeforeItIsReceivedIsAnother() {
    // Given
    inHand.open(0);
    atReceived = () -> endAt(MANY - 1);

    // When
    context.runOnContext(
        ignored -> {
          poll(0);
          inHand.settled(0);
        });
    awaitAll();

    // Then
    assertThat(received).hasSize(MANY).startsWith(0L);
  }

  private void awaitAll() {
    await().atMost(TestedBridge.PATIENCE).until(all::isDone);
    all.join();
  }

  private void endAt(long last) {
    if (received.contains(last)) {
      all.complete(null);
    }
  }

  private void poll(long from) {
    List<ConsumerRecord<byte[], byte[]>> records =
        LongStream.range(from, from + MANY)
            .mapToObj(
                offset -> new ConsumerRecord<byte[], byte[]>("commands", 0, offset, null, null))
            .toList();
    inHand.polled(records, System.nanoTime());
    records.stream().map(CommandHandoverTest::message).forEach(handover::arrived);
  }

  private static Message<byte[]> message(ConsumerRecord<byte[], byte[]> record) {
    return Message.of(new byte[0])
        .addMetadata(new IncomingKafkaRecordMetadata<>(record, "commands"));
  }

  @Override
  public void received(List<ConsumerRecord<byte[], byte[]>> commands) {
    commands.forEach(command -> received.add(command.offset()));
    atReceived.run();
  }

  @Override
  public void isMissing() {
    all.completeExceptionally(new AssertionError("a command is missing"));
  }
}
