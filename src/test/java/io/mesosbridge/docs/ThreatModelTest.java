package io.mesosbridge.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each line of the threat model that one of the bridge's settings changes is held by tests. */
class ThreatModelTest {

  private static final Pattern SETTING =
      Pattern.compile("`(?:bridge|kafka|quarkus)\\.[^`]+`|policy|users|who has which role|`https`");

  /** By how the line begins; none where nothing that the bridge reads changes it. */
  private static final Map<String, List<String>> TESTS = new LinkedHashMap<>();

  static {
    TESTS.put(
        "who may write to `mesos.commands`",
        List.of(
            "it.PolicyIT#aChangeOfTheFileCountsWithoutARestart",
            "core.PermissionTest#whatTheRuleForbidsIsRefusedBeforeItWaitsForAnOffer"));
    TESTS.put("who may read the bridge's topics", List.of());
    TESTS.put("who may write to `mesos.bridge-state`", List.of());
    TESTS.put(
        "who writes a command with reply headers",
        List.of("kafka.RepliesTest#nothingIsWrittenWhereNoReplyMayGoAndItIsSaidWhy"));
    TESTS.put("who joins the consumer group", List.of());
    TESTS.put(
        "who reaches port 8080",
        List.of(
            "app.api.AccessTest#whoNamesNoUserMayReadAsLongAsThereAreNone",
            "app.api.AccessTest#anOperatorMaySayWhatThoseMayDo",
            "it.GuardedApiIT#bothPortsAreReachedAtNoAddressThatIsNotNamed",
            "it.GuardedApiIT#aNamedAddressIsBoundAndTlsUsersAndTheirRolesGuardTheApi"));
    TESTS.put(
        "a user with the role `viewer`",
        List.of(
            "app.api.ApiTest#everyRefusalIsAProblem",
            "it.GuardedApiIT#aNamedAddressIsBoundAndTlsUsersAndTheirRolesGuardTheApi"));
    TESTS.put(
        "a user with the role `operator`",
        List.of(
            "core.policy.CommandPolicyTest#byTheHttpApiRulesForTheUsersRoleCount",
            "it.HostileRequestsIT#moreLargeBodiesAtOnceThanMemoryHasRoomForEndNothing"));
    TESTS.put("who guesses passwords", List.of());
    TESTS.put(
        "who listens between a user and port 8080",
        List.of("it.GuardedApiIT#aNamedAddressIsBoundAndTlsUsersAndTheirRolesGuardTheApi"));
    TESTS.put(
        "a page of another origin", List.of("app.api.AccessTest#commandsOfOtherPagesAreRefused"));
    TESTS.put(
        "any page in the browser of a machine",
        List.of(
            "app.api.AccessTest#withoutUsersThisMachineIsAnsweredUnderItsOwnNamesOnly",
            "it.HttpLimitsIT"
                + "#whoNamesNoUserIsNotAnsweredUnderANameThatAnyPageCouldGiveThisMachine",
            "config.check.ApiCheckTest#nobodyMaySendCommandsFromOtherMachinesWithoutSayingWhoTheyAre"));
    TESTS.put(
        "who reaches port 9000",
        List.of(
            "it.GuardedApiIT#bothPortsAreReachedAtNoAddressThatIsNotNamed",
            "it.HttpLimitsIT#aConnectionThatIsIdleIsClosed"));
    TESTS.put(
        "who holds connections to port 8080 open",
        List.of(
            "it.HttpLimitsIT#idleConnectionsBeyondTheLimitAreClosedAndOthersAreServed",
            "it.HttpLimitsIT#aConnectionThatIsIdleIsClosed"));
    TESTS.put(
        "who stands between the bridge and a master",
        List.of(
            "mesos.SecuredMastersTest#aMasterThatIsNotTrustedIsTriedAgainAndAgain",
            "mesos.MutualTlsTest#theBridgesCertificateIsShownWithTheStreamAndTheCalls"));
    TESTS.put(
        "who stands between the bridge and Kafka",
        List.of(
            "kafka.LoginsTest#isSaidInWordsAndMendedWithoutARestart",
            "it.KafkaLoginsIT#carriesCommandsAndUpdatesByEachLogin"));
    TESTS.put(
        "who may read the bridge's configuration",
        List.of(
            "mesos.SettingsTest#aSecretMayComeFromAFileWithATrailingLineBreak",
            "mesos.CredentialsTest#everyRequestCarriesIt"));
    TESTS.put(
        "who may read the bridge's log",
        List.of("it.SecretsIT#noneIsToldByABridgeThatWorks", "it.SecretsIT#noneIsToldWhile"));
  }

  @Test
  void eachLineThatASettingChangesHasItsTests() throws IOException {
    // Given
    List<String[]> lines = lines();

    // Then
    Set<String> untested = new HashSet<>(TESTS.keySet());
    for (String[] line : lines) {
      String key = key(line[1].strip());
      untested.remove(key);
      if (SETTING.matcher(line[3]).find()) {
        assertThat(TESTS.get(key)).as(key).isNotEmpty();
      }
    }
    assertThat(untested).as("tests of lines that are not there").isEmpty();
  }

  @Test
  void theTestsAreThere() {
    assertThat(TESTS.values().stream().flatMap(List::stream))
        .allSatisfy(
            test -> {
              String[] parts = test.split("#", 2);
              Class<?> type =
                  Class.forName(
                      "io.mesosbridge." + parts[0], false, ThreatModelTest.class.getClassLoader());
              assertThat(Arrays.stream(type.getDeclaredMethods()).map(Method::getName))
                  .contains(parts[1]);
            });
  }

  private static String key(String who) {
    return TESTS.keySet().stream()
        .filter(who::startsWith)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no entry for the line \"" + who + "\""));
  }

  private static List<String[]> lines() throws IOException {
    String text = Files.readString(Path.of("docs/security.md"));
    List<String[]> lines =
        text.substring(text.indexOf("## Threat model"))
            .lines()
            .filter(line -> line.startsWith("| ") && !line.startsWith("| who | can |"))
            .map(line -> line.split("\\|", -1))
            .toList();
    assertThat(lines).hasSizeGreaterThan(10);
    return lines;
  }
}
