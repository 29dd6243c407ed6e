package io.mesosbridge.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.kafka.CommandTopic;
import io.mesosbridge.kafka.KafkaClients;
import io.mesosbridge.kafka.Topics;
import io.mesosbridge.testkit.Configs;
import io.mesosbridge.testkit.JsonTree;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where a bridge's life begins and ends. */
class LoopTest {

  private final Vertx vertx = Vertx.vertx();
  private final Context context = ((VertxInternal) vertx).createEventLoopContext();
  private final BridgeConfig config = Configs.of(Map.of());
  private final AtomicBoolean joined = new AtomicBoolean();

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  /** A topic of commands, of a group that it joins once somebody listens. */
  private final class JoiningTopic implements CommandTopic {
    @Override
    public void listen(Listener listener) {
      joined.set(true);
    }

    @Override
    public void settle(long offset) {
      throw new AssertionError("nothing was received");
    }

    @Override
    public void settleAsDeadLetter(long offset, String why) {
      throw new AssertionError("nothing was received");
    }

    @Override
    public void forget() {
      throw new AssertionError("nothing was received");
    }

    @Override
    public long unread() {
      return 0;
    }
  }

  private Loop loop() {
    var meters = new SimpleMeterRegistry();
    Topics topics = new Topics(config.topics());
    return new Loop(
        new Services(
            "here",
            context,
            config,
            null,
            topics,
            new KafkaClients(Map.of(), config),
            new JoiningTopic(),
            JsonTree.read("{}"),
            null,
            null,
            meters,
            new Counters(meters, topics),
            Optional.empty()));
  }

  @Test
  void whoStopsWhileItsTopicsAreLookedAtJoinsNoGroup() {
    // Given
    Loop loop = loop();
    loop.stop();

    // When
    loop.begin();
    loop.snapshot().toCompletionStage().toCompletableFuture().join();

    // Then
    assertThat(joined).isFalse();
  }

  /** Or whoever asks would take it that nothing runs. */
  @Test
  void nobodyIsToldOfTablesBeforeTheyAreRead() {
    // Given
    TableCopies copies = new TableCopies(loop(), context);

    // When
    Throwable failure = catchThrowable(() -> copies.now().await().indefinitely());

    // Then
    assertThat(failure)
        .isInstanceOf(TableCopies.UnreadException.class)
        .hasMessageContaining("has not read its tables");
  }

  @Test
  void whoStandsByTellsOfTheTablesOnceTheyAreRead() {
    try (var cluster = BridgeLab.quickCluster();
        BridgeLab lab = new BridgeLab(cluster, Map.of())) {
      // Given
      lab.leader(BridgeLab.QUICK);

      // When
      TestBridge standBy = lab.bridge(BridgeLab.QUICK);

      // Then
      TableCopies copies = new TableCopies(standBy.loop, context);
      BridgeLab.eventually(
          () -> assertThat(copies.now().await().indefinitely().leader()).isFalse());
    }
  }
}
