package io.mesosbridge.kafka;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.kafka.Topics.Topic;
import io.mesosbridge.testkit.Configs;
import io.mesosbridge.testkit.LogLines;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.DescribeConfigsResult;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.ForwardingAdmin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;

/** Brokers that are not quite as Kafka's. */
class TopicSettingsTest {

  @Test
  void aBrokerThatDoesNotTellIsTakenAsItIs() throws Exception {
    // Given
    var settings = KafkaFuture.completedFuture(new Config(List.of()));

    // When
    List<String> lines = check(settings);

    // Then
    assertThat(lines)
        .containsExactly(
            "WARN Not checked whether the settings are right for topics offers: the broker does"
                + " not tell them");
  }

  @Test
  void aBrokerThatRefusesToTellIsTakenAsItIs() throws Exception {
    // Given
    KafkaFutureImpl<Config> settings = new KafkaFutureImpl<>();
    settings.completeExceptionally(new InvalidRequestException("not here"));

    // When
    List<String> lines = check(settings);

    // Then
    assertThat(lines)
        .singleElement()
        .asString()
        .startsWith("WARN Not checked whether the settings are right for topics offers: Kafka ")
        .contains("not here");
  }

  @Test
  void whatIsOtherwiseThanTheBridgeWouldHaveItIsTold() throws Exception {
    // Given
    var settings =
        KafkaFuture.completedFuture(
            new Config(
                List.of(
                    new ConfigEntry("cleanup.policy", "compact"),
                    new ConfigEntry("max.message.bytes", "999"),
                    new ConfigEntry("min.insync.replicas", "1"),
                    new ConfigEntry("unclean.leader.election.enable", "true"))));

    // When
    List<String> lines = check(settings);

    // Then
    assertThat(lines)
        .containsExactly(
            "INFO Topic offers is left as it is, but the bridge would create it with other"
                + " settings: max.message.bytes=1000, not 999; min.insync.replicas=2, not 1;"
                + " unclean.leader.election.enable=false, not true");
  }

  @Test
  void moreThanTheBridgeNeedsIsRight() throws Exception {
    // Given
    var settings =
        KafkaFuture.completedFuture(
            new Config(
                List.of(
                    new ConfigEntry("cleanup.policy", "compact"),
                    new ConfigEntry("max.message.bytes", "2000"),
                    new ConfigEntry("min.insync.replicas", "3"),
                    new ConfigEntry("unclean.leader.election.enable", "false"))));

    // When
    List<String> lines = check(settings);

    // Then
    assertThat(lines).isEmpty();
  }

  @Test
  void compactedTopicsGetSegmentsAndTombstonesThatLetCompactionHappen() {
    // Given
    Topics topics = new Topics(Configs.of(Map.of()).topics());

    // When
    Map<String, String> offers = topics.offers.settings(1_000, 1);
    Map<String, String> ofLargeRecords = topics.tasks.settings(100 << 20, 1);

    // Then
    assertThat(offers)
        .containsEntry("segment.ms", "3600000")
        .containsEntry("segment.bytes", "16777216")
        .containsEntry("delete.retention.ms", "3600000");
    assertThat(ofLargeRecords)
        .containsEntry("segment.bytes", Integer.toString(101 << 20))
        .containsEntry("delete.retention.ms", "86400000");
    assertThat(topics.state.settings(1_000, 1))
        .containsEntry("min.compaction.lag.ms", "3600000")
        .containsEntry("segment.ms", "3600000");
    assertThat(topics.events.settings(1_000, 1)).doesNotContainKeys("segment.ms", "segment.bytes");
  }

  @Test
  void aCompactedTopicThatIsHardlyEverCompactedIsTold() throws Exception {
    // Given what a broker sets by itself
    var settings =
        KafkaFuture.completedFuture(
            new Config(
                List.of(
                    new ConfigEntry("cleanup.policy", "compact"),
                    new ConfigEntry("segment.bytes", "1073741824"),
                    new ConfigEntry("segment.ms", "604800000"))));

    // When
    List<String> lines = check(settings);

    // Then
    assertThat(lines)
        .containsExactly(
            "INFO Topic offers is left as it is, but the bridge would create it with other"
                + " settings: segment.bytes=16777216, not 1073741824; segment.ms=3600000, not"
                + " 604800000");
  }

  @Test
  void otherValuesThatLetCompactionHappenAreRight() throws Exception {
    // Given
    var settings =
        KafkaFuture.completedFuture(
            new Config(
                List.of(
                    new ConfigEntry("cleanup.policy", "compact"),
                    new ConfigEntry("segment.bytes", "67108864"),
                    new ConfigEntry("segment.ms", "600000"),
                    new ConfigEntry("delete.retention.ms", "86400000"))));

    // When
    List<String> lines = check(settings);

    // Then
    assertThat(lines).isEmpty();
  }

  @Test
  void aSegmentThatHasNoRoomForTheLargestRecordIsTold() throws Exception {
    // Given
    var settings =
        KafkaFuture.completedFuture(
            new Config(
                List.of(
                    new ConfigEntry("cleanup.policy", "delete"),
                    new ConfigEntry("segment.bytes", "999"))));

    // When
    List<String> lines = check(Topic.kept("offers", 1, Duration.ofDays(1)), settings);

    // Then
    assertThat(lines)
        .containsExactly(
            "INFO Topic offers is left as it is, but the bridge would create it with other"
                + " settings: segment.bytes=1000, not 999");
  }

  private static List<String> check(KafkaFuture<Config> settings) throws Exception {
    return check(Topic.compacted("offers", 1), settings);
  }

  private static List<String> check(Topic topic, KafkaFuture<Config> settings) throws Exception {
    try (LogLines log = new LogLines(TopicSettings.class);
        Answering admin = new Answering(settings)) {
      new TopicSettings(admin, 1_000).check(List.of(topic));
      return log.all();
    }
  }

  private static final class Answering extends ForwardingAdmin {
    private final KafkaFuture<Config> settings;
    private final List<Node> replicas = Collections.nCopies(3, new Node(1, "localhost", 1));

    private Answering(KafkaFuture<Config> settings) {
      super(Map.of("bootstrap.servers", "127.0.0.1:1"));
      this.settings = settings;
    }

    @Override
    public DescribeConfigsResult describeConfigs(
        Collection<ConfigResource> resources, DescribeConfigsOptions options) {
      return new Told(resources.stream().collect(toMap(resource -> resource, any -> settings)));
    }

    @Override
    public DescribeTopicsResult describeTopics(
        TopicCollection topics, DescribeTopicsOptions options) {
      TopicPartitionInfo partition = new TopicPartitionInfo(0, null, replicas, replicas);
      TopicDescription description = new TopicDescription("offers", false, List.of(partition));
      return new Described(Map.of("offers", KafkaFuture.completedFuture(description)));
    }
  }

  private static final class Described extends DescribeTopicsResult {
    private Described(Map<String, KafkaFuture<TopicDescription>> topics) {
      super(null, topics);
    }
  }

  private static final class Told extends DescribeConfigsResult {
    private Told(Map<ConfigResource, KafkaFuture<Config>> settings) {
      super(settings);
    }
  }
}
