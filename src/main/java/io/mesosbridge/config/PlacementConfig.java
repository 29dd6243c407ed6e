package io.mesosbridge.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How launches that name no offers are placed. */
public interface PlacementConfig {

  /** Which of the offers that fit is taken. */
  @WithDefault("first-fit")
  Strategy strategy();

  /** How long a launch that sets no deadline waits for an offer that fits. */
  @WithDefault("5m")
  @WithConverter(ReadableDuration.class)
  @DurationMin(inclusive = false, message = Limits.NOT_POSITIVE + "5m")
  Duration deadline();

  /** How many launches may wait at once; one more is refused. */
  @WithDefault("10000")
  @Min(value = 1, message = Limits.LESS_THAN_ONE + "10000")
  int maxWaiting();

  /** How large the records of these may be in all; parsed, they take several times as much heap. */
  @WithDefault("16M")
  @WithConverter(ReadableSize.class)
  MemorySize maxWaitingBytes();

  /** Which of the offers that fit is taken. */
  enum Strategy {
    /** The oldest. */
    FIRST_FIT,
    /** The one that has least left afterwards. */
    BEST_FIT,
    /** The one on the agent that got the fewest launches. */
    SPREAD
  }
}
