package io.mesosbridge.config.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.config.BridgeConfig;
import io.mesosbridge.testkit.Configs;
import io.smallrye.config.SmallRyeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigCheckTest {

  private static final String MASTERS = "bridge.mesos.masters";

  @Test
  void anUnwritableTemporaryFolderIsOneLineWithWhatWouldBeRight(@TempDir Path folder) {
    // Given
    var problems = new ConfigCheck.Problems(Configs.keys(Map.of(), Map.of()));

    // When
    ConfigCheck.checkTemporaryFolder(folder, problems);
    ConfigCheck.checkTemporaryFolder(folder.resolve("absent"), problems);

    // Then
    assertThat(problems.lines())
        .singleElement()
        .asString()
        .startsWith("java.io.tmpdir=" + folder.resolve("absent") + " cannot be written to: ")
        .contains("-Djava.io.tmpdir=/var/tmp, or a writable mount");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bridge.mesos.masters=mesos:5050               | has "mesos:5050", which begins with neither
          bridge.mesos.masters=ftp://mesos:5050         | has "ftp://mesos:5050", which begins with neither
          bridge.mesos.masters=http://m s:5050          | which is no URL
          bridge.mesos.masters=http://                  | which is no URL
          bridge.mesos.masters=http://:5050             | whose host is neither of letters, digits,
          bridge.mesos.masters=http://m$1:5050          | whose host is neither of letters, digits,
          bridge.mesos.masters=http://m_1:5o50          | or whose port is no number
          bridge.mesos.masters=http://127.0.0.1:99999   | whose port is not from 1 to 65535
          bridge.mesos.masters=http://m:5050?a=b        | has a URL with more than scheme, host, port
          bridge.mesos.masters=zk://zk1:2181            | has no path behind its servers
          bridge.mesos.masters=zk://zk1:0/mesos         | port is not from 1 to 65535
          bridge.mesos.masters=zk://a:2181/m,http://m:1 | mixes zk:// with URLs
          bridge.mesos.masters=http://m:1,zk://a:2181/m | mixes zk:// with URLs
          bridge.mesos.masters=zk://a:2181/m,HTTP://m:1 | mixes zk:// with URLs
          bridge.mesos.tls-configuration-name=meso      | is not in the TLS registry
          bridge.mesos.tls-configuration-name=mesos     | would not be encrypted
          bridge.mesos.principal=bridge                 | has no secret
          bridge.mesos.secret-file=/no/such/file        | is no file that can be read
          bridge.framework.capabilities=PARTITION_WARE  | capabilities=PARTITION_AWARE
          bridge.framework.info-file=/no/such/file      | is no file that can be read
          bridge.framework.roles=web,batch,web          | has a role twice
          bridge.commands.allowed=KILL,LUNCH            | allowed=LAUNCH
          bridge.commands.max-in-hand-bytes=16M         | leaves no room beside launches that wait
          bridge.maintenance.kill-tasks=true            | does nothing without bridge.maintenance.mode=accept
          """)
  void refusesWhatCannotWorkAndSaysWhatWould(String bad, String reason) {
    // Given
    String key = bad.substring(0, bad.indexOf('='));

    // When
    List<String> problems = problems(Map.of(key, bad.substring(key.length() + 1)));

    // Then
    assertThat(problems)
        .anySatisfy(
            line -> assertThat(line).contains(bad, reason, "; valid is for example bridge."));
  }

  @Test
  void tasksMayBeKilledWhereMaintenanceIsAccepted() {
    assertThat(
            problems(
                Map.of(
                    "bridge.maintenance.kill-tasks", "true", "bridge.maintenance.mode", "accept")))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://mesos.example",
    "HTTP://mesos.example:5050",
    "http://mesos_master:5050/api/v1",
    "'http://a:5050,http://b:5050'",
    "zk://zookeeper_1:2181/mesos",
    "zk://zk/mesos/",
    "'zk://mesos:p@ss/w0rd@host/mesos'",
    "'zk://[2001:db8::1]:2181,[::1]/mesos'",
    "'zk://user:pa55@a:2181,b:2181/service/mesos'"
  })
  void takesMastersInEveryForm(String masters) {
    // When
    List<String> problems = problems(Map.of(MASTERS, masters));

    // Then
    assertThat(problems).isEmpty();
  }

  @Test
  void takesWhatTheReadmeSets() throws IOException {
    // Given
    Map<String, String> properties =
        Pattern.compile("-D((?:bridge|kafka)[^=]*)=(\\S+)")
            .matcher(Files.readString(Path.of("README.md")))
            .results()
            .collect(Collectors.toMap(key -> key.group(1), key -> key.group(2)));

    // When
    List<String> problems = problems(properties);

    // Then
    assertThat(properties).hasSize(2);
    assertThat(problems).isEmpty();
  }

  @Test
  void mastersThatNobodySetAreNotSet() {
    // When
    List<String> problems = problems(Map.of(MASTERS, "none")); // which is the default

    // Then
    assertThat(problems)
        .containsExactly(
            "bridge.mesos.masters is not set; valid is for example"
                + " bridge.mesos.masters=http://mesos1.example:5050,http://mesos2.example:5050");
  }

  @Test
  void tellsAllProblemsAtOnce() {
    // When
    List<String> problems =
        problems(
            Map.of(MASTERS, "none", "bridge.mesos.principal", "me", "bridge.offer.hold", "1s"));

    // Then
    assertThat(problems)
        .satisfiesExactlyInAnyOrder(
            line -> assertThat(line).startsWith("bridge.mesos.masters is not set; "),
            line -> assertThat(line).startsWith("bridge.mesos.principal=me "),
            line ->
                assertThat(line)
                    .isEqualTo(
                        "bridge.offer.hold=1s is an unknown key; the nearest is"
                            + " bridge.offers.hold"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kafka.security.protocl=SSL             | no Kafka client has; the nearest is kafka.security.protocol
          kafka.sasl.jaas.confg=password="s3same"| no Kafka client has; the nearest is kafka.sasl.jaas.config
          kafka.tls-configuration-nam=kafka      | the nearest is kafka.tls-configuration-name
          kafka.tls-configuration-name=kafkas    | is not in the TLS registry, which has what quarkus.tls.kafkas.*
          kafka.tls-configuration-name=mesos     | kafka.security.protocol does not encrypt, although
          """)
  void refusesKafkaWithoutTheProtectionThatWasMeant(String bad, String reason) {
    // Given
    String key = bad.substring(0, bad.indexOf('='));

    // When
    List<String> problems = problems(Map.of(key, bad.substring(key.length() + 1)));

    // Then
    assertThat(problems).anySatisfy(line -> assertThat(line).contains(key, reason));
    assertThat(String.join("\n", problems)).doesNotContain("s3same");
  }

  @Test
  void takesKeysOfPlugInsAndVariablesOfOthers() {
    // Given
    Map<String, String> properties =
        Map.of(
            "kafka.security.protocol", "SASL_SSL",
            "kafka.tls-configuration-name", "mesos",
            "kafka.metric.reporter.endpoint", "http://metrics");

    // When
    List<String> problems = problems(properties, Map.of("KAFKA_ACK", "x"));

    // Then
    assertThat(problems).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "KAFKA_SECURITY_PROTOCL, KAFKA_SECURITY_PROTOCOL",
    "KAFKA_SASL_JAAS_CONFG, KAFKA_SASL_JAAS_CONFIG",
    "KAFKA_SSL_TRUSTSTORE_LOCATON, KAFKA_SSL_TRUSTSTORE_LOCATION",
    "KAFKA_TLS_CONFIGURATION, ",
    "KAFKA_TLS_CONFIGURATION_NAM, KAFKA_TLS_CONFIGURATION_NAME",
    "KAFKA_SECURITY_PROTOCOL, "
  })
  void refusesASlipInAVariableThatProtectsKafka(String variable, String meant) {
    // When
    List<String> problems = problems(Map.of(), Map.of(variable, "SASL_SSL"));

    // Then
    assertThat(problems)
        .isEqualTo(
            meant == null
                ? List.of()
                : List.of(
                    "the environment variable "
                        + variable
                        + " is a key that no Kafka client has; the nearest is "
                        + meant));
  }

  @Test
  void refusesAnUnknownEnvironmentVariable() {
    // Given
    Map<String, String> environment =
        Map.of(
            "BRIDGE_MESOS_MASTER", "http://m:5050",
            "BRIDGE_OFFERS_HOLD", "1m",
            "BRIDGE_FRAMEWORK_LABELS_TEAM", "web");

    // When
    List<String> problems = problems(Map.of(MASTERS, "http://m:5050"), environment);

    // Then
    assertThat(problems)
        .containsExactly(
            "the environment variable BRIDGE_MESOS_MASTER sets no known key; the nearest is"
                + " BRIDGE_MESOS_MASTERS");
  }

  @Test
  void passesOverWhatKubernetesSetsForServices() {
    // Given
    Map<String, String> environment =
        Map.of(
            "BRIDGE_SERVICE_HOST", "10.0.0.1",
            "BRIDGE_SERVICE_PORT_HTTP", "8080",
            "BRIDGE_PORT", "tcp://10.0.0.1:8080",
            "BRIDGE_PORT_8080_TCP_ADDR", "10.0.0.1");

    // When
    List<String> problems = problems(Map.of(MASTERS, "http://m:5050"), environment);

    // Then
    assertThat(problems).isEmpty();
  }

  @Test
  void takesEveryKeyInItsIndexedForm() {
    // When
    List<String> problems =
        problems(
            Map.of(
                MASTERS + "[0]",
                "http://a:5050",
                MASTERS + "[1]",
                "http://b:5050",
                "bridge.framework.labels.team",
                "web"));

    // Then
    assertThat(problems).isEmpty();
  }

  static List<String> problems(Map<String, String> properties) {
    return problems(properties, Map.of());
  }

  private static List<String> problems(
      Map<String, String> properties, Map<String, String> environment) {
    SmallRyeConfig config = Configs.keys(properties, environment);
    return ConfigCheck.problems(
        config.getConfigMapping(BridgeConfig.class), config, name -> name.equals("mesos"));
  }
}
