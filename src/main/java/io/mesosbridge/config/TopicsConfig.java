package io.mesosbridge.config;

import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.util.OptionalInt;

/** The topics and how missing ones are created. */
public interface TopicsConfig {

  /** What every topic's name begins with. */
  @WithDefault("mesos.")
  @Pattern(regexp = "[a-zA-Z0-9._-]*", message = "may hold letters, digits, '.', '_' and '-'")
  String prefix();

  /** Whether missing topics are created. */
  @WithDefault("true")
  boolean create();

  /** Partitions of a created topic; the commands' topic always has one. */
  @WithDefault("1")
  @Min(1)
  int partitions();

  /** Replicas of a created topic; none means the broker's default. */
  OptionalInt replicationFactor();
}
