package io.mesosbridge.config;

import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;
import org.eclipse.microprofile.config.spi.Converter;

/** Quarkus' durations, as far as clocks reach, with a refusal that says what would be right. */
public final class ReadableDuration implements Converter<Duration> {

  private static final long serialVersionUID = 1L;

  /** In nanoseconds it must fit into a long, and added to now it must be an instant. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  @Override
  public Duration convert(String value) {
    Duration duration;
    try {
      duration = DurationConverter.parseDuration(value.strip());
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new IllegalArgumentException(refusal(value, "is no duration"), e);
    }
    if (duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(refusal(value, "is longer than a hundred years"));
    }
    return duration;
  }

  private static String refusal(String value, String wrong) {
    return "\"" + value + "\" " + wrong + "; valid are for example 30s, 5m, 7d and PT1H30M";
  }
}
