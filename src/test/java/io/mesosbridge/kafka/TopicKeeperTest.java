package io.mesosbridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.kafka.TopicKeeper.TopicsMissingException;
import io.mesosbridge.kafka.TopicKeeper.UnusableTopicException;
import io.mesosbridge.kafka.Topics.Topic;
import io.mesosbridge.testkit.Configs;
import io.mesosbridge.testkit.KafkaAdmin;
import io.mesosbridge.testkit.LogLines;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.ForwardingAdmin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The topics that the bridge finds and makes, by a user who may do everything. */
class TopicKeeperTest {

  private static final KafkaAdmin ADMIN = SecuredBroker.ADMIN;

  @BeforeAll
  static void createWhatIsMissing() throws Exception {
    keeper("fresh.", Map.of("bridge.topics.partitions", "3")).ensure();
  }

  private static BridgeConfig config(String prefix, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("bridge.topics.prefix", prefix);
    return Configs.of(all);
  }

  private static TopicKeeper keeper(String prefix, Map<String, String> settings) {
    BridgeConfig config = config(prefix, settings);
    return keeper(config, new KafkaClients(SecuredBroker.open(), config));
  }

  private static TopicKeeper keeper(BridgeConfig config, KafkaClients clients) {
    return new TopicKeeper(clients, new Topics(config.topics()), config);
  }

  @Test
  void noBatchIsLargerThanAnyOfTheTopicsTakes() throws Exception {
    // Given
    ADMIN.create("narrow.tasks", 1, Map.of("max.message.bytes", "20000"));
    Map<String, Object> settings = new HashMap<>();
    BridgeConfig config = config("narrow.", Map.of());
    KafkaClients clients =
        new KafkaClients(SecuredBroker.open(), config) {
          @Override
          protected Producer<byte[], byte[]> producer(Map<String, Object> of) {
            settings.putAll(of);
            return super.producer(of);
          }
        };

    // When
    keeper(config, clients).ensure();

    // Then
    clients.producers("records").get().close();
    assertThat(settings).containsEntry("batch.size", 20_000);
  }

  @ParameterizedTest
  @CsvSource({
    "offers, 3, compact,",
    "task-updates, 3, delete, 604800000",
    "tasks, 3, compact,",
    "operation-updates, 3, delete, 604800000",
    "heartbeats, 3, delete, 3600000",
    "events, 3, delete, 604800000",
    "commands, 1, delete, 604800000",
    "command-results, 3, delete, 604800000",
    "commands.dead-letter, 3, delete, 2592000000",
    "launches, 3, compact,",
    "bridge-state, 1, compact,"
  })
  void createsWhatIsMissing(String name, int partitions, String policy, String retention) {
    // When
    String topic = "fresh." + name;

    // Then
    assertThat(ADMIN.partitions(topic)).isEqualTo(partitions);
    assertThat(ADMIN.setting(topic, "cleanup.policy")).isEqualTo(policy);
    assertThat(ADMIN.setting(topic, "max.message.bytes"))
        .isEqualTo(name.equals("commands") ? "8454144" : "67174400");
    assertThat(ADMIN.setting(topic, "compression.type"))
        .isEqualTo(name.equals("commands") ? "uncompressed" : "producer");
    assertThat(ADMIN.setting(topic, "unclean.leader.election.enable")).isEqualTo("false");
    if (retention != null) {
      assertThat(ADMIN.setting(topic, "retention.ms")).isEqualTo(retention);
    }
  }

  @Test
  void takesNoCommandThatGrowsBeyondItsLimit() {
    // Given
    var zstd = new HashMap<>(SecuredBroker.open());
    zstd.putAll(Map.of("compression.type", "zstd", "max.request.size", 1 << 30));
    zstd.put("buffer.memory", 64 << 20);

    // When
    Throwable refusal;
    try (var producer =
        new KafkaProducer<>(zstd, new ByteArraySerializer(), new ByteArraySerializer())) {
      var bomb = new ProducerRecord<byte[], byte[]>("fresh.commands", new byte[32 << 20]);
      refusal = catchThrowable(producer.send(bomb)::get);
    }

    // Then
    assertThat(refusal).hasCauseInstanceOf(RecordTooLargeException.class);
  }

  @ParameterizedTest
  @CsvSource({"0,", "1,", "2,", "3, 2", "5, 2"})
  void aTopicThatCanSpareAReplicaConfirmsWhatTwoHave(int replicas, String inSync) {
    // When
    Map<String, String> settings = Topic.compacted("offers", 1).settings(1_000, replicas);

    // Then
    assertThat(settings.get("min.insync.replicas")).isEqualTo(inSync);
    assertThat(settings)
        .containsEntry("unclean.leader.election.enable", "false")
        .containsEntry("max.message.bytes", "1000");
  }

