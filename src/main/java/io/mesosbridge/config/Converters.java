package io.mesosbridge.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.config.BridgeConfig.Placement.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
