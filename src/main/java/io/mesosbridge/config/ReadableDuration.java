package io.mesosbridge.config;

import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;
import org.eclipse.microprofile.config.spi.Converter;

/** Quarkus' durations, with a refusal that says what would be right. */
public final class ReadableDuration implements Converter<Duration> {

  private static final long serialVersionUID = 1L;

  @Override
  public Duration convert(String value) {
    try {
      return DurationConverter.parseDuration(value.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "\"" + value + "\" is no duration; valid are for example 30s, 5m, 7d and PT1H30M", e);
    }
  }
}
