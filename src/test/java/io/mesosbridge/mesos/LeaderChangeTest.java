package io.mesosbridge.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.config.ZooKeeperUrl;
import io.mesosbridge.core.mesos.Happening.Cause;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.Test;

/** The subscription goes where ZooKeeper says, before the old leader's stream ends. */
class LeaderChangeTest {

  @Test
  void aNewLeaderIsFollowedAtOnce() throws Exception {
    // Given
    Vertx vertx = Vertx.vertx();
    Context context = vertx.getOrCreateContext();
    Recorder recorder = new Recorder();
    try (ZooKeeper zooKeeper = new ZooKeeper();
        ScriptedMaster first = new ScriptedMaster(vertx);
        ScriptedMaster second = new ScriptedMaster(vertx)) {
      String leader = zooKeeper.announce("/mesos", first.port());
      zooKeeper.announce("/mesos", second.port());
      ZooKeeperUrl url =
          ZooKeeperUrl.parse("zk://" + ZooKeeper.CREDENTIALS + "@" + zooKeeper.hosts() + "/mesos");
      ZooKeeperMasters masters = new ZooKeeperMasters(context, url, false);
      try (SubscriptionFixture bridge =
          new SubscriptionFixture(
              vertx, context, SubscriptionFixture.SETTINGS, masters, recorder)) {
        bridge.startAndAwaitSubscribed();

        // When
        zooKeeper.withdraw(leader);

        // Then
        await().until(() -> recorder.subscribed.size() == 2);
        assertThat(recorder.disconnected).containsExactly(Cause.LEADER_CHANGED);
        assertThat(recorder.subscribed.get(1).master()).isEqualTo(second.endpoint());
      }
    }
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
