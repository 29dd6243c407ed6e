package io.mesosbridge.kafka;

import static java.util.stream.Collectors.toMap;
import static org.apache.kafka.common.Uuid.ZERO_UUID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.kafka.TopicWatch.Recreated;
import io.mesosbridge.testkit.Configs;
import io.mesosbridge.testkit.KafkaAdmin;
import io.mesosbridge.testkit.LogLines;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreatePartitionsOptions;
import org.apache.kafka.clients.admin.CreatePartitionsResult;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.ForwardingAdmin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicCollection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of topics that are deleted while the bridge runs. */
class TopicWatchTest {

  private static final KafkaAdmin ADMIN = SecuredBroker.ADMIN;

  private final String prefix = UUID.randomUUID() + ".";
  private final List<Recreated> recreated = new CopyOnWriteArrayList<>();
  private final List<String> missing = new CopyOnWriteArrayList<>();
  private final AtomicInteger complete = new AtomicInteger();
  private final Object turn = new Object();
  private boolean tellsNoIds;
  private volatile boolean othersAreFaster;
  private TopicWatch watch;

  private final class Heard implements TopicWatch.Listener {
    @Override
    public void recreated(Recreated topic) {
      recreated.add(topic);
    }

    @Override
    public void missing(String why) {
      missing.add(why);
    }

    @Override
    public void complete() {
      complete.incrementAndGet();
    }
  }

  /** Asks nothing while the test has the turn, so that the watch is slower than the test. */
  private final class Delayed extends ForwardingAdmin {
    private Delayed() {
      super(SecuredBroker.open());
    }

    @Override
    public DescribeTopicsResult describeTopics(
        TopicCollection topics, DescribeTopicsOptions options) {
      synchronized (turn) {
        DescribeTopicsResult described = super.describeTopics(topics, options);
        return tellsNoIds ? new WithoutIds(described) : described;
      }
    }

    @Override
    public CreateTopicsResult createTopics(
        Collection<NewTopic> topics, CreateTopicsOptions options) {
      synchronized (turn) {
        return super.createTopics(topics, options);
      }
    }

    @Override
    public CreatePartitionsResult createPartitions(
        Map<String, NewPartitions> partitions, CreatePartitionsOptions options) {
      if (othersAreFaster) {
        partitions.forEach((topic, wanted) -> ADMIN.widen(topic, wanted.totalCount()));
      }
      return super.createPartitions(partitions, options);
    }
  }

  /** What brokers before 2.8 tell. */
  private static final class WithoutIds extends DescribeTopicsResult {
    private WithoutIds(DescribeTopicsResult described) {
      super(
          null,
          described.topicNameValues().entrySet().stream()
              .collect(toMap(Map.Entry::getKey, entry -> withoutId(entry.getValue()))));
    }

    private static KafkaFuture<TopicDescription> withoutId(KafkaFuture<TopicDescription> topic) {
      return topic.thenApply(is -> new TopicDescription(is.name(), false, is.partitions()));
    }
  }

  /** Somebody else is faster than the watch. */
  private void makeAgain(String name, int partitions, Map<String, String> settings) {
    synchronized (turn) {
      ADMIN.delete(prefix + name);
      ADMIN.create(prefix + name, partitions, settings);
    }
  }

  @AfterEach
  void close() {
    watch.close();
  }

  private void start(Map<String, String> settings) throws Exception {
    Map<String, String> all = new HashMap<>(settings);
    all.put("bridge.topics.prefix", prefix);
    BridgeConfig config = Configs.of(all);
    Topics topics = new Topics(config.topics());
    KafkaClients clients =
        new KafkaClients(SecuredBroker.open(), config) {
          @Override
          public Admin admin(String name) {
            return new Delayed();
          }
        };
    if (config.topics().create()) {
      new TopicKeeper(clients, topics, config).ensure();
      ADMIN.awaitTopic(topics.state.name()); // or the watch would find that they were missing
    }
    watch = new TopicWatch(clients, topics, config, new Heard(), Duration.ofMillis(50));
    watch.start();
  }

  private void awaitARound() {
    int before = complete.get();
    await().until(() -> complete.get() > before + 1);
  }

  private Recreated awaitRecreated() {
    await().until(() -> !recreated.isEmpty());
    return recreated.get(0);
  }

