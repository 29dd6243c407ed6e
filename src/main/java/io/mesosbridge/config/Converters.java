package io.mesosbridge.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.config.BridgeConfig.Placement.Policy;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.commons.text.similarity.LevenshteinDistance;
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
      if (duration == null) { // for no text
        throw new IllegalArgumentException(refusal(value, "is no duration"));
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

  /** Policies of placement, also by what they were called before. */
  public static final class PlacementPolicy implements Converter<Policy> {

    private static final long serialVersionUID = 1L;

    @Override
    public Policy convert(String value) {
      return switch (value.strip().toLowerCase(Locale.ROOT).replace('_', '-')) {
        case "pack", "best-fit", "first-fit" -> Policy.PACK;
        case "spread" -> Policy.SPREAD;
        default ->
            throw new IllegalArgumentException(
                "\"" + value + "\" is no policy of placement; valid are pack and spread");
      };
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
      } catch (IllegalArgumentException | NullPointerException e) { // it has null for no text
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

  /** Regular expressions, of which it is said where they are wrong. */
  public static final class Expression implements Converter<Pattern> {

    private static final long serialVersionUID = 1L;

    @Override
    public Pattern convert(String value) {
      try {
        return Pattern.compile(value);
      } catch (PatternSyntaxException e) {
        throw new IllegalArgumentException(
            "\"%s\" is no regular expression, %s at character %d; valid is for example replies[.].*"
                .formatted(value, e.getDescription(), e.getIndex() + 1),
            e);
      }
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

  /** The file of {@code bridge.framework.info-file}: a whole FrameworkInfo in JSON. */
  public static final class InfoFile {

    private static final ObjectMapper JSON = new ObjectMapper();

    private InfoFile() {}

    /**
     * What the file holds.
     *
     * @throws IllegalArgumentException if it cannot be read, is no JSON object or has an id; the
     *     message is the end of a sentence that begins with the file
     */
    public static ObjectNode read(Path file) {
      try {
        if (!(JSON.readTree(Files.readAllBytes(file)) instanceof ObjectNode info)) {
          throw new IllegalArgumentException("holds no JSON object");
        }
        if (info.has("id")) {
          throw new IllegalArgumentException("has an id, which belongs in bridge.framework.id");
        }
        return info;
      } catch (JsonProcessingException e) {
        String reason = e.getOriginalMessage().lines().findFirst().orElse("");
        throw new IllegalArgumentException("holds no JSON (" + reason + ")", e);
      } catch (IOException e) {
        throw new IllegalArgumentException("is no file that can be read", e);
      }
    }
  }

  /** Finds what somebody probably meant to write; case does not count. */
  public static final class NearestName {

    /** What is longer is no name, and would take long to compare. */
    private static final int LONGEST = 200;

    private NearestName() {}

    /** The name that takes the fewest edits; of equals, the first one in the alphabet. */
    public static String to(String written, Collection<String> names) {
      return names.stream()
          .min(
              Comparator.<String>comparingInt(name -> edits(written, name))
                  .thenComparing(Comparator.naturalOrder()))
          .orElseThrow();
    }

    /** That name, if it takes no more edits than a third of its letters. */
    public static Optional<String> near(String written, Collection<String> names) {
      return Optional.of(to(written, names))
          .filter(name -> edits(written, name) <= Math.max(1, name.length() / 3));
    }

    /** That name, if it takes no more edits than a slip of the pen. */
    public static Optional<String> slip(String written, Collection<String> names) {
      return Optional.of(to(written, names)).filter(name -> edits(written, name) <= 2);
    }

    private static int edits(String written, String name) {
      return written.length() > LONGEST
          ? Integer.MAX_VALUE
          : LevenshteinDistance.getDefaultInstance()
              .apply(written.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
    }
  }

  /**
   * What the constraints on keys allow, and what an operator reads, after the key, of a value that
   * is refused. A key that may hold a secret has no constraint, since its message would show it.
   *
   * <p>A value enters a message as {@code ${validatedValue}} only: what Hibernate Validator puts in
   * place of other braces, it searches for expressions once more.
   */
  public static final class Limits {

    static final String LESS_THAN_ONE =
        "is ${validatedValue}, but has to be at least 1; valid is for example ";

    static final String NEGATIVE =
        "is ${validatedValue}, but must not be negative; valid is for example ";

    static final String NOT_POSITIVE =
        "is ${validatedValue}, but has to be longer than zero; valid is for example ";

    static final String NO_REPLICAS =
        "is ${validatedValue}, but has to be from 1 to 32767; valid is for example 3";

    /** Leaves room for the rest of a topic's name, which Kafka allows 249 characters. */
    static final String PREFIX = "[a-zA-Z0-9._-]{0,200}";

    static final String NO_PREFIX =
        "is \"${validatedValue}\", but may have only letters, digits, '.', '_' and '-', and at most"
            + " 200 of them; valid is for example mesos.";

    /** From {@code common/validation.cpp} of Mesos. */
    static final String ID = "(?!\\.{1,2}$)[^/\\\\\\p{Cntrl}]{1,255}";

    static final String NO_ID =
        "is \"${validatedValue}\", which is no id that Mesos takes; valid is for example"
            + " my-framework-0001";

    /** From {@code common/roles.cpp} of Mesos. */
    static final String ROLE = "[^\\s\\\\-][^\\s\\\\]*";

    static final String NO_ROLE =
        "is \"${validatedValue}\", which is no role's name; valid is for example web";

    static final String ROLE_TWICE =
        "is ${validatedValue}, which has a role twice; valid is for example web,batch";

    static final String WEB_PAGE = "https?://[^/:\\s]\\S*";

    static final String NO_WEB_PAGE =
        "is \"${validatedValue}\", which is no URL of a web page; valid is for example"
            + " http://bridge.example:8080";

    private Limits() {}

    /** Whether Mesos takes it for the id of a framework. */
    public static boolean isId(String text) {
      return text.matches(ID) && text.getBytes(StandardCharsets.UTF_8).length <= 255;
    }
  }
}