  @Test
  void warnsOfAPolicyThatLosesRecordsAndLeavesIt() throws Exception {
    // Given
    ADMIN.create("odd.tasks", 1, Map.of("cleanup.policy", "delete"));

    // When
    try (LogLines log = new LogLines(TopicSettings.class)) {
      keeper("odd.", Map.of()).ensure();

      // Then
      assertThat(log.all())
          .filteredOn(line -> line.startsWith("WARN"))
          .singleElement()
          .asString()
          .startsWith("WARN Topic odd.tasks has cleanup.policy=delete, but compact is right");
    }
    assertThat(ADMIN.setting("odd.tasks", "cleanup.policy")).isEqualTo("delete");
  }

  @Test
  void refusesACommandTopicThatSeveralCouldLead() {
    // Given
    ADMIN.create("split.commands", 2, Map.of());

    // When
    assertThatThrownBy(keeper("split.", Map.of())::ensure)

        // Then
        .isInstanceOf(UnusableTopicException.class)
        .hasMessageContaining("Topic split.commands has 2 partitions")
        .hasMessageContaining("exactly 1 partition");
  }

  @Test
  void anotherInstanceMayBeFaster() {
    // Given
    BridgeConfig config = config("raced.", Map.of());
    TopicKeeper faster = keeper(config, new KafkaClients(SecuredBroker.open(), config));
    KafkaClients overtaken =
        new KafkaClients(SecuredBroker.open(), config) {
          @Override
          public Admin admin(String name) {
            return new Overtaken(SecuredBroker.open(), faster);
          }
        };

    // When
    assertThatCode(keeper(config, overtaken)::ensure)

        // Then
        .doesNotThrowAnyException();
    assertThat(ADMIN.partitions("raced.commands")).isEqualTo(1);
  }

  private static final class Overtaken extends ForwardingAdmin {
    private final TopicKeeper other;

    private Overtaken(Map<String, Object> settings, TopicKeeper other) {
      super(settings);
      this.other = other;
    }

    @Override
    public CreateTopicsResult createTopics(
        Collection<NewTopic> topics, CreateTopicsOptions options) {
      assertThatCode(other::ensure).doesNotThrowAnyException();
      return super.createTopics(topics, options);
    }
  }

  @Test
  void createsNothingWhereAnOperatorWantsToButSaysWhatIsMissing() throws Exception {
    // Given
    TopicKeeper keeper = keeper("own.", Map.of("bridge.topics.create", "false"));
    ADMIN.create("own.commands", 1, Map.of());

    // When
    Throwable refusal = catchThrowable(keeper::ensure);

    // Then
    assertThat(refusal)
        .isInstanceOf(TopicsMissingException.class)
        .hasMessageStartingWith("topics own.offers, own.task-updates, own.tasks,")
        .hasMessageContaining("bridge.topics.create=false: create them")
        .hasMessageNotContaining("own.commands,");
    assertThat(ADMIN.topics()).contains("own.commands").doesNotContain("own.offers");
    keeper("own.", Map.of()).ensure();
    ADMIN.awaitTopic("own.bridge-state");
    assertThatCode(keeper::ensure).doesNotThrowAnyException();
  }

  @Test
  void asksNoLongerThanItIsWantedTo() throws Exception {
    // Given
    BridgeConfig config = config("any.", Map.of());
    TopicKeeper keeper =
        keeper(config, new KafkaClients(Map.of("bootstrap.servers", "127.0.0.1:1"), config));
    FutureTask<Throwable> asking = new FutureTask<>(() -> catchThrowable(keeper::ensure));
    new Thread(asking).start();

    // When
    await()
        .until(
            () -> {
              keeper.giveUp();
              return asking.isDone();
            });

    // Then
    assertThat(asking.get()).isInstanceOf(ExecutionException.class);
  }

  @Test
  void asksNothingOnceItIsNotWantedToAnyMore() {
    // Given
    BridgeConfig config = config("any.", Map.of());
    TopicKeeper keeper =
        keeper(config, new KafkaClients(Map.of("bootstrap.servers", "127.0.0.1:1"), config));
    keeper.giveUp();

    // When
    assertThatThrownBy(keeper::ensure)

        // Then
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the application stops");
  }

  @Test
  void namesTheKeyOfAReplicationFactorThatTheBrokersCannotDo() {
    // When
    assertThatThrownBy(keeper("thrice.", Map.of("bridge.topics.replication-factor", "3"))::ensure)

        // Then
        .isInstanceOf(TopicsMissingException.class)
        .hasMessageStartingWith("topics thrice.offers, ")
        .hasMessageContaining("only 1 broker(s) are registered")
        .hasMessageEndingWith(
            "bridge.topics.replication-factor=3 may be at most the number of brokers");
  }

  @Test
  void aBrokerBeforeTwoFourIsToldToHaveTheReplicationFactorSet() {
    // Given
    var creation = new TopicKeeper.TopicCreation(Configs.of(Map.of()).topics(), 1_000);

    // When
    String why = creation.inWords(new UnsupportedVersionException("replication factor -1"));

    // Then
    assertThat(why).contains("before 2.4", "bridge.topics.replication-factor");
  }
}
