package io.mesosbridge.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.app.Writers.Lease;
import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.core.Outgoing;
import io.mesosbridge.core.Outgoing.Extras;
import io.mesosbridge.core.Outgoing.Source;
import io.mesosbridge.core.Outgoing.Topic;
import io.mesosbridge.core.WriteId;
import io.mesosbridge.kafka.KafkaClients;
import io.mesosbridge.kafka.Topics;
import io.mesosbridge.testkit.Configs;
import io.mesosbridge.testkit.JsonTree;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a term writes, and how that is timed. */
class ConnectionsTest {

  private final Vertx vertx = Vertx.vertx();
  private final Context context = ((VertxInternal) vertx).createEventLoopContext();
  private final BridgeConfig config = Configs.of(Map.of());
  private final Topics topics = new Topics(config.topics());
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final KafkaClients clients =
      new KafkaClients(Map.of(), config) {
        @Override
        public Producer<byte[], byte[]> producer(String name) {
          return taking();
        }

        @Override
        public Producer<byte[], byte[]> replyProducer(String name) {
          return taking();
        }
      };

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private static Producer<byte[], byte[]> taking() {
    return new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private Services services() {
    return new Services(
        "here",
        context,
        config,
        null,
        topics,
        clients,
        null,
        JsonTree.read("{}"),
        null,
        null,
        meters,
        new Counters(meters, topics),
        Optional.empty());
  }

  private static Outgoing update() {
    return new Outgoing(
        Topic.TASK_UPDATES,
        "web-1",
        new Outgoing.Type(true, "UPDATE"),
        "id",
        "{}".getBytes(StandardCharsets.UTF_8),
        new Source("framework", null, 0, 1),
        Extras.NONE,
        0);
  }

  @Test
  void whatFollowsNoEventOfTheStreamIsNotTimedFromOne() {
    // Given
    Services services = services();
    Lease lease = new Lease();
    Writers writers =
        Writers.open(clients, context, lease, meters)
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    var connections = new Connections(services, new Loop(services), lease, writers);

    // When
    AtomicInteger awaited = new AtomicInteger(-1);
    context.runOnContext(now -> connections.write(WriteId.Plain.SURELY, update()));
    await()
        .until(
            () -> {
              context.runOnContext(now -> awaited.set(writers.records().inFlightRecords()));
              return awaited.get() == 0;
            });

    // Then
    assertThat(meters.get("bridge.event.to.kafka").timer().count()).isZero();
  }

  @Test
  void whatFollowsAnEventIsTimedFromIt() {
    try (var cluster = BridgeLab.quickCluster();
        BridgeLab lab = new BridgeLab(cluster, Map.of())) {
      // When
      TestBridge leader = lab.leader(BridgeLab.QUICK);

      // Then
      BridgeLab.eventually(
          () ->
              assertThat(leader.meters.get("bridge.event.to.kafka").timer().count()).isPositive());
    }
  }
}
