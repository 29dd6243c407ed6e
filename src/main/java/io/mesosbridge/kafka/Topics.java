package io.mesosbridge.kafka;

import static java.util.stream.Collectors.joining;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MAX_MESSAGE_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_MS_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG;

import io.mesosbridge.config.BridgeConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.TopicConfig;

/** The topics' names and what each is like; the table of the contract, in code. */
public final class Topics {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration WEEK = Duration.ofDays(7);
  private static final Duration MONTH = Duration.ofDays(30);

  private static final int LARGEST_COMMAND = 8 * 1024 * 1024;
  private static final int SEGMENT = 16 * 1024 * 1024;
  private static final int ROOM_BESIDE_LARGEST = 1024 * 1024;
  private static final int KEY_AND_HEADERS = 64 * 1024;

  /** Eight MiB that a producer compressed would be gigabytes for whoever reads them. */
  private static final Map<String, String> OF_COMMANDS =
      Map.of(
          TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
          Integer.toString(LARGEST_COMMAND + KEY_AND_HEADERS),
          TopicConfig.COMPRESSION_TYPE_CONFIG,
          "uncompressed");

  public final Topic offers;
  public final Topic taskUpdates;
  public final Topic tasks;
  public final Topic operationUpdates;
  public final Topic heartbeats;
  public final Topic events;
  public final Topic commands;
  public final Topic commandResults;
  public final Topic deadLetters;
  public final Topic launches;
  public final Topic state;

  /** The topics under the configured prefix. */
  public Topics(BridgeConfig.Topics config) {
    String prefix = config.prefix();
    int partitions = config.partitions();
    offers = Topic.compacted(prefix + "offers", partitions).with(forgottenAfter(HOUR));
    taskUpdates = Topic.kept(prefix + "task-updates", partitions, WEEK);
    tasks = Topic.compacted(prefix + "tasks", partitions).with(forgottenAfter(DAY));
    operationUpdates = Topic.kept(prefix + "operation-updates", partitions, WEEK);
    heartbeats = Topic.kept(prefix + "heartbeats", partitions, HOUR);
    events = Topic.kept(prefix + "events", partitions, WEEK);
    commands = Topic.kept(prefix + "commands", 1, WEEK).with(OF_COMMANDS);
    commandResults = Topic.kept(prefix + "command-results", partitions, WEEK);
    deadLetters = Topic.kept(prefix + "commands.dead-letter", partitions, MONTH);
    launches = Topic.compacted(prefix + "launches", partitions).with(forgottenAfter(HOUR));
    Map<String, String> ofState = new TreeMap<>(forgottenAfter(DAY));
    // what a leader reads back of its own has no gaps then
    ofState.put(TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG, Long.toString(HOUR.toMillis()));
    state = Topic.compacted(prefix + "bridge-state", 1).with(ofState);
  }

  /** Tombstones stay for so long, for readers that follow the table. */
  private static Map<String, String> forgottenAfter(Duration time) {
    return Map.of(TopicConfig.DELETE_RETENTION_MS_CONFIG, Long.toString(time.toMillis()));
  }

  /** Whether order among all its records matters, so that it has one partition whatever happens. */
  boolean isSingle(Topic topic) {
    return topic.name().equals(commands.name()) || topic.name().equals(state.name());
  }

  /** Every topic of the bridge. */
  public List<Topic> all() {
    return List.of(
        offers,
        taskUpdates,
        tasks,
        operationUpdates,
        heartbeats,
        events,
        commands,
        commandResults,
        deadLetters,
        launches,
        state);
  }

  /**
   * A topic of the bridge.
   *
   * @param name its whole name
   * @param partitions how many partitions it is created with
   * @param retention how long records are kept, or null for a compacted topic
   * @param own what it is created with unlike the others
   */
  public record Topic(String name, int partitions, Duration retention, Map<String, String> own) {

    private static final int ENOUGH_TO_SPARE_ONE = 3;

    static Topic compacted(String name, int partitions) {
      return new Topic(name, partitions, null, Map.of());
    }

    static Topic kept(String name, int partitions, Duration retention) {
      return new Topic(name, partitions, retention, Map.of());
    }

    Topic with(Map<String, String> settings) {
      return new Topic(name, partitions, retention, settings);
    }

    Topic with(int otherPartitions) {
      return new Topic(name, otherPartitions, retention, own);
    }

    /** The topics by name, for a message. */
    static String names(List<Topic> topics) {
      return topics.stream().map(Topic::name).collect(joining(", ", "topics ", ""));
    }

    /** The value of {@code cleanup.policy} that suits it. */
    public String cleanupPolicy() {
      return retention == null
          ? TopicConfig.CLEANUP_POLICY_COMPACT
          : TopicConfig.CLEANUP_POLICY_DELETE;
    }

    /**
     * What it is created with. Records may be as large as a record of the stream; what was
     * confirmed stays, also when a broker is lost for good.
     *
     * @param replicas that each partition has; 0 when that is not known
     */
    Map<String, String> settings(long maxRecordBytes, int replicas) {
      Map<String, String> settings = new TreeMap<>();
      settings.put(CLEANUP_POLICY_CONFIG, cleanupPolicy());
      settings.put(
          MAX_MESSAGE_BYTES_CONFIG, Long.toString(Math.min(Integer.MAX_VALUE, maxRecordBytes)));
      settings.put(UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false");
      if (retention != null) {
        settings.put(RETENTION_MS_CONFIG, Long.toString(retention.toMillis()));
      } else {
        // the segment that is written is never compacted, and whoever starts reads all of it
        long segment = Math.max(SEGMENT, maxRecordBytes + ROOM_BESIDE_LARGEST);
        settings.put(
            TopicConfig.SEGMENT_BYTES_CONFIG, Long.toString(Math.min(Integer.MAX_VALUE, segment)));
        settings.put(TopicConfig.SEGMENT_MS_CONFIG, Long.toString(HOUR.toMillis()));
      }
      if (replicas >= ENOUGH_TO_SPARE_ONE) {
        settings.put(MIN_IN_SYNC_REPLICAS_CONFIG, "2");
      }
      settings.putAll(own);
      return settings;
    }
  }
}
