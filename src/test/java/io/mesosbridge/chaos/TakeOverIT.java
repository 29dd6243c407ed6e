package io.mesosbridge.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.sandbox.mesos.SimulatedCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two instances: what becomes of the leadership when the leader dies, resigns or sleeps. */
class TakeOverIT {

  private static final Logger LOG = Logger.getLogger(TakeOverIT.class);
  private static final int KILLS = Integer.getInteger("takeover.kills", 1);
  private static final int MANY = 300;
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration PROMISED = promised("takeover.promised");
  private static final Duration PROMISED_AT_ONCE = promised("takeover.promised-at-once");

  private static ChaosWorld world;
  private static int number;

  /** What holds on a machine of one's own; others are waited for. */
  private static Duration promised(String property) {
    return Duration.parse(System.getProperty(property, PATIENCE.toString()));
  }

  @BeforeAll
  static void begin() {
    world =
        new ChaosWorld(
                SimulatedCluster.builder()
                    .agents(4)
                    .agentResources("cpus:100;mem:100000")
                    .launchDelay(Duration.ofMillis(800), Duration.ofMillis(1100))
                    .updateRetry(Duration.ofSeconds(2)),
                "160m")
            .withBridges(2);
  }

  @AfterAll
  static void end() {
    world.close();
  }

  @Test
  void aKilledLeaderIsReplacedAndNothingIsLostOrDoubled() {
    List<Duration> times = new ArrayList<>();
    for (int kill = 0; kill < KILLS; kill++) {
      // Given
      int leader = leader();
      launchSome();

      // When
      times.add(timeToReplace(() -> world.bridges().kill9(leader)));

      // Then
      launchSome();
      world.bridges().restart(leader);
      world.bridges().get(leader).awaitReady(PATIENCE);
    }
    LOG.infof("Take-over after %d kills: %s", KILLS, summary(times));
    assertThat(times).allSatisfy(time -> assertThat(time).isLessThanOrEqualTo(PROMISED));
    nothingIsLostOrDoubled();
  }

  @Test
  void aLeaderThatIsStoppedUnderLoadIsReplacedAtOnceAndNothingIsLostOrDoubled() {
    // Given
    int leader = leader();
    int before = results();
    launchAndKillMany();
    await().atMost(PATIENCE).until(() -> results() > before);

    // When
    int[] exitCode = new int[1];
    long start = System.nanoTime();
    long[] end = new long[1];
    Duration time =
        timeToReplace(
            () -> {
              exitCode[0] = world.bridges().terminate(leader);
              end[0] = System.nanoTime();
            });

    // Then
    LOG.infof(
        "SIGTERM with %d commands of %d told: end after %d ms, take-over after %d ms",
        results() - before, MANY + MANY / 2, (end[0] - start) / 1_000_000, time.toMillis());
    assertThat(exitCode[0]).isIn(0, 143);
    assertThat(time).isLessThanOrEqualTo(PROMISED_AT_ONCE);
    world.bridges().restart(leader);
    world.bridges().get(leader).awaitReady(PATIENCE);
    nothingIsLostOrDoubled();
  }

  @Test
  void aPausedLeaderWakesUpDoesNoHarmAndStandsBy() {
    // Given
    int leader = leader();
    launchSome();
    world.bridges().get(leader).pause();
    await().atMost(PATIENCE).until(() -> world.bridges().leader().orElse(leader) != leader);
    int successor = leader();
    await()
        .atMost(PATIENCE)
        .until(() -> world.bridges().status(successor).contains("\"SUBSCRIBED\""));
    long subscriptions = subscriptions();

    // When
    world.bridges().get(leader).resume();

    // Then
    launchSome();
    await().atMost(PATIENCE).until(() -> world.bridges().status(leader).contains("\"STANDBY\""));
    world.bridges().get(leader).awaitReady(PATIENCE);
    nothingIsLostOrDoubled();
    assertThat(subscriptions()).as("nobody fought").isEqualTo(subscriptions);
  }

  @Test
  void whatAReplacedLeaderWritesLateIsPutRight() {
    // Given
    int former = leader();
    world.bridges().terminate(former);
    world.bridges().restart(former);
    leader();
    launchSome();
    nothingIsLostOrDoubled();
    String liveTask = world.topics().table(ChaosWorld.TASKS).keySet().iterator().next();

    // When
    world.commander().writeAsLeader(0, ChaosWorld.TASKS, liveTask, null);
    world.commander().writeAsLeader(0, ChaosWorld.TASKS, "ghost", "{\"task_id\":\"ghost\"}");
    world.commander().writeAsLeader(0, ChaosWorld.OFFERS, "ghost", "{}");

    // Then
    await().atMost(PATIENCE).until(() -> lastWriteStands(ChaosWorld.TASKS, "ghost"));
    nothingIsLostOrDoubled();
  }

  /** Whether the last record of the key is not the one that was written late. */
  private static boolean lastWriteStands(String topic, String key) {
    return world.topics().records(topic).stream().anyMatch(record -> record.key().equals(key))
        && !world.topics().table(topic).containsKey(key);
  }

  private static int leader() {
    await().atMost(PATIENCE).until(() -> world.bridges().leader().isPresent());
    return world.bridges().leader().getAsInt();
  }

  private static Duration timeToReplace(Runnable end) {
    Set<String> before = streams();
    long start = System.nanoTime();
    end.run();
    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(PATIENCE)
        .until(() -> !before.containsAll(streams()));
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static Set<String> streams() {
    return world.cluster().ledger().events().stream()
        .filter(event -> event.type().equals("SUBSCRIBED"))
        .map(event -> event.streamId())
        .collect(Collectors.toSet());
  }

  private static long subscriptions() {
    return streams().size();
  }

  private static void launchSome() {
    for (int i = 0; i < 5; i++) {
      String task = "task-" + ++number;
      world.commander().launch("launch-" + task, null, task, i == 0 ? "sleep 1" : "sleep infinity");
    }
  }

  private static void launchAndKillMany() {
    for (int i = 0; i < MANY; i++) {
      String task = "task-" + ++number;
      world.commander().launch("launch-" + task, null, task, "sleep infinity");
      if (i % 2 == 0) {
        world.commander().kill("kill-" + task, task);
      }
    }
  }

  private static int results() {
    return world.topics().records(ChaosWorld.RESULTS).size();
  }

  private static void nothingIsLostOrDoubled() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(new Audit(world).differences()).isEmpty());
  }

  private static String summary(List<Duration> times) {
    List<Long> millis = times.stream().map(Duration::toMillis).sorted().toList();
    return "median %d ms, maximum %d ms of %s"
        .formatted(millis.get(millis.size() / 2), millis.get(millis.size() - 1), millis);
  }
}
