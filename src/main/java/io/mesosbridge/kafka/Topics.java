package io.mesosbridge.kafka;

import io.mesosbridge.config.BridgeConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/** The topics' names and what each is like; the table of the contract, in code. */
public final class Topics {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration WEEK = Duration.ofDays(7);
  private static final Duration MONTH = Duration.ofDays(30);

  private static final int LARGEST_COMMAND = 8 * 1024 * 1024;
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
  public final Topic state;

  /** The topics under the configured prefix. */
  public Topics(BridgeConfig.Topics config) {
    String prefix = config.prefix();
    int partitions = config.partitions();
    offers = Topic.compacted(prefix + "offers", partitions);
    taskUpdates = Topic.kept(prefix + "task-updates", partitions, WEEK);
    tasks = Topic.compacted(prefix + "tasks", partitions);
    operationUpdates = Topic.kept(prefix + "operation-updates", partitions, WEEK);
    heartbeats = Topic.kept(prefix + "heartbeats", partitions, HOUR);
    events = Topic.kept(prefix + "events", partitions, WEEK);
    commands = Topic.kept(prefix + "commands", 1, WEEK).with(OF_COMMANDS);
    commandResults = Topic.kept(prefix + "command-results", partitions, WEEK);
    deadLetters = Topic.kept(prefix + "commands.dead-letter", partitions, MONTH);
    state = Topic.compacted(prefix + "bridge-state", 1);
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
        state);
  }
}
