package io.mesosbridge.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** What happens to offers that nobody uses. */
public interface OffersConfig {

  /** How long an offer is held before it is declined. */
  @WithDefault("5m")
  @WithConverter(ReadableDuration.class)
  @DurationMin(inclusive = false, message = Limits.NOT_POSITIVE + "5m")
  Duration hold();

  /** How long Mesos shall not offer declined resources again. */
  @WithDefault("5s")
  @WithConverter(ReadableDuration.class)
  @DurationMin(message = Limits.NEGATIVE + "5s")
  Duration refuse();
}
