package io.mesosbridge.config;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * How values are read that have to be within bounds. What an operator reads of one that is not
 * shows it, so that a key that may hold a secret has none.
 */
public final class Bounds {

  private Bounds() {}

  /** Quarkus' durations, as far as clocks reach; zero is one. */
  public static final class Time implements Converter<Duration> {

    private static final long serialVersionUID = 1L;

    /** In nanoseconds it must fit into a long, and added to now it must be an instant. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    static final String EXAMPLES = "; valid are for example 30s, 5m, 7d and PT1H30M";

    @Override
    public Duration convert(String value) {
      Duration duration;
      try {
        duration = DurationConverter.parseDuration(value.strip());
      } catch (IllegalArgumentException | ArithmeticException e) {
        throw refusal(value, "is no duration" + EXAMPLES);
      }
      if (duration == null) { // for no text
        throw refusal(value, "is no duration" + EXAMPLES);
      }
      if (duration.compareTo(LONGEST) > 0) {
        throw refusal(value, "is longer than a hundred years" + EXAMPLES);
      }
      if (duration.isNegative()) {
        throw refusal(value, "must not be negative" + EXAMPLES);
      }
      return duration;
    }
  }

  /** Such a duration that is longer than zero. */
  public static final class PositiveTime implements Converter<Duration> {

    private static final long serialVersionUID = 1L;

    private static final Time TIME = new Time();

    @Override
    public Duration convert(String value) {
      Duration duration = TIME.convert(value);
      if (duration.isZero()) {
        throw refusal(value, "has to be longer than zero" + Time.EXAMPLES);
      }
      return duration;
    }
  }

  /** Quarkus' sizes of memory, in bytes, as far as an array holds them. */
  public static final class Size implements Converter<Long> {

    private static final long serialVersionUID = 1L;

    private static final BigInteger LARGEST_ARRAY = BigInteger.valueOf(Integer.MAX_VALUE - 8);

    private static final String EXAMPLES = "; valid are for example 65536, 512K, 64M and 1G";

    @Override
    public Long convert(String value) {
      BigInteger size;
      try {
        size = new MemorySizeConverter().convert(value).asBigInteger();
      } catch (IllegalArgumentException | NullPointerException e) { // it has null for no text
        throw refusal(value, "is no size" + EXAMPLES);
      }
      if (size.signum() < 1 || size.compareTo(LARGEST_ARRAY) > 0) {
        throw refusal(value, "has to be more than nothing and less than 2G" + EXAMPLES);
      }
      return size.longValueExact();
    }
  }

  /** How many there may be of something; at least one. */
  public static final class Count implements Converter<Integer> {

    private static final long serialVersionUID = 1L;

    @Override
    public Integer convert(String value) {
      return within(value, Integer.MAX_VALUE, "1 and 1000");
    }
  }

  /** Replicas of a topic, as many as Kafka can count. */
  public static final class Replicas implements Converter<Integer> {

    private static final long serialVersionUID = 1L;

    @Override
    public Integer convert(String value) {
      return within(value, Short.MAX_VALUE, "1 and 3");
    }
  }

  /** What topics' names begin with; leaves room for the rest, since Kafka allows 249 characters. */
  public static final class TopicPrefix implements Converter<String> {

    private static final long serialVersionUID = 1L;

    private static final Pattern PREFIX = Pattern.compile("[a-zA-Z0-9._-]{0,200}");

    @Override
    public String convert(String value) {
      return matching(
          PREFIX,
          value,
          "may have only letters, digits, '.', '_' and '-', and at most 200 of them; valid is for"
              + " example mesos.");
    }
  }

  /** The id of a framework. */
  public static final class FrameworkId implements Converter<String> {

    private static final long serialVersionUID = 1L;

    /** From {@code common/validation.cpp} of Mesos. */
    private static final Pattern ID = Pattern.compile("(?!\\.{1,2}$)[^/\\\\\\p{Cntrl}]{1,255}");

    @Override
    public String convert(String value) {
      if (!isId(value)) {
        throw refusal(value, "is no id that Mesos takes; valid is for example my-framework-0001");
      }
      return value;
    }

    /** Whether Mesos takes it for the id of a framework. */
    public static boolean isId(String text) {
      return ID.matcher(text).matches() && text.getBytes(StandardCharsets.UTF_8).length <= 255;
    }
  }

  /** The name of a role. */
  public static final class Role implements Converter<String> {

    private static final long serialVersionUID = 1L;

    private static final Pattern PART = Pattern.compile("(?![-])[^\\s/\\x7f]+");

    @Override
    public String convert(String value) {
      if (!isRole(value)) {
        throw refusal(value, "is no role's name; valid is for example web");
      }
      return value;
    }

    /** Whether Mesos takes it for a role: {@code common/roles.cpp}. */
    public static boolean isRole(String text) {
      return text.equals("*") || Stream.of(text.split("/", -1)).allMatch(Role::isPart);
    }

    private static boolean isPart(String text) {
      return PART.matcher(text).matches() && !Set.of("*", ".", "..").contains(text);
    }
  }

  /** Where a web page is. */
  public static final class WebPage implements Converter<String> {

    private static final long serialVersionUID = 1L;

    private static final Pattern URL = Pattern.compile("https?://[^/:\\s]\\S*");

    @Override
    public String convert(String value) {
      return matching(
          URL, value, "is no URL of a web page; valid is for example http://bridge.example:8080");
    }
  }

  private static String matching(Pattern right, String value, String wrong) {
    if (!right.matcher(value).matches()) {
      throw refusal(value, wrong);
    }
    return value;
  }

  private static int within(String value, int most, String examples) {
    try {
      int number = Integer.parseInt(value.strip());
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException noNumber) {
      // told with those that are out of bounds
    }
    throw refusal(
        value, "has to be a number from 1 to " + most + "; valid are for example " + examples);
  }

  private static IllegalArgumentException refusal(String value, String wrong) {
    return new IllegalArgumentException('"' + value + "\" " + wrong);
  }
}
