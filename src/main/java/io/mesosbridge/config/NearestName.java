package io.mesosbridge.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds what somebody probably meant to write; case does not count. */
public final class NearestName {

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
