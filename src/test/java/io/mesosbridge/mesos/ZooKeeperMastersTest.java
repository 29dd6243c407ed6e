package io.mesosbridge.mesos;

import static io.mesosbridge.testkit.Patience.PATIENCE;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.config.ZooKeeperUrl;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Against a real ZooKeeper. */
class ZooKeeperMastersTest {

  private static ZooKeeper zooKeeper;
  private static Vertx vertx;

  private final Context context = vertx.getOrCreateContext();
  private final List<URI> changes = new CopyOnWriteArrayList<>();
  private final String group;
  private ZooKeeperMasters masters;
  private Duration lookAgain = Duration.ofDays(1);

  ZooKeeperMastersTest(TestInfo test) {
    group = "/clusters/" + test.getTestMethod().orElseThrow().getName();
  }

  @BeforeAll
  static void open() {
    zooKeeper = new ZooKeeper();
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void closeAll() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().join();
    zooKeeper.close();
  }

  @AfterEach
  void close() {
    masters.close();
  }

  private void connect(String hosts) {
    String url = "zk://" + ZooKeeper.CREDENTIALS + "@" + hosts + group;
    masters = new ZooKeeperMasters(context, ZooKeeperUrl.parse(url), false, lookAgain);
    masters.onLeaderChange(
        leader -> {
          assertThat(Vertx.currentContext()).isSameAs(context);
          changes.add(leader.endpoints().get(0));
        });
  }

  private static URI endpoint(int port) {
    return URI.create("http://127.0.0.1:" + port + "/api/v1/scheduler");
  }

  /** Where the leader is, which is there and leads. */
  private URI locate() {
    URI located = masters.locate().toCompletionStage().toCompletableFuture().join();
    masters.led(located);
    return located;
  }

  @Test
  void theSmallestSequenceNumberLeadsAndOtherNodesDoNotCount() throws Exception {
    // Given
    zooKeeper.announce(group, "info_", "protobuf");
    zooKeeper.announce(group, 5051);
    zooKeeper.announce(group, 5052);
    zooKeeper.announce(group, "log_replicas", "x");

    // When
    connect(zooKeeper.hosts());

    // Then
    assertThat(locate()).isEqualTo(endpoint(5051));
  }

  @Test
  void whatTakesItsTimeOnTheContextAndZooKeeperDoNotHoldUpEachOther() throws Exception {
    // Given
    zooKeeper.announce(group, 5051);
    CountDownLatch goesOn = new CountDownLatch(1);
    Future<Boolean> other =
        context.executeBlocking(() -> goesOn.await(PATIENCE.toSeconds(), SECONDS));

    try {
      // When
      connect(zooKeeper.hosts());

      // Then
      await().atMost(PATIENCE).until(() -> masters.locate().isComplete());
      assertThat(other.isComplete()).isFalse();
    } finally {
      goesOn.countDown();
    }
  }

  @Test
  void mastersOfAnotherClusterBelowAreNotOfThisOne() throws Exception {
    // Given
    zooKeeper.announce(group + "/staging", 5050);
    zooKeeper.announce(group, 5051);

    // When
    connect(zooKeeper.hosts());

    // Then
    assertThat(locate()).isEqualTo(endpoint(5051));
  }

  @Test
  void oneOfSeveralServersIsEnough() throws Exception {
    // Given
    zooKeeper.announce(group, 5051);

    // When
    connect("127.0.0.1:1," + zooKeeper.hosts());

    // Then
    assertThat(locate()).isEqualTo(endpoint(5051));
  }

  @Test
  void theFirstMasterIsWaitedFor() throws Exception {
    // Given
    connect(zooKeeper.hosts());
    Future<URI> located = masters.locate();
    assertThat(located.isComplete()).isFalse();

    // When
    zooKeeper.announce(group, 5051);

    // Then
    assertThat(located.toCompletionStage().toCompletableFuture().join()).isEqualTo(endpoint(5051));
    await().untilAsserted(() -> assertThat(changes).containsExactly(endpoint(5051)));
  }

  @Test
  void eachNewLeaderIsAnnounced() throws Exception {
    // Given
    String first = zooKeeper.announce(group, 5051);
    String second = zooKeeper.announce(group, 5052);
    connect(zooKeeper.hosts());
    locate();

    // When
    zooKeeper.announce(group, 5053);
    zooKeeper.withdraw(first);
    await().until(() -> changes.size() == 2);
    zooKeeper.withdraw(second);

    // Then
    await().until(() -> changes.size() == 3);
    assertThat(changes).containsExactly(endpoint(5051), endpoint(5052), endpoint(5053));
    assertThat(locate()).isEqualTo(endpoint(5053));
  }

