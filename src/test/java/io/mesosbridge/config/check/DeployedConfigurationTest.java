package io.mesosbridge.config.check;

import static io.smallrye.config.common.utils.StringUtil.replaceNonAlphanumericByUnderscores;
import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.deploy.DeployedFiles;
import io.mesosbridge.testkit.Configs;
import io.quarkus.logging.json.runtime.JsonLogConfig;
import io.quarkus.tls.runtime.config.TlsConfig;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.quarkus.vertx.http.runtime.management.ManagementConfig;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.SmallRyeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A bridge starts with the configuration that deploy/ gives it, and reads every key of it. */
class DeployedConfigurationTest {

  private static final String MASTERS = "BRIDGE_MESOS_MASTERS";
  private static final String SECRET = "BRIDGE_MESOS_SECRET_FILE";
  private static final String LOCATIONS = "QUARKUS_CONFIG_LOCATIONS";

  static List<String> places() {
    return DeployedFiles.PLACES;
  }

  @ParameterizedTest
  @MethodSource("places")
  void isRefusedNowhere(String place, @TempDir Path folder) throws IOException {
    // Given
    Map<String, String> environment = new TreeMap<>(DeployedFiles.environment(place));
    if (environment.containsKey(SECRET)) {
      environment.put(SECRET, Files.writeString(folder.resolve("secret"), "s").toString());
    }
    if (environment.containsKey(LOCATIONS)) {
      environment.put(LOCATIONS, madeIn(folder, environment.get(LOCATIONS)));
    }
    String masters = environment.getOrDefault(MASTERS, "http://127.0.0.1:5050");

    // When
    SmallRyeConfig config = Configs.keys(Map.of("bridge.mesos.masters", masters), environment);

    // Then
    assertThat(
            ConfigCheck.problems(
                config.getConfigMapping(BridgeConfig.class),
                config,
                name -> environment.keySet().stream().anyMatch(isOfBucket(name))))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("places")
  void namesNothingThatNobodyReads(String place) {
    // Given
    Pattern known = Pattern.compile(variables().collect(Collectors.joining("|")));

    // Then
    assertThat(DeployedFiles.environment(place).keySet())
        .isNotEmpty()
        .allMatch(name -> known.matcher(name).matches());
  }

  /** Empty files of these names. */
  private static String madeIn(Path folder, String locations) throws IOException {
    List<String> made = new ArrayList<>();
    for (String location : locations.split(",", -1)) {
      Path name = Path.of(location).getFileName();
      made.add(Files.createFile(folder.resolve(name)).toString());
    }
    return String.join(",", made);
  }

  private static Predicate<String> isOfBucket(String name) {
    return variable -> variable.startsWith("QUARKUS_TLS_" + name.toUpperCase(Locale.ROOT) + "_");
  }

  /** Expressions for the variables of every key that a bridge or a library of it reads. */
  private static Stream<String> variables() {
    Stream<String> kafka =
        Stream.of(
                AdminClientConfig.configNames(),
                ConsumerConfig.configNames(),
                ProducerConfig.configNames(),
                Set.of("tls-configuration-name"))
            .flatMap(Set::stream)
            .map(name -> "kafka." + name);
    Stream<String> quarkus =
        Stream.of(
                BridgeConfig.class,
                TlsConfig.class,
                VertxHttpConfig.class,
                ManagementConfig.class,
                JsonLogConfig.class)
            .flatMap(type -> ConfigClass.configClass(type).getProperties().keySet().stream());
    return Stream.of(kafka, quarkus, Stream.of("quarkus.config.locations"))
        .flatMap(keys -> keys)
        .map(
            key ->
                replaceNonAlphanumericByUnderscores(key.replace("*", "STAR"))
                    .toUpperCase(Locale.ROOT)
                    .replaceAll("_*STAR_*", "_[A-Z0-9_]+_")
                    .replaceAll("_$", ""));
  }
}
