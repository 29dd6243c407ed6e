package io.mesosbridge.config.check;

import static io.smallrye.config.common.utils.StringUtil.replaceNonAlphanumericByUnderscores;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.config.Converters.NearestName;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Finds keys that nothing reads. SmallRye's own check knows no nearest key and passes over the
 * environment, where a typo is as likely.
 */
final class UnknownKeys {

  private static final String PREFIX = "bridge.";
  private static final String LABELS = "bridge.framework.labels.";

  /** What Kubernetes sets in every container for a service whose name begins with "bridge". */
  private static final Pattern SERVICE_LINK =
      Pattern.compile("BRIDGE(_[A-Z0-9_]+)?_(SERVICE_HOST|SERVICE_PORT.*|PORT(_\\d+_.*)?)");

  private UnknownKeys() {}

  static void check(SmallRyeConfig config, ConfigCheck.Problems problems) {
    Set<String> known = known();
    for (String key : new TreeSet<>(keys(config))) {
      if (!known.contains(key) && !key.startsWith(LABELS)) {
        problems.add(
            problems.shown(key)
                + " is an unknown key; the nearest is "
                + NearestName.to(key, known));
      }
    }
    Map<String, String> variables =
        known.stream().collect(toMap(UnknownKeys::variable, identity()));
    StreamSupport.stream(config.getConfigSources().spliterator(), false)
        .filter(UnknownKeys::isEnvironment)
        .flatMap(environment -> environment.getPropertyNames().stream())
        .filter(name -> name.startsWith(variable(PREFIX)))
        .filter(name -> !variables.containsKey(name) && !name.startsWith(variable(LABELS)))
        .filter(name -> !SERVICE_LINK.matcher(name).matches())
        .sorted()
        .forEach(
            name ->
                problems.add(
                    "the environment variable "
                        + name
                        + " sets no known key; the nearest is "
                        + NearestName.to(name, variables.keySet())));
  }

  /** Every key below {@code bridge.}, without the labels, whose names are free. */
  static Set<String> known() {
    Set<String> known =
        new TreeSet<>(ConfigClass.configClass(BridgeConfig.class).getProperties().keySet());
    known.removeIf(key -> key.contains("*"));
    return known;
  }

  private static Set<String> keys(SmallRyeConfig config) {
    Set<String> keys = new TreeSet<>();
    for (String name : config.getPropertyNames()) {
      String source = String.valueOf(config.getConfigValue(name).getSourceName());
      if (name.startsWith(PREFIX) && !source.startsWith(EnvConfigSource.NAME)) {
        keys.add(name.replaceAll("\\[\\d+]$", ""));
      }
    }
    return keys;
  }

  private static boolean isEnvironment(ConfigSource source) {
    return source.getName().startsWith(EnvConfigSource.NAME);
  }

  private static String variable(String key) {
    return replaceNonAlphanumericByUnderscores(key).toUpperCase(Locale.ROOT);
  }
}
