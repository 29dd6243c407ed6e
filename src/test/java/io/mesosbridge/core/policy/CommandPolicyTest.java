package io.mesosbridge.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mesosbridge.core.language.CommandError;
import io.mesosbridge.core.language.CommandError.ErrorCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which rule is about which command, and which commands it allows. */
class CommandPolicyTest {

  private static final String TWO =
      """
      rules:
      - name: web
        roles: [web]
        tasks: web-.*
        types: [LAUNCH, KILL, SHUTDOWN, ACKNOWLEDGE, RECONCILE]
      - name: reading
        types: [RECONCILE, ACCEPT, RESERVE]
      """;

  /** What these are about only the leader knows. */
  private static final List<String> LEADERS =
      List.of(
          "{\"type\": \"CANCEL\", \"cancel\": {\"command_id\": \"c\"}}",
          """
          {"type": "SHUTDOWN", "shutdown": {"executor_id": "e", "agent_id": "a"}}
          """,
          """
          {"type": "MESSAGE", "message": {"executor_id": "e", "agent_id": "a", "data": ""}}
          """);

  private static String launch(String taskId) {
    return """
        {"type": "LAUNCH", "launch": {"task_infos": [
         {"task_id": "%s", "command": {"value": "x"}, "resources": "cpus:1"}]}}
        """
        .formatted(taskId);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'type': 'KILL', 'kill': {'task_id': 'web-1'}} | allowed",
        "{'type': 'KILL', 'kill': {'task_id': 'db-1'}} | /kill/task_id by reading",
        "{'type': 'KILL', 'kill': {'task_id': 'my-web-1'}} | /kill/task_id by reading",
        "{'type': 'SHUTDOWN', 'shutdown': {'executor_id': 'web-1', 'agent_id': 'a'}} | allowed",
        "{'type': 'SHUTDOWN', 'shutdown': {'executor_id': 'db', 'agent_id': 'a'}}"
            + " | /shutdown/executor_id by reading",
        "{'type': 'MESSAGE', 'message': {'executor_id': 'web-1', 'agent_id': 'a', 'data': ''}}"
            + " | /message/executor_id by web",
        "{'type': 'RECONCILE', 'reconcile': {}} | allowed",
        "{'type': 'RECONCILE', 'reconcile': {'tasks': [{'task_id': 'db-1'}]}} | allowed",
        "{'type': 'SUPPRESS'} | /type by reading",
        "{'type': 'TEARDOWN'} | /type by reading",
        "{'type': 'SUBSCRIBE'} | /type by reading",
        "{'type': 'CANCEL', 'cancel': {'command_id': 'c'}} | /type by reading",
        "{'type': 'ACCEPT', 'accept': {'offer_ids': ['o'], 'operations': []}} | allowed",
        "{'type': 'ACCEPT', 'accept': {'offer_ids': ['o'], 'operations': ["
            + "{'type': 'RESERVE', 'reserve': {'resources': 'cpus:1'}}]}} | allowed",
        "{'type': 'ACCEPT', 'accept': {'offer_ids': ['o'], 'operations': ["
            + "{'type': 'UNRESERVE', 'unreserve': {'resources': 'cpus:1'}}]}}"
            + " | /accept/operations/0/type by reading",
        "{'type': 'ACCEPT', 'accept': {'offer_ids': ['o'], 'operations': ["
            + "{'type': 'RESERVE', 'reserve': {'resources': 'cpus:1'}},"
            + "{'type': 'LAUNCH', 'launch': {'task_infos': [{'task_id': 'db-1'}]}}]}}"
            + " | /accept/operations/1/launch/task_infos/0/task_id by reading",
        "{'type': 'LAUNCH_GROUP', 'launch_group': {'executor': {'executor_id': 'e'},"
            + " 'task_group': {'tasks': [{'task_id': 'web-1', 'command': {'value': 'x'}}]}}}"
            + " | /launch_group/task_group/tasks/0/task_id by web",
      })
  void theFirstRuleThatIsAboutATaskDecides(String json, String verdict) {
    assertThat(Judged.verdict(TWO, json.replace('\'', '"'))).isEqualTo(verdict);
  }

  @Test
  void whatNoRuleIsAboutIsRefused() {
    // Given
    CommandPolicy policy = Judged.policy("{rules: [{name: web, tasks: web-.*}]}");

    // When
    CommandError error =
        policy.refusal(Judged.command(launch("db-1")), Judged.of("web")).orElseThrow();

    // Then
    assertThat(error.code()).isEqualTo(ErrorCode.NOT_ALLOWED);
    assertThat(error.field()).isEqualTo("/launch/task_infos/0/task_id");
    assertThat(error.message())
        .isEqualTo(
            "/launch/task_infos/0/task_id: rule \"none\" allows nothing, and no other is about"
                + " task db-1 of role web; see bridge.commands.policy-file");
  }

  @Test
  void theMessageSaysWhatIsAllowed() {
    // When
    CommandError error =
        Judged.policy(TWO)
            .refusal(Judged.command("{\"type\": \"TEARDOWN\"}"), Judged.of("web"))
            .orElseThrow();

    // Then
    assertThat(error.message())
        .isEqualTo(
            "/type: rule \"reading\" allows no TEARDOWN; allowed are RECONCILE, ACCEPT, RESERVE");
  }

  @Test
  void withoutAPolicyEverythingIsAllowed() {
    assertThat(CommandPolicy.NONE.refusal(Judged.command(launch("a")), Judged.of("web"))).isEmpty();
  }

  @Test
  void whileNoneCouldBeReadNothingIsAllowed() {
    assertThat(CommandPolicy.CLOSED.refusal(Judged.command(launch("a")), Judged.of("web")))
        .isPresent();
  }

  @Test
  void aLaunchThatMayGetAnyRoleHasToBeAllowedForEach() {
    // Given
    CommandPolicy policy = Judged.policy("{rules: [{name: web, roles: [web]}]}");
    String named =
        """
        {"type": "LAUNCH", "launch": {"task_infos": [{"task_id": "a", "command": {"value": "x"},
         "resources": [{"name": "cpus", "type": "SCALAR", "scalar": {"value": 1},
          "allocation_info": {"role": "web"}}]}]}}
        """;

    // Then
    assertThat(policy.refusal(Judged.command(launch("a")), Judged.of("web"))).isEmpty();
    assertThat(policy.refusal(Judged.command(launch("a")), Judged.of("web", "batch"))).isPresent();
    assertThat(policy.refusal(Judged.command(named), Judged.of("web", "batch"))).isEmpty();
  }

  @Test
  void rolesThatACommandNamesAreJudged() {
    // Given
    CommandPolicy policy = Judged.policy("{rules: [{name: web, roles: [web]}]}");
    var suppress = "{\"type\": \"SUPPRESS\", \"suppress\": {\"roles\": [\"%s\"]}}";

    // Then
    assertThat(policy.refusal(Judged.command(suppress.formatted("web")), Judged.of("web", "batch")))
        .isEmpty();
    assertThat(policy.refusal(Judged.command(suppress.formatted("batch")), Judged.of("web")))
        .isPresent();
  }

  @ParameterizedTest
  @CsvSource({"root, web, users", "www, batch, none", "www, web, allowed"})
  void aFrameworkInfoMayTakeNeitherAnotherUserNorAnotherRole(
      String user, String role, String verdict) {
    // Given
    CommandPolicy policy = Judged.policy("{rules: [{name: users, roles: [web], users: [www]}]}");
    String json =
        """
        {"type": "UPDATE_FRAMEWORK", "update_framework": {"framework_info":
         {"user": "%s", "name": "shop", "roles": ["%s"]}}}
        """;
    String former = json.replace("\"roles\": [\"%s\"]", "\"role\": \"%s\"");

    // When
    var refusal = policy.refusal(Judged.command(json.formatted(user, role)), Judged.of("web"));

    // Then
    assertThat(Judged.verdict(refusal)).endsWith(verdict);
    assertThat(policy.refusal(Judged.command(former.formatted(user, role)), Judged.of("web")))
        .isEqualTo(refusal);
  }

  @ParameterizedTest
  @CsvSource({
    "viewer, SUPPRESS, allowed",
    "viewer, TEARDOWN, viewers",
    "operator, TEARDOWN, allowed"
  })
  void byTheHttpApiRulesForTheUsersRoleCount(String apiRole, String type, String verdict) {
    // Given
    CommandPolicy policy =
        Judged.policy(
            """
            rules:
            - {name: viewers, api-roles: viewer, types: [SUPPRESS]}
            - {name: all}
            """);
    var command = Judged.command("{\"type\": \"%s\"}".formatted(type));

    // When
    var refusal = policy.refusal(command, apiRole, Judged.of("web"));

    // Then
    assertThat(Judged.verdict(refusal)).endsWith(verdict);
    assertThat(policy.refusal(command, Judged.of("web"))).isEmpty();
  }

  @Test
  void whatMayBeAllowedForOneRoleIsLeftToTheLeaderByTheHttpApi() {
    // Given
    CommandPolicy policy = Judged.policy("{rules: [{name: web, roles: [web]}]}");

    // Then
    assertThat(policy.refusal(Judged.command(launch("a")), "operator", Judged.of("web", "b")))
        .isEmpty();
    assertThat(policy.refusal(Judged.command(launch("a")), "operator", Judged.of("b"))).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{name: by-hand, api-roles: operator, types: [KILL]} | by-hand",
        "{name: by-hand, api-roles: operator, tasks: a.*, types: [KILL]} | by-hand",
        "{name: by-hand, api-roles: operator, roles: [web], types: [KILL]} | by-hand",
        "{name: by-hand, api-roles: operator, roles: [b], types: [KILL]} | allowed",
        "{name: by-hand, api-roles: viewer, types: [KILL]} | allowed",
        "{name: by-hand, api-roles: operator, types: [KILL, CANCEL, SHUTDOWN, MESSAGE]} | allowed",
        "{name: topic, tasks: a.*, types: [KILL]} | allowed",
        "{name: topic, types: [KILL]} | topic",
        "{name: a, tasks: a.*}, {name: b, types: [KILL]} | allowed",
      })
  void whatOnlyTheLeaderKnowsTheTasksOfIsNarrowedByTheHttpApiAsWell(String rules, String verdict) {
    // Given
    CommandPolicy policy = Judged.policy("{rules: [%s, {name: all}]}".formatted(rules));

    for (String json : LEADERS) {
      // When
      var refusal = policy.refusal(Judged.command(json), "operator", Judged.of("web"));

      // Then
      assertThat(Judged.verdict(refusal))
          .as(json)
          .isEqualTo(verdict.equals("allowed") ? verdict : "/type by " + verdict);
    }
  }

  @Test
  void whatOnlyTheLeaderKnowsTheTasksOfIsRefusedByTheHttpApiIfNoRuleAllowsIt() {
    // Given
    CommandPolicy policy =
        Judged.policy("{rules: [{name: a, tasks: a, types: [KILL]}, {name: b, roles: [b]}]}");

    // When
    CommandError error =
        policy.refusal(Judged.command(LEADERS.get(0)), "operator", Judged.of("web")).orElseThrow();

    // Then
    assertThat(error.code()).isEqualTo(ErrorCode.NOT_ALLOWED);
    assertThat(error.field()).isEqualTo("/type");
    assertThat(error.message())
        .isEqualTo(
            "/type: rule \"none\" allows nothing, and no other that may be about it allows CANCEL"
                + " from a user with the role operator; see bridge.commands.policy-file");
  }

  @Test
  void aRuleOfTheHttpApiForOneOfTheRolesNarrowsWhatMayBeOfSeveral() {
    // Given
    CommandPolicy policy =
        Judged.policy(
            """
            rules:
            - {name: by-hand, roles: [web], api-roles: operator, types: [KILL]}
            - {name: all}
            """);
    var launch = Judged.command(launch("a"));

    // Then
    assertThat(Judged.verdict(policy.refusal(launch, "operator", Judged.of("b", "web"))))
        .isEqualTo("/launch/task_infos/0/task_id by by-hand");
    assertThat(policy.refusal(launch, "operator", Judged.of("b"))).isEmpty();
    assertThat(policy.refusal(launch, Judged.of("b", "web"))).isEmpty();
  }

  @Test
  void theSecondTaskIsJudgedAsTheFirst() {
    // Given
    String two =
        """
        {"type": "LAUNCH", "launch": {"task_infos": [{"task_id": "a", "command": {}},
         {"task_id": "b", "command": {}, "container": {"type": "DOCKER",
          "docker": {"image": "x", "privileged": true}}}]}}
        """;

    // Then
    assertThat(Judged.verdict("{rules: [{name: walls}]}", two))
        .isEqualTo("/launch/task_infos/1/container/docker/privileged by walls");
  }
}
