package io.mesosbridge.config.check;

import static io.smallrye.config.common.utils.StringUtil.replaceNonAlphanumericByUnderscores;
import static java.util.Comparator.naturalOrder;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.config.Converters.NearestName;
import io.mesosbridge.config.OfferConfig;
import io.mesosbridge.config.check.MesosCheck.FrameworkCheck;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Refuses to start with a configuration that cannot work, before anything connects anywhere.
 *
 * <p>A value that is not of its key's type, or outside the constraints beside the key, has been
 * refused earlier, when it was read.
 */
@Singleton
class ConfigCheck {

  private static final int BEFORE_ALL_ELSE = 1;

  /** What a command takes beside its bytes. */
  private static final int RECORD_OVERHEAD = 1024;

  void atStart(
      @Observes @Priority(BEFORE_ALL_ELSE) StartupEvent start,
      BridgeConfig bridge,
      Config config,
      TlsConfigurationRegistry tls) {
    List<String> problems =
        problems(bridge, config.unwrap(SmallRyeConfig.class), name -> tls.get(name).isPresent());
    if (!problems.isEmpty()) {
      throw new ConfigurationException(
          "The configuration is refused:\n  " + String.join("\n  ", problems));
    }
  }

  /** What is wrong, one line each; empty when nothing is. */
  static List<String> problems(
      BridgeConfig bridge, SmallRyeConfig config, Predicate<String> isTlsConfiguration) {
    Problems problems = new Problems(config);
    UnknownKeys.check(config, problems);
    LocationsCheck.check(config, problems);
    MesosCheck.check(bridge.mesos(), isTlsConfiguration, problems);
    KafkaCheck.check(config, isTlsConfiguration, problems);
    FrameworkCheck.check(bridge, problems);
    ApiCheck.check(bridge.api(), config, problems);
    checkLimit(bridge.commands().allowed(), "allowed", "LAUNCH,KILL", config, problems);
    checkLimit(bridge.commands().policyFile(), "policy-file", "/etc/policy.yaml", config, problems);
    checkRoom(bridge, problems);
    checkMaintenance(bridge.maintenance(), problems);
    checkTemporaryFolder(Path.of(System.getProperty("java.io.tmpdir")), problems);
    return problems.lines();
  }

  /** What is empty counts as unset: a variable that nobody filled in would take a limit away. */
  private static void checkLimit(
      Optional<?> limit, String name, String example, SmallRyeConfig config, Problems problems) {
    String key = "bridge.commands." + name;
    if (limit.isEmpty() && config.getConfigValue(key).getValue() != null) {
      problems.add(
          key, "is empty, which would allow everything; leave it out where that is meant", example);
    }
  }

  /** Launches that wait for offers are in hand as well, and a KILL has to get past them. */
  private static void checkRoom(BridgeConfig bridge, Problems problems) {
    long waiting =
        bridge.placement().maxWaitingBytes()
            + (long) RECORD_OVERHEAD * bridge.placement().maxWaiting();
    if (bridge.commands().maxInHandBytes() <= waiting) {
      problems.add(
          "bridge.commands.max-in-hand-bytes",
          "leaves no room beside launches that wait, which may take "
              + waiting
              + " bytes: bridge.placement.max-waiting-bytes and 1 KiB for each of"
              + " bridge.placement.max-waiting",
          "64M");
    }
  }

  /** Whoever wants tasks killed would wait for it in vain. */
  private static void checkMaintenance(OfferConfig.Maintenance maintenance, Problems problems) {
    if (maintenance.killTasks() && maintenance.mode() != OfferConfig.Maintenance.Answer.ACCEPT) {
      problems.add(
          "bridge.maintenance.kill-tasks",
          "does nothing without bridge.maintenance.mode=accept",
          "false");
    }
  }

  /** Kafka's codecs unpack their libraries there, and tell of a failure by stack traces. */
  static void checkTemporaryFolder(Path folder, Problems problems) {
    try {
      Files.delete(Files.createTempFile(folder, "bridge-", null));
    } catch (IOException unwritable) {
      problems.add(
          "java.io.tmpdir="
              + folder
              + " cannot be written to: "
              + unwritable
              + "; right is a folder that this user may write to, for example"
              + " -Djava.io.tmpdir=/var/tmp, or a writable mount at "
              + folder);
    }
  }

  /** What is wrong with the configuration: each line names key, value and a valid example. */
  static final class Problems {

    /** They may be written wrongly in any way, so that all up to the last @ counts. */
    private static final Pattern CREDENTIALS =
        Pattern.compile("^(\\s*\\w+://|\\s*[zZ][kK]:/*)?.*@", Pattern.DOTALL);

    private static final Pattern FILE_WITH_SECRET = Pattern.compile("\\.(secret|token)-file$");

