package io.mesosbridge.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.sandbox.process.BridgeProcess;
import io.mesosbridge.testkit.JsonTree;
import io.mesosbridge.testkit.QuickWorld;
import io.mesosbridge.testkit.TestedBridge;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What operators and producers do to the command topic and to the group that reads it. */
class CommandTopicIT {

  private static final String KILL = "{\"type\":\"KILL\",\"kill\":{\"task_id\":\"nobody\"}}";
  private static final int LARGE = 2 << 20;

  private static QuickWorld world;
  private final List<TestedBridge> bridges = new ArrayList<>();

  @BeforeAll
  static void start() {
    world = QuickWorld.quick();
  }

  @AfterEach
  void endBridges() {
    bridges.forEach(TestedBridge::close);
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  private TestedBridge instanceOf(String group) {
    TestedBridge bridge = world.bridge(group);
    bridges.add(bridge);
    return bridge.awaitReady();
  }

  @Test
  void whoeverIsExpelledLeadsNoMoreAndComesBack() {
    // Given
    TestedBridge one = instanceOf("expelled").awaitState("SUBSCRIBED");
    TestedBridge two = instanceOf("expelled");

    for (int times = 1; times <= 2; times++) {
      // When
      for (int i = 0; i < 100; i++) {
        one.sendRaw(KILL.getBytes(UTF_8), Map.of());
      }
      world.admin().expel("expelled");

      // Then
      int expected = times;
      await("a leader that was expelled resigns")
          .atMost(TestedBridge.PATIENCE)
          .until(() -> notices(one, "leader-resigned") >= expected);
      await("one of two leads").atMost(TestedBridge.PATIENCE).until(() -> leaders(one, two) == 1);
      one.awaitReady();
      two.awaitReady();
    }
    assertThat(one.carryOut(KILL).path("outcome").asText()).isEqualTo("ACCEPTED");
    await("all commands are settled")
        .atMost(TestedBridge.PATIENCE)
        .until(() -> committed("expelled") == world.admin().end("expelled.commands"));
  }

  @Test
  void whatWasAbortedIsNotCarriedOut() throws Exception {
    // Given
    TestedBridge bridge = instanceOf("aborting").awaitState("SUBSCRIBED");

    // When
    try (KafkaProducer<String, String> producer = transactional()) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>("aborting.commands", revive("aborted"))).get();
      producer.abortTransaction();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>("aborting.commands", revive("done"))).get();
      producer.commitTransaction();
    }

    // Then
    assertThat(bridge.awaitResult("done").json().path("outcome").asText()).isEqualTo("ACCEPTED");
    assertThat(bridge.results("aborted")).isZero();
    await("markers of transactions are no commands that wait")
        .atMost(TestedBridge.PATIENCE)
        .until(() -> committed("aborting") == world.admin().end("aborting.commands"));
  }

  @Test
  void nobodyLeadsWhileTheTopicHasSeveralPartitions() {
    // Given
    TestedBridge one = instanceOf("widened").awaitState("SUBSCRIBED");
    TestedBridge two = instanceOf("widened");

    // When
    world.admin().widen("widened.commands", 3);

    // Then
    for (TestedBridge bridge : List.of(one, two)) {
      bridge.awaitState("STOPPED");
      assertThat(bridge.status().path("why").asText()).contains("3 partitions");
      assertThat(bridge.status().path("leader").asBoolean()).isFalse();
    }
    assertThat(bridges).allMatch(bridge -> bridge.process().isAlive());
    world.admin().delete("widened.commands");
    await("one of two leads").atMost(TestedBridge.PATIENCE).until(() -> leaders(one, two) == 1);
    assertThat(one.carryOut(KILL).path("outcome").asText()).isEqualTo("ACCEPTED");
  }

  @Test
  void aDeletedTopicIsMadeAgainAndSomebodyLeads() {
    // Given
    TestedBridge bridge = instanceOf("deleted").awaitState("SUBSCRIBED");
    bridge.carryOut(KILL);
    var before = world.admin().id("deleted.commands");

    // When
    world.admin().delete("deleted.commands");

    // Then
    await("another topic of that name")
        .atMost(TestedBridge.PATIENCE)
        .ignoreException(IllegalStateException.class)
        .until(() -> !world.admin().id("deleted.commands").equals(before));
    assertThat(bridge.carryOut(KILL).path("outcome").asText()).isEqualTo("ACCEPTED");
    assertThat(world.admin().setting("deleted.commands", "retention.ms")).isEqualTo("604800000");
  }

  @Test
  void aTopicThatIsDeletedAndMadeAnewIsReadFromItsStart() {
    // Given
    TestedBridge one = instanceOf("anew").awaitState("SUBSCRIBED");
    TestedBridge two = instanceOf("anew");
    for (int i = 0; i < 20; i++) {
      one.send(KILL);
    }
    await("commits").atMost(TestedBridge.PATIENCE).until(() -> committed("anew") == 20);

    // When
    world.admin().delete("anew.commands");
    world.admin().createUnlessThere("anew.commands"); // a bridge may have been faster
    List<String> ids = Stream.generate(() -> one.send(KILL)).limit(50).toList();

    // Then
    for (String id : ids) {
      assertThat(one.awaitResult(id).json().path("outcome").asText()).isEqualTo("ACCEPTED");
    }
    await("one of two leads").atMost(TestedBridge.PATIENCE).until(() -> leaders(one, two) == 1);
    await("commits").atMost(TestedBridge.PATIENCE).until(() -> committed("anew") == 50);
  }

  @Test
  void commandsThatWaitLeaveRoomInASmallHeap() {
    // Given
    world.mesos().faults().masters().leaderAway();
    TestedBridge bridge = world.bridge("large", launcher -> launcher.withMaxHeap("256m"));
    bridges.add(bridge);
    bridge.process().awaitLive(TestedBridge.PATIENCE);
    await("the topics")
        .atMost(TestedBridge.PATIENCE)
        .until(() -> world.admin().topics().contains("large.commands"));

    // When
    String padded = "{%s\"type\":\"REVIVE\"}".formatted(" ".repeat(LARGE));
    List<String> ids = Stream.generate(() -> bridge.send(padded)).limit(150).toList();

    // Then
    await("what there is room for waits")
        .atMost(TestedBridge.PATIENCE)
        .until(() -> bridge.status().path("commands_waiting").asInt() >= 31);
    assertThat(bridge.status().path("commands_waiting").asInt()).isLessThanOrEqualTo(32);
    world.mesos().faults().masters().elect(0);
    for (String id : ids) {
      assertThat(bridge.awaitResult(id).json().path("outcome").asText()).isEqualTo("ACCEPTED");
    }
    assertThat(bridge.process().get("/q/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void tenMessagesOfThirtyMegabytesAndTenReconcilesOfManyTasksLeaveRoomInASmallHeap() {
    // Given
    TestedBridge bridge = world.bridge("dense", launcher -> launcher.withMaxHeap("256m"));
    bridges.add(bridge);
    bridge.awaitState("SUBSCRIBED");
    // more than ten: the bridge asks, too
    world.mesos().faults().answerNextCalls(20, "RECONCILE", 400, "a million answers take long");

    // When
    sendTenMessages(bridge, 10);
    bridge.carryOut(KILL);
    List<String> allowed = Stream.generate(() -> bridge.send(reconcile(99_999))).limit(10).toList();
    List<String> answers = allowed.stream().map(id -> error(bridge, id)).distinct().toList();
    List<String> denser = Stream.generate(() -> bridge.send(reconcile(350_000))).limit(10).toList();
    List<String> refusals = denser.stream().map(id -> error(bridge, id)).distinct().toList();
    sendTenMessages(bridge, 20);

    // Then
    assertThat(answers).containsExactly("REFUSED_BY_MASTER");
    assertThat(refusals).containsExactly("TOO_LARGE");
    assertThat(bridge.carryOut(KILL).path("outcome").asText()).isEqualTo("ACCEPTED");
    assertThat(bridge.process().isAlive()).isTrue();
  }

  private static void sendTenMessages(TestedBridge bridge, int inAll) {
    for (int i = 0; i < 10; i++) {
      world.mesos().faults().sendRecordOfSize(30 << 20);
    }
    await("all of them are read")
        .atMost(TestedBridge.PATIENCE)
        .until(() -> bridge.metric("bridge_records_total", "type=\"MESSAGE\"") >= inAll);
  }

  private static String reconcile(int tasks) {
    String items =
        IntStream.range(0, tasks)
            .mapToObj("{\"task_id\":\"t-%d\"}"::formatted)
            .collect(joining(","));
    return "{\"type\":\"RECONCILE\",\"reconcile\":{\"tasks\":[%s]}}".formatted(items);
  }

  private static String error(TestedBridge bridge, String id) {
    return bridge.awaitResult(id).json().at("/error/code").asText();
  }

  @Test
  void nothingIsCommittedPastACommandThatWaits() {
    // Given
    TestedBridge bridge = instanceOf("waiting").awaitState("SUBSCRIBED");
    bridge.carryOut(KILL);
    bridge.send(
        """
        {"type":"LAUNCH","deadline":"PT1H","launch":{"task_infos":[
          {"task_id":"big","resources":"cpus:4000"}]}}\
        """);

    // When
    bridge.carryOut(KILL);
    bridge.carryOut(KILL);

    // Then
    await("commits").atMost(TestedBridge.PATIENCE).until(() -> committed("waiting") == 1);
    bridge.carryOut("{\"type\":\"KILL\",\"kill\":{\"task_id\":\"big\"}}");
    await("commits").atMost(TestedBridge.PATIENCE).until(() -> committed("waiting") == 5);
  }

  private static long committed(String group) {
    return world.admin().committed(group, group + ".commands");
  }

  private static long notices(TestedBridge bridge, String name) {
    return bridge.records("events").stream()
        .filter(event -> ("io.mesosbridge." + name).equals(event.header("ce_type")))
        .count();
  }

  private static long leaders(TestedBridge... bridges) {
    return Stream.of(bridges).map(TestedBridge::process).filter(CommandTopicIT::leads).count();
  }

  private static boolean leads(BridgeProcess process) {
    return JsonTree.read(process.get("/api/v1/status").body()).path("leader").asBoolean();
  }

  private static String revive(String id) {
    return "{\"id\":\"%s\",\"type\":\"REVIVE\"}".formatted(id);
  }

  private static KafkaProducer<String, String> transactional() {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            world.kafka().bootstrapServers(),
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            "transactional"),
        new StringSerializer(),
        new StringSerializer());
  }
}
