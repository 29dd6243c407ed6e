package io.mesosbridge.kafka;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import io.mesosbridge.kafka.Topics.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jboss.logging.Logger;

/** Compares the settings of topics that are there with the contract's. Blocks. */
final class TopicSettings {

  private static final Logger LOG = Logger.getLogger(TopicSettings.class);

  /** So many times as large or as old a segment still lets compaction happen. */
  private static final int LATER = 8;

  private final Admin admin;
  private final long maxRecordBytes;
  private final Map<String, List<Topic>> unchecked = new LinkedHashMap<>();
  private long leastRoom = Long.MAX_VALUE;

  TopicSettings(Admin admin, long maxRecordBytes) {
    this.admin = admin;
    this.maxRecordBytes = maxRecordBytes;
  }

  /** Tells of topics that lose records or pile them up, and leaves them as they are. */
  void check(List<Topic> present) throws ExecutionException, InterruptedException {
    Map<Topic, ConfigResource> resources =
        present.stream().collect(toMap(topic -> topic, topic -> resource(topic)));
    var configs = admin.describeConfigs(resources.values()).values();
    var descriptions =
        admin.describeTopics(present.stream().map(Topic::name).toList()).topicNameValues();
    for (Topic topic : present) {
      check(topic, configs.get(resources.get(topic)), descriptions.get(topic.name()));
    }
    unchecked.forEach(
        (why, topics) ->
            LOG.warnf(
                "Not checked whether the settings are right for %s: %s", Topic.names(topics), why));
  }

  /** How many bytes each of the topics that were checked takes at once, as far as that is known. */
  long leastRoom() {
    return leastRoom;
  }

  private static ConfigResource resource(Topic topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
  }

  private void check(
      Topic topic, KafkaFuture<Config> settings, KafkaFuture<TopicDescription> description)
      throws ExecutionException, InterruptedException {
    try {
      Config told = settings.get();
      if (told.get(TopicConfig.CLEANUP_POLICY_CONFIG) == null) {
        leave(topic, "the broker does not tell them");
      } else {
        check(topic, told, replicas(description.get()));
      }
    } catch (ExecutionException failure) {
      if (!(failure.getCause() instanceof ApiException)) {
        throw failure;
      }
      leave(
          topic,
          failure.getCause() instanceof AuthorizationException
              ? "allow this user DescribeConfigs"
              : "Kafka " + KafkaTrouble.inWords(failure));
    }
  }

  private void leave(Topic topic, String why) {
    unchecked.computeIfAbsent(why, reason -> new ArrayList<>()).add(topic);
  }

  private void check(Topic topic, Config settings, int replicas) {
    Stream.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, TopicConfig.SEGMENT_BYTES_CONFIG)
        .map(settings::get)
        .filter(Objects::nonNull)
        .forEach(entry -> leastRoom = Math.min(leastRoom, Long.parseLong(entry.value())));
    ConfigEntry policy = settings.get(TopicConfig.CLEANUP_POLICY_CONFIG);
    if (!topic.cleanupPolicy().equals(policy.value())) {
      LOG.warnf(
          "Topic %s has cleanup.policy=%s, but %s is right for it: its records may vanish or"
              + " pile up",
          topic.name(), policy.value(), topic.cleanupPolicy());
    }
    List<ConfigEntry> others = wrong(topic, settings, replicas, entry -> !entry.equals(policy));
    if (!others.isEmpty()) {
      Map<String, String> right = right(topic, replicas);
      LOG.infof(
          "Topic %s is left as it is, but the bridge would create it with other settings: %s",
          topic.name(),
          others.stream()
              .map(entry -> entry.name() + "=" + right.get(entry.name()) + ", not " + entry.value())
              .collect(joining("; ")));
    }
  }

  /**
   * Gives a topic that somebody else made again the contract's settings, but for those that it was
   * given of its own.
   *
   * @return whether all its settings were a broker's defaults
   * @throws ExecutionException when Kafka cannot be asked, or refuses
   */
  boolean mend(Topic topic, TopicDescription description)
      throws ExecutionException, InterruptedException {
    ConfigResource resource = resource(topic);
    Config settings = admin.describeConfigs(List.of(resource)).all().get().get(resource);
    int replicas = replicas(description);
    Map<String, String> right = right(topic, replicas);
    Collection<AlterConfigOp> changes =
        wrong(topic, settings, replicas, entry -> !isOwn(entry)).stream()
            .map(entry -> new ConfigEntry(entry.name(), right.get(entry.name())))
            .map(entry -> new AlterConfigOp(entry, AlterConfigOp.OpType.SET))
            .toList();
    if (!changes.isEmpty()) {
      admin.incrementalAlterConfigs(Map.of(resource, changes)).all().get();
      LOG.infof(
          "Topic %s was made again without the bridge's settings, and has them now: %s",
          topic.name(),
          changes.stream()
              .map(change -> change.configEntry().name() + "=" + change.configEntry().value())
              .collect(joining(", ")));
    }
    return settings.entries().stream().noneMatch(TopicSettings::isOwn);
  }

  private List<ConfigEntry> wrong(
      Topic topic, Config settings, int replicas, Predicate<ConfigEntry> which) {
    return right(topic, replicas).entrySet().stream()
        .filter(right -> settings.get(right.getKey()) != null)
        .filter(right -> !suits(topic, right, settings.get(right.getKey()).value()))
        .map(right -> settings.get(right.getKey()))
        .filter(which)
        .toList();
  }

  /** What it ought to have. A segment has room for the largest record, whatever the topic is. */
  private Map<String, String> right(Topic topic, int replicas) {
    Map<String, String> right = topic.settings(maxRecordBytes, replicas);
    right.putIfAbsent(
        TopicConfig.SEGMENT_BYTES_CONFIG, right.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG));
    return right;
  }

  /**
   * More room, or more replicas than needed, do no harm; of commands, more room does. Compaction
   * may be sooner or a little later.
   */
  private boolean suits(Topic topic, Map.Entry<String, String> right, String value) {
    return switch (right.getKey()) {
      case TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG -> atLeast(right.getValue(), value);
      case TopicConfig.MAX_MESSAGE_BYTES_CONFIG ->
          topic.own().containsKey(right.getKey())
              ? right.getValue().equals(value)
              : atLeast(right.getValue(), value);
      case TopicConfig.SEGMENT_BYTES_CONFIG ->
          atLeast(largest(topic), value) && (topic.retention() != null || isSoon(right, value));
      case TopicConfig.SEGMENT_MS_CONFIG -> isSoon(right, value);
      case TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG -> atLeast(right.getValue(), value);
      case TopicConfig.DELETE_RETENTION_MS_CONFIG -> true;
      default -> right.getValue().equals(value);
    };
  }

  private String largest(Topic topic) {
    return right(topic, 0).get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
  }

  private static boolean isSoon(Map.Entry<String, String> right, String value) {
    return Long.parseLong(value) <= LATER * Long.parseLong(right.getValue());
  }

  private static boolean atLeast(String least, String value) {
    return Long.parseLong(value) >= Long.parseLong(least);
  }

  private static boolean isOwn(ConfigEntry entry) {
    return entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG;
  }

  private static int replicas(TopicDescription description) {
    return description.partitions().stream()
        .mapToInt(partition -> partition.replicas().size())
        .min()
        .orElse(0);
  }
}
