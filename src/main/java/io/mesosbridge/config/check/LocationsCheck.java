package io.mesosbridge.config.check;

import io.smallrye.config.SmallRyeConfig;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Whether further files with keys are there. SmallRye passes over one that is not, and over names
 * that end otherwise, and with it over logins, and over users without whom everybody may read.
 */
final class LocationsCheck {

  private static final String LOCATIONS = "quarkus.config.locations";
  private static final String EXAMPLE = "/run/secrets/login.properties";
  private static final Pattern READ = Pattern.compile("\\.(properties|yaml|yml)$");

  private LocationsCheck() {}

  static void check(SmallRyeConfig config, ConfigCheck.Problems problems) {
    for (String location : config.getOptionalValues(LOCATIONS, String.class).orElse(List.of())) {
      URI uri = URI.create(location); // as SmallRye has read it
      if (uri.getScheme() == null || uri.getScheme().equals("file")) {
        Path path = uri.getScheme() == null ? Path.of(uri.getPath()) : Path.of(uri);
        if (!Files.exists(path)) {
          problems.add(LOCATIONS, "has \"" + location + "\", which is not there", EXAMPLE);
        } else if (Files.isRegularFile(path) && !READ.matcher(path.toString()).find()) {
          problems.add(
              LOCATIONS,
              "has \"" + location + "\", whose name ends with none of .properties, .yaml and .yml",
              EXAMPLE);
        }
      }
    }
  }
}