    private final SmallRyeConfig config;
    private final List<String> lines = new ArrayList<>();

    Problems(SmallRyeConfig config) {
      this.config = config;
    }

    /**
     * Adds a problem of a key that has a value.
     *
     * @param wrong what is wrong with it, as the end of a sentence that begins with key and value
     */
    void add(String key, String wrong, String example) {
      lines.add(shown(key) + " " + wrong + "; valid is for example " + key + "=" + example);
    }

    /** Adds a problem that is told in a sentence of its own. */
    void add(String line) {
      lines.add(line);
    }

    List<String> lines() {
      return List.copyOf(lines);
    }

    /** Key and value; what is secret is not shown. */
    String shown(String key) {
      String value =
          config.getConfigValue(key + "[0]").getValue() == null
              ? config.getConfigValue(key).getValue()
              : String.join(",", config.getValues(key, String.class));
      if (value == null) {
        return key;
      }
      if (key.endsWith(".principal")) { // behind a colon may be what curl wants there, its secret
        return key + "=" + value.replaceFirst("(?s):.*", ":***");
      }
      boolean secret =
          key.endsWith(".secret")
              // what begins with no root may be the secret itself, written where its file belongs
              || (FILE_WITH_SECRET.matcher(key).find() && !value.startsWith("/"));
      return key + "=" + (secret ? "***" : withoutCredentials(value));
    }

    /** What is written where masters belong, as it may be shown. */
    static String withoutCredentials(String masters) {
      return CREDENTIALS
          .matcher(masters)
          .replaceFirst("$1***@")
          .replaceFirst("(?<=^zk://)([^,/@:*]+):(?!\\d{1,5}(?:[,/]|$)).*", "$1:***");
    }
  }

  /**
   * Finds keys that nothing reads. SmallRye's own check knows no nearest key and passes over the
   * environment, where a typo is as likely.
   */
  static final class UnknownKeys {

    private static final String PREFIX = "bridge.";
    private static final String LABELS = "bridge.framework.labels.";

    /** What somebody may have called a key with a secret that is called otherwise. */
    private static final Pattern OF_A_SECRET =
        Pattern.compile("secr|pass|pwd|token|cred|auth|login|jaas");

    /** Keys whose values are one, or have one behind a colon. */
    private static final Pattern MEANT_FOR_ONE = Pattern.compile("\\.(secret|principal)$");

    /** What Kubernetes sets in every container for a service whose name begins with "bridge". */
    private static final Pattern SERVICE_LINK =
        Pattern.compile("BRIDGE(_[A-Z0-9_]+)?_(SERVICE_HOST|SERVICE_PORT.*|PORT(_\\d+_.*)?)");

    private UnknownKeys() {}

    static void check(SmallRyeConfig config, ConfigCheck.Problems problems) {
      Set<String> known = known();
      for (String key : new TreeSet<>(keys(config))) {
        if (!known.contains(key) && !key.startsWith(LABELS)) {
          String nearest = NearestName.to(key, known);
          boolean secret = MEANT_FOR_ONE.matcher(nearest).find() || OF_A_SECRET.matcher(key).find();
          problems.add(
              (secret ? key + "=***" : problems.shown(key))
                  + " is an unknown key; the nearest is "
                  + nearest);
        }
      }
      Set<String> variables = known.stream().map(UnknownKeys::variable).collect(toSet());
      variables(config)
          .forEach(
              (variable, written) -> {
                if (variable.startsWith(variable(PREFIX))
                    && !variable.startsWith(variable(LABELS))
                    && !variables.contains(variable.replaceAll("_\\d+_$", ""))
                    && !SERVICE_LINK.matcher(variable).matches()) {
                  problems.add(
                      "the environment variable "
                          + written
                          + " sets no known key; the nearest is "
                          + NearestName.to(variable, variables));
                }
              });
    }

    /**
     * What is in the environment, in whatever case and with any separators, since SmallRye reads
     * all of them: as it is written there, by its name in capitals. The source has each as a key
     * with dots besides.
     */
    static Map<String, String> variables(SmallRyeConfig config) {
      return StreamSupport.stream(config.getConfigSources().spliterator(), false)
          .filter(UnknownKeys::isEnvironment)
          .flatMap(environment -> environment.getPropertyNames().stream())
          .collect(
              toMap(
                  UnknownKeys::variable,
                  identity(),
                  BinaryOperator.minBy(
                      Comparator.<String, Boolean>comparing(name -> name.contains("."))
                          .thenComparing(naturalOrder())),
                  TreeMap::new));
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

    static String variable(String key) {
      return replaceNonAlphanumericByUnderscores(key).toUpperCase(Locale.ROOT);
    }
  }
}
