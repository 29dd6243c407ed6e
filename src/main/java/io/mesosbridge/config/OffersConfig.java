package io.mesosbridge.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What happens to offers that nobody uses. */
public interface OffersConfig {

  /** How long an offer is held before it is declined. */
  @WithDefault("5m")
  @WithConverter(ReadableDuration.class)
  Duration hold();

  /** How long Mesos shall not offer declined resources again. */
  @WithDefault("5s")
  @WithConverter(ReadableDuration.class)
  Duration refuse();
}
