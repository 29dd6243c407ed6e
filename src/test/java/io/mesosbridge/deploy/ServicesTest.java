package io.mesosbridge.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The unit of systemd and the app of Marathon. */
class ServicesTest {

  private static final String UNIT = "systemd/mesos-kafka-bridge.service";
  private static final String SECRETS = UNIT + ".d/secrets.conf";

  /** Of an app with networks, in Marathon's API since 1.5. */
  private static final Set<String> MARATHON =
      Set.of(
          "id",
          "instances",
          "cpus",
          "mem",
          "user",
          "container",
          "secrets",
          "networks",
          "portDefinitions",
          "requirePorts",
          "env",
          "constraints",
          "acceptedResourceRoles",
          "healthChecks",
          "readinessChecks",
          "upgradeStrategy",
          "taskKillGracePeriodSeconds",
          "backoffSeconds",
          "backoffFactor",
          "maxLaunchDelaySeconds");

  private final JsonNode app = DeployedFiles.json("mesos/marathon.json");

  @Test
  void systemdStartsAnewWhateverFailedForAsLongAsItTakesAndAtAModestPace() {
    assertThat(unit("Restart")).isEqualTo("on-failure");
    assertThat(DeployedFiles.settings(UNIT, "RestartPreventExitStatus")).isEmpty();
    assertThat(unit("SuccessExitStatus")).isEqualTo("143");
    assertThat(unit("StartLimitIntervalSec")).isEqualTo("0");
    assertThat(Integer.parseInt(unit("RestartSec").replace("s", ""))).isBetween(5, 30);
    assertThat(unit("ExecStart")).contains("-XX:+ExitOnOutOfMemoryError");
    assertThat(Integer.parseInt(unit("TimeoutStopSec").replace("s", "")))
        .isGreaterThan(BridgeFacts.SECONDS_TO_END);
  }

  @Test
  void systemdGivesTheMemoryThatTheDefaultsWant() {
    Matcher heap = Pattern.compile("-Xmx(\\d+)m").matcher(unit("ExecStart"));

    assertThat(heap.find()).isTrue();
    assertThat(Long.parseLong(heap.group(1)) << 20)
        .isBetween(BridgeFacts.heap(), BridgeFacts.memory() * 7 / 10);
    assertThat(unit("MemoryMax")).isEqualTo((BridgeFacts.memory() >> 30) + "G");
  }

  @Test
  void theImageOnJavaGivesTheMemoryThatTheDefaultsWant() {
    Matcher share =
        Pattern.compile("-XX:MaxRAMPercentage=(\\d+)")
            .matcher(DeployedFiles.text("Dockerfile.jvm"));

    assertThat(share.find()).isTrue();
    assertThat(BridgeFacts.memory() * Long.parseLong(share.group(1)) / 100)
        .isGreaterThan(BridgeFacts.heap());
  }

  @Test
  void systemdMayDoNothingThatItDoesNotNeed() {
    assertThat(
            List.of(
                "DynamicUser",
                "NoNewPrivileges",
                "ProtectHome",
                "PrivateTmp",
                "PrivateDevices",
                "RestrictNamespaces",
                "RestrictSUIDSGID",
                "LockPersonality"))
        .allSatisfy(setting -> assertThat(unit(setting)).as(setting).isEqualTo("yes"));
    assertThat(unit("ProtectSystem")).isEqualTo("strict");
    assertThat(unit("CapabilityBoundingSet")).isEmpty();
  }

  @Test
  void everySecretThatSystemdNamesIsLoaded() {
    // Given
    List<String> loaded =
        DeployedFiles.settings(SECRETS, "LoadCredential").stream()
            .map(credential -> "%d/" + credential.split(":", 2)[0])
            .toList();

    // Then
    assertThat(DeployedFiles.environment("systemd with secrets").values())
        .filteredOn(value -> value.startsWith("%d/"))
        .containsExactlyInAnyOrderElementsOf(loaded);
  }

  @Test
  void marathonAsksForThePortsThatTheBridgeIsToldOf() {
    // Given
    Map<String, String> environment = DeployedFiles.environment("mesos");

    // Then
    assertThat(names(app)).isSubsetOf(MARATHON);
    assertThat(app.at("/portDefinitions/0/port").asText())
        .isEqualTo(environment.get("QUARKUS_HTTP_PORT"));
    assertThat(app.at("/portDefinitions/1/port").asText())
        .isEqualTo(environment.get("QUARKUS_MANAGEMENT_PORT"));
    assertThat(app.at("/requirePorts").asBoolean()).isTrue();
    assertThat(app.at("/healthChecks/0/path").asText()).isEqualTo("/q/health/live");
    assertThat(app.at("/healthChecks/0/portIndex").asInt()).isEqualTo(1);
    assertThat(app.at("/readinessChecks/0/path").asText()).isEqualTo("/q/health/ready");
    assertThat(app.at("/readinessChecks/0/portName").asText())
        .isEqualTo(app.at("/portDefinitions/1/name").asText());
  }

  @Test
  void marathonRunsTwoOnDifferentHostsAndReplacesOneAfterTheOther() {
    assertThat(app.at("/instances").asInt()).isEqualTo(2);
    assertThat(app.at("/constraints").toString()).isEqualTo("[[\"hostname\",\"UNIQUE\"]]");
    assertThat(app.at("/upgradeStrategy").toString())
        .isEqualTo("{\"minimumHealthCapacity\":0.5,\"maximumOverCapacity\":0}");
    assertThat(app.at("/mem").asLong() << 20).isEqualTo(BridgeFacts.memory());
    assertThat(app.at("/taskKillGracePeriodSeconds").asInt())
        .isGreaterThan(BridgeFacts.SECONDS_TO_END);
  }

  @Test
  void everySecretThatMarathonMountsIsNamedAndReadByTheBridge() {
    // When
    Set<String> named = new TreeSet<>();
    Set<String> mounted = new TreeSet<>();
    app.at("/container/volumes")
        .forEach(
            volume -> {
              named.add(volume.path("secret").asText());
              mounted.add(volume.path("containerPath").asText());
            });

    // Then
    assertThat(named).isEqualTo(names(app.at("/secrets")));
    assertThat(DeployedFiles.environment("mesos").values()).containsAll(mounted);
  }

  private static String unit(String setting) {
    return DeployedFiles.settings(UNIT, setting).get(0);
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
