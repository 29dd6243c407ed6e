package io.mesosbridge.sandbox.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tasks are refused in the words of the master's source, and JSON in those of its conversion. */
class TaskRulesTest {

  private static final String CPUS =
      "{'name': 'cpus', 'type': 'SCALAR', 'scalar': {'value': 0.1}},";

  private final SimulatedCluster cluster =
      SimulatedCluster.builder()
          .agentResources("cpus:4;mem:4096;disk:8192;gpus:2;ports:[31000-32000]")
          .allocationInterval(Duration.ofMillis(20))
          .timeStandsStill()
          .start();
  private final TestFramework framework = TestFramework.subscribe(cluster, "GPU_RESOURCES");

  @AfterEach
  void stop() {
    cluster.close();
  }

  private JsonNode offer() {
    return framework.events().offers().path("offers").path("offers").get(0);
  }

  private String accept(String before, String after) {
    return TestFramework.accept(offer(), "task", "sleep 1").replace(before, after);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'kill_policy': {'grace_period': {'nanoseconds': -1}}"
            + " | Task's 'kill_policy.grace_period' must be non-negative",
        "'max_completion_time': {'nanoseconds': -1}"
            + " | Task's `max_completion_time` must be non-negative",
        "'health_check': {'type': 'COMMAND'} | Task uses invalid health check: Expecting 'command'"
            + " to be set for COMMAND health check",
        "'health_check': {'type': 'GRPC'}"
            + " | Task uses invalid health check: HealthCheck must specify 'type'",
        "'health_check': {'type': 'HTTP', 'http': {'port': 80, 'path': 'x'}} | Task uses invalid"
            + " health check: The path 'x' of HTTP health check must start with '/'",
        "'check': {'type': 'TCP', 'tcp': {'port': 80}, 'delay_seconds': -1}"
            + " | Task uses invalid check: Expecting 'delay_seconds' to be non-negative",
        "'container': {'type': 'DOCKER'} | Task's `ContainerInfo` is invalid: DockerInfo 'docker'"
            + " is not set for DOCKER typed ContainerInfo",
        "'container': {'type': 'MESOS', 'volumes': [{'container_path': 'x', 'mode': 'RW'}]}"
            + " | Task's `ContainerInfo` is invalid: Invalid volume: Only one of them should be"
            + " set: 'host_path', 'image' and 'source'",
        "'limits': {'disk': {'value': 1}}"
            + " | Only cpus and mem may be included in a task's resource limits",
        "'executor': {'executor_id': {'value': 'e'}} | Task should have at least one (but not both)"
            + " of CommandInfo or ExecutorInfo present"
      })
  void aTaskIsRefusedWithTheMastersReason(String field, String reason) {
    // When
    framework.call("ACCEPT", accept("'command':", field + ", 'command':"));

    // Then
    JsonNode status = framework.update();
    assertThat(status.path("state").asText()).isEqualTo("TASK_ERROR");
    assertThat(status.path("message").asText()).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'name': 'cpus', 'type': 'SCALAR', 'scalar': {'value': -1}} | Task uses invalid resources:"
            + " Invalid resources: Resource 'cpus(allocated: test):-1' is invalid: Invalid scalar"
            + " resource: value < 0",
        "{'name': 'gpus', 'type': 'SCALAR', 'scalar': {'value': 0.5}} | Task uses invalid"
            + " resources: Invalid 'gpus' resource: The 'gpus' resource must be an unsigned integer",
        "{'name': 'cpus', 'type': 'SCALAR', 'scalar': {'value': 0.1},"
            + " 'allocation_info': {'role': 'other'}} | Invalid task resources: The resources have"
            + " multiple allocation roles ('test' and 'other') but only one allocation role is"
            + " allowed",
        "{'name': 'cpus', 'type': 'RANGES', 'scalar': {'value': 1}} | Task uses invalid resources:"
            + " Invalid resources: Resource 'cpus(allocated: test):1' is invalid: Invalid ranges"
            + " resource"
      })
  void resourcesAreRefusedWithTheMastersReason(String resource, String reason) {
    // When
    framework.call("ACCEPT", accept("'resources': [", "'resources': [" + resource + ","));

    // Then
    assertThat(framework.update().path("message").asText()).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'type': 'SCALAR' | 'type': 'SCALER' | Failed to find enum for 'SCALER'",
        "'type': 'SCALAR' | 'type': 0 | Not expecting a JSON number for field 'type'",
        "'value': 0.1 | 'value': 'much' | Failed to parse 'much' as a JSON number for field"
            + " 'value': syntax error at line 1 near: much",
        "'value': 32 | 'value': true | Not expecting a JSON boolean for field 'value'",
        "'command': { | 'command': {'shell': 'yes', | Failed to parse 'yes' as a JSON boolean for"
            + " field 'shell': syntax error at line 1 near: yes",
        "'command': { | 'command': {'shell': 1, | Not expecting a JSON number for field 'shell'",
        "'type': 'LAUNCH' | 'type': ['LAUNCH'] | Not expecting a JSON array for field 'type'",
        "'task_id': { | 'task_id': null, 'unknown': { | Missing required fields:"
            + " accept.operations[0].launch.task_infos[0].task_id"
      })
  void enumsAndNumbersAreReadAsMesosReadsThem(String right, String wrong, String reason) {
    // When
    var answer = framework.call("ACCEPT", accept(right, wrong));

    // Then
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).isEqualTo("Failed to convert JSON into Call protobuf: " + reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'value': 0.1 | 'value': '0.1'",
        "'command': { | 'command': {'shell': 'true', 'user': null, 'environment': null,",
        "'type': 'SCALAR', 'scalar' | 'disk': null, 'reservations': null, 'shared': null,"
            + " 'allocation_info': null, 'role': null, 'type': 'SCALAR', 'scalar'",
        "'command': | 'executor': null, 'container': null, 'labels': null, 'health_check': null,"
            + " 'max_completion_time': null, 'kill_policy': null, 'limits': null, 'command':",
        "'command': | 'labels': {'labels': {'key': 'a', 'value': 'b'}}, 'command':",
        "'command': { | 'command': {'uris': [null], 'arguments': 'x',",
        "'filters': {'refuse_seconds': 0.01} | 'filters': {'refuse_seconds': 'Infinity'}"
      })
  void numbersBooleansNullsAndSingleElementsAreReadAsMesosReadsThem(String right, String other) {
    // When
    var answer = framework.call("ACCEPT", accept(right, other));

    // Then
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    assertThat(framework.update().path("state").asText()).isEqualTo("TASK_STARTING");
    framework.call("DECLINE", "{'offer_ids': null, 'filters': null}");
    framework.call("REVIVE", "{'roles': 'test'}");
    assertThat(cluster.ledger().outstandingOffers().get(framework.id())).hasSize(1);
  }

  @Test
  void aSubscriptionMayHaveNullsAndTextsForBooleansButNoInfiniteTimeOut() {
    // Given
    var info = TestFramework.info();
    info.put("checkpoint", "false").putNull("id").putNull("role").putNull("labels");

    // When
    TestFramework other = TestFramework.of(cluster, info);
    info.put("failover_timeout", "Infinity").set("id", SimJson.id(other.id()));
    var answer = other.call("UPDATE_FRAMEWORK", "{'framework_info': " + info + "}");

    // Then
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).endsWith("The framework failover_timeout (inf) is invalid");
  }

  @Test
  void aSecondExecutorOfOneIdThatIsAnotherIsRefused() {
    // Given
    String executor =
        "'executor': {'executor_id': {'value': 'e'}, 'command': {'value': '%s'}, 'resources': ["
            + CPUS.substring(0, CPUS.length() - 1)
            + "]},";
    String command = "'command': {'value': 'sleep 1'},";
    framework.call("ACCEPT", accept(command, executor.formatted("./one")));
    framework.acknowledged();
    framework.acknowledged();

    // When
    framework.call(
        "ACCEPT", accept(command, executor.formatted("./two")).replace("'task'", "'second'"));

    // Then
    assertThat(framework.events().next("UPDATE").at("/update/status/message").asText())
        .startsWith("ExecutorInfo is not compatible with existing ExecutorInfo with same");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'value': './one' | 'shell': true, 'arguments': [], 'value': './one'",
        "'value': './one', 'environment': {'variables': [{'name': 'a', 'value': '1'},"
            + " {'name': 'b', 'value': '2'}]}"
            + " | 'value': './one', 'environment': {'variables': [{'name': 'b', 'value': '2'},"
            + " {'type': 'VALUE', 'value': '1', 'name': 'a'}]}",
        "'value': './one', 'uris': [{'value': 'u'}]"
            + " | 'uris': [{'extract': true, 'cache': false, 'value': 'u'}], 'value': './one'",
      })
  void anExecutorOfOneIdIsTheSameHoweverItIsWritten(String command, String same) {
    // Given
    String executor =
        "'executor': {'executor_id': {'value': 'e'}, 'command': {%s}, 'resources': [%s]},";
    String mem = "{'name': 'mem', 'type': 'SCALAR', 'scalar': {'value': 32}}";
    String cpus = "{'name': 'cpus', 'type': 'SCALAR', 'scalar': {'value': 0.05}}";
    String before = "'command': {'value': 'sleep 1'},";
    framework.call("ACCEPT", accept(before, executor.formatted(command, CPUS + mem)));
    framework.acknowledged();
    framework.acknowledged();

    // When
    framework.call(
        "ACCEPT",
        accept(
                before,
                executor
                    .formatted(same, mem + "," + cpus + "," + cpus)
                    .replace("'resources'", "'labels': {'labels': [{'key': 'x'}]}, 'resources'"))
            .replace("'task'", "'second'"));

    // Then
    assertThat(framework.events().next("UPDATE").at("/update/status/message").asText()).isEmpty();
  }

  @Test
  void gpusAreOfferedOnlyToThoseWhoKnowWhatTheyAreFor() {
    // Given
    JsonNode offer = offer();
    framework.call("SUPPRESS", "{}");
    framework.call(
        "DECLINE", "{'offer_ids': [{'value': '%s'}]}".formatted(SimJson.idIn(offer, "id")));

    // When
    TestFramework other = TestFramework.subscribe(cluster);

    // Then
    assertThat(offer.toString()).contains("gpus");
    assertThat(cluster.ledger().outstandingOffers().get(other.id())).isEmpty();
  }

  @Test
  void whatIsReservedForAParentIsOfferedToTheRolesBelow() {
    // Given
    try (SimulatedCluster reserved =
        SimulatedCluster.builder().agentResources("cpus(eng):2;mem(eng):64").start()) {
      var info = TestFramework.info();
      info.putArray("roles").add("eng/web");

      // When
      TestFramework below = TestFramework.of(reserved, info);

      // Then
      assertThat(below.events().offers().toString()).contains("\"role\":\"eng\"");
    }
  }
}
