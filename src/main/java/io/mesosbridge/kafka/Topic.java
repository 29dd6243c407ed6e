package io.mesosbridge.kafka;

import static java.util.stream.Collectors.joining;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MAX_MESSAGE_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_MS_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.TopicConfig;

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
   * What it is created with. Records may be as large as a record of the stream; what was confirmed
   * stays, also when a broker is lost for good.
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
    }
    if (replicas >= ENOUGH_TO_SPARE_ONE) {
      settings.put(MIN_IN_SYNC_REPLICAS_CONFIG, "2");
    }
    settings.putAll(own);
    return settings;
  }
}
