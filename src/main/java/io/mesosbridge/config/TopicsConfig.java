package io.mesosbridge.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.util.OptionalInt;

/** The topics and how missing ones are created. */
public interface TopicsConfig {

  /** What every topic's name begins with. */
  @WithDefault("mesos.")
  String prefix();

  /** Whether missing topics are created. */
  @WithDefault("true")
  @WithConverter(StrictBoolean.class)
  boolean create();

  /** Partitions of a created topic; the commands' topic always has one. */
  @WithDefault("1")
  int partitions();

  /** Replicas of a created topic; none means the broker's default. */
  OptionalInt replicationFactor();
}
