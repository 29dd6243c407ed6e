package io.mesosbridge.kafka;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/**
 * A topic of the bridge.
 *
 * @param name its whole name
 * @param partitions how many partitions it is created with
 * @param retention how long records are kept, or null for a compacted topic
 */
public record Topic(String name, int partitions, Duration retention) {

  static Topic compacted(String name, int partitions) {
    return new Topic(name, partitions, null);
  }

  static Topic kept(String name, int partitions, Duration retention) {
    return new Topic(name, partitions, retention);
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

  /** What it is created with; records may be as large as a record of the stream. */
  Map<String, String> settings(long maxRecordBytes) {
    String largest = Long.toString(Math.min(Integer.MAX_VALUE, maxRecordBytes));
    return retention == null
        ? Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            cleanupPolicy(),
            TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
            largest)
        : Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG, cleanupPolicy(),
            TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention.toMillis()),
            TopicConfig.MAX_MESSAGE_BYTES_CONFIG, largest);
  }
}