  @Test
  void aDeletedTopicIsMadeAgainAsItWasAndSomebodyIsTold() throws Exception {
    // Given
    start(Map.of("bridge.topics.partitions", "3"));
    awaitARound();

    // When
    ADMIN.delete(prefix + "tasks");

    // Then
    Recreated tasks = awaitRecreated();
    assertThat(tasks.topic().name()).isEqualTo(prefix + "tasks");
    assertThat(tasks.formerId()).isNotEqualTo(tasks.id()).isNotEqualTo(ZERO_UUID);
    assertThat(tasks.partitions()).isEqualTo(3).isEqualTo(tasks.formerPartitions());
    assertThat(ADMIN.partitions(prefix + "tasks")).isEqualTo(3);
    assertThat(ADMIN.setting(prefix + "tasks", "cleanup.policy")).isEqualTo("compact");
    awaitARound();
    assertThat(recreated).hasSize(1);
    assertThat(missing).isEmpty();
  }

  @Test
  void eachTopicThatIsDeletedIsToldAlsoWhereTopicsHaveNoIds() throws Exception {
    // Given
    tellsNoIds = true;
    start(Map.of());
    awaitARound();
    ADMIN.delete(prefix + "tasks");
    assertThat(awaitRecreated().topic().name()).isEqualTo(prefix + "tasks");

    // When
    ADMIN.delete(prefix + "bridge-state");

    // Then
    await().until(() -> recreated.size() == 2);
    assertThat(recreated.get(1).topic().name()).isEqualTo(prefix + "bridge-state");
    assertThat(recreated.get(1).partitions()).isOne();
  }

  @Test
  void aTopicThatABrokerMadeAgainByItselfGetsTheSettingsOfTheContract() throws Exception {
    // Given
    start(Map.of("bridge.topics.partitions", "3"));
    awaitARound();

    // When
    makeAgain("tasks", 1, Map.of());

    // Then
    Recreated tasks = awaitRecreated();
    assertThat(tasks.hasFewerPartitions()).isFalse();
    await().until(() -> ADMIN.setting(prefix + "tasks", "cleanup.policy").equals("compact"));
    await().until(() -> ADMIN.partitions(prefix + "tasks") == 3);
  }

  @Test
  void aTopicThatAnotherInstanceHasJustWidenedHasNoFewerPartitions() throws Exception {
    // Given
    start(Map.of("bridge.topics.partitions", "3"));
    awaitARound();
    othersAreFaster = true;

    // When
    try (LogLines log = new LogLines(TopicWatch.class)) {
      makeAgain("tasks", 1, Map.of());

      // Then
      assertThat(awaitRecreated().hasFewerPartitions()).isFalse();
      assertThat(log.all()).noneMatch(line -> line.contains("cannot be given its settings"));
    }
  }

  @Test
  void whatSomebodyWantedForATopicThatHeMadeAgainStaysSo() throws Exception {
    // Given
    start(Map.of("bridge.topics.partitions", "3"));
    awaitARound();

    // When
    makeAgain("events", 2, Map.of("retention.ms", "1000"));

    // Then
    Recreated events = awaitRecreated();
    assertThat(events.hasFewerPartitions()).isTrue();
    assertThat(ADMIN.setting(prefix + "events", "retention.ms")).isEqualTo("1000");
    assertThat(ADMIN.setting(prefix + "events", "cleanup.policy")).isEqualTo("delete");
    assertThat(ADMIN.partitions(prefix + "events")).isEqualTo(2);
  }

  @Test
  void commandsHaveOnePartitionAgainHoweverManyTheyHad() throws Exception {
    // Given
    start(Map.of());
    awaitARound();
    makeAgain("commands", 2, Map.of());
    assertThat(awaitRecreated().partitions()).isEqualTo(2);
    recreated.clear();

    // When
    ADMIN.delete(prefix + "commands");

    // Then
    assertThat(awaitRecreated().partitions()).isOne();
    assertThat(ADMIN.setting(prefix + "commands", "compression.type")).isEqualTo("uncompressed");
  }

  @Test
  void whereAnOperatorCreatesTopicsOnlyHeMakesThemAgain() throws Exception {
    // Given
    start(Map.of("bridge.topics.create", "false"));
    await().until(() -> !missing.isEmpty());
    assertThat(missing.get(0)).contains(prefix + "offers").contains("create them");

    // When
    BridgeConfig config = Configs.of(Map.of("bridge.topics.prefix", prefix));
    Topics topics = new Topics(config.topics());
    new TopicKeeper(new KafkaClients(SecuredBroker.open(), config), topics, config).ensure();

    // Then
    awaitARound();
    assertThat(recreated).hasSize(topics.all().size());
    assertThat(recreated).allMatch(topic -> topic.formerId().equals(ZERO_UUID));
  }
}