  @Test
  void withoutALeaderTheNextOneIsWaitedFor() throws Exception {
    // Given
    String only = zooKeeper.announce(group, 5051);
    connect(zooKeeper.hosts());
    locate();

    // When
    zooKeeper.withdraw(only);
    await().until(() -> !masters.locate().isComplete());
    zooKeeper.announce(group, 5052);

    // Then
    assertThat(locate()).hasPort(5052);
  }

  @Test
  void aGroupThatIsDeletedAndMadeAnewUnderTheSessionIsSeenThoughItsNumbersBeginAnew()
      throws Exception {
    // Given
    zooKeeper.withdraw(zooKeeper.announce(group, 5050));
    String first = zooKeeper.announce(group, 5051);
    String second = zooKeeper.announce(group, 5052);
    connect(zooKeeper.hosts());
    locate();

    // When
    zooKeeper.withdraw(first);
    zooKeeper.withdraw(second);
    zooKeeper.withdraw(group);
    assertThat(zooKeeper.announce(group, 5053)).isLessThan(first);

    // Then
    await().until(() -> changes.contains(endpoint(5053)));
    assertThat(locate()).isEqualTo(endpoint(5053));
  }

  @Test
  void aMasterWhoseNodeCouldNotBeReadAtFirstIsSeenWhileNobodyElseLeads() throws Exception {
    // Given
    lookAgain = Duration.ofSeconds(1);
    String first = zooKeeper.announce(group, 5051);
    connect(zooKeeper.hosts());
    locate();
    String hidden = zooKeeper.announceHidden(group, 5052);
    String last = zooKeeper.announce(group, 5053);
    zooKeeper.withdraw(first);
    await().until(() -> locate().equals(endpoint(5053))); // which was read after the hidden one

    // When
    zooKeeper.withdraw(last);
    await().until(() -> !masters.locate().isComplete());
    zooKeeper.show(hidden);

    // Then
    await().untilAsserted(() -> assertThat(changes).last().isEqualTo(endpoint(5052)));
  }

  @Test
  void whileZooKeeperIsAwayTheLastLeaderCounts() throws Exception {
    // Given
    String first = zooKeeper.announce(group, 5051);
    zooKeeper.announce(group, 5052);
    connect(zooKeeper.hosts());
    locate();
    zooKeeper.stop();
    assertThat(locate()).isEqualTo(endpoint(5051));

    // When
    zooKeeper.restart();
    zooKeeper.withdraw(first);

    // Then
    await()
        .untilAsserted(() -> assertThat(changes).containsExactly(endpoint(5051), endpoint(5052)));
    assertThat(locate()).isEqualTo(endpoint(5052));
  }

  @Test
  void aLeaderThatIsNotReachedByItsAddressIsTriedByItsHostName() throws Exception {
    // Given
    zooKeeper.announce(group, 5051);
    connect(zooKeeper.hosts());
    await().until(() -> masters.locate().isComplete());

    // When
    URI second = masters.locate().result();
    URI third = masters.locate().result();
    masters.led(second);

    // Then
    assertThat(List.of(second, third))
        .containsExactlyInAnyOrder(
            endpoint(5051), URI.create("http://localhost:5051/api/v1/scheduler"));
    assertThat(masters.locate().result()).isEqualTo(second);
  }

  @Test
  void aSessionThatWasLostMakesTheCacheAnewSoThatWipedDataIsSeen() throws Exception {
    // Given
    int port;
    try (ZooKeeper before = new ZooKeeper()) {
      port = before.port();
      before.change(10);
      before.announce(group, 5051);
      connect(before.hosts());
      assertThat(locate()).isEqualTo(endpoint(5051));
    }

    // When
    try (ZooKeeper wiped = new ZooKeeper(port)) {
      wiped.announce(group, 5052); // the same node, but of an earlier time
      wiped.change(20); // a client that has seen later ones is not let in

      // Then
      await()
          .untilAsserted(() -> assertThat(changes).containsExactly(endpoint(5051), endpoint(5052)));
      assertThat(locate()).isEqualTo(endpoint(5052));
    }
  }
}
