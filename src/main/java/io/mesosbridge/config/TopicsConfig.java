package io.mesosbridge.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.util.OptionalInt;
import org.hibernate.validator.constraints.Range;

/** The topics and how missing ones are created. */
public interface TopicsConfig {

  /** What every topic's name begins with. */
  @WithDefault("mesos.")
  @Pattern(regexp = Limits.PREFIX, message = Limits.NO_PREFIX)
  String prefix();

  /** Whether missing topics are created. */
  @WithDefault("true")
  @WithConverter(StrictBoolean.class)
  boolean create();

  /** Partitions of a created topic; the commands' topic always has one. */
  @WithDefault("1")
  @Min(value = 1, message = Limits.LESS_THAN_ONE + "1")
  int partitions();

  /** Replicas of a created topic; none means the broker's default. */
  @Range(min = 1, max = Short.MAX_VALUE, message = Limits.NO_REPLICAS)
  OptionalInt replicationFactor();
}
