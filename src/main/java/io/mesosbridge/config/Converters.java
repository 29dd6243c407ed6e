package io.mesosbridge.config;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Locale;
import org.eclipse.microprofile.config.spi.Converter;

/** How values are read whose usual converters take too much, or do not say what would be right. */
public final class Converters {

  private Converters() {}

  /** Quarkus' durations, as far as clocks reach. */
  public static final class Time implements Converter<Duration> {

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

  /** Quarkus' sizes of memory, in bytes, as far as an array holds them. */
  public static final class Size implements Converter<Long> {

    private static final long serialVersionUID = 1L;

    private static final BigInteger LARGEST_ARRAY = BigInteger.valueOf(Integer.MAX_VALUE - 8);

    @Override
    public Long convert(String value) {
      BigInteger size;
      try {
        size = new MemorySizeConverter().convert(value).asBigInteger();
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(refusal(value, "is no size"), e);
      }
      if (size.signum() < 1 || size.compareTo(LARGEST_ARRAY) > 0) {
        throw new IllegalArgumentException(
            refusal(value, "has to be more than nothing and less than 2G"));
      }
      return size.longValueExact();
    }

    private static String refusal(String value, String wrong) {
      return "\"" + value + "\" " + wrong + "; valid are for example 65536, 512K, 64M and 1G";
    }
  }

  /** Takes true and false only: the usual converter reads every typo as false. */
  public static final class Switch implements Converter<Boolean> {

    private static final long serialVersionUID = 1L;

    @Override
    public Boolean convert(String value) {
      return switch (value.strip().toLowerCase(Locale.ROOT)) {
        case "true" -> true;
        case "false" -> false;
        default ->
            throw new IllegalArgumentException("\"" + value + "\" is neither true nor false");
      };
    }
  }
}
