package io.mesosbridge.sandbox.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How tasks come to their beginning and to their end. */
class TaskEndsTest {

  private final SimulatedCluster cluster =
      SimulatedCluster.builder()
          .allocationInterval(Duration.ofMillis(20))
          .launchDelay(Duration.ofMillis(800), Duration.ofMillis(1100))
          .speed(20)
          .timeStandsStill()
          .start();
  private final TestFramework framework = TestFramework.subscribe(cluster, "TASK_KILLING_STATE");

  @AfterEach
  void stop() {
    cluster.close();
  }

  private JsonNode offer() {
    return framework.events().offers().path("offers").path("offers").get(0);
  }

  /** A LAUNCH of a task that has those further fields. */
  private void launch(String command, String further) {
    framework.call(
        "ACCEPT",
        TestFramework.accept(offer(), "task", command)
            .replace("'command':", further + (further.isEmpty() ? "" : ", ") + "'command':"));
  }

  @Test
  void aKillBeforeDeliverySaysSo() {
    // Given
    launch("sleep 1000", "");

    // When
    framework.call("KILL", "{'task_id': {'value': 'task'}}");

    // Then
    JsonNode status = framework.update();
    assertThat(status.path("state").asText()).isEqualTo("TASK_KILLED");
    assertThat(status.path("reason").asText()).isEqualTo("REASON_TASK_KILLED_DURING_LAUNCH");
    assertThat(status.path("message").asText()).isEqualTo("Killed before delivery to the executor");
  }

  @Test
  void aKillBeforeDeliveryKillsTheWholeGroup() {
    // Given
    JsonNode offer = offer();
    String task =
        """
        {'name': 'N', 'task_id': {'value': '%%s'}, 'agent_id': {'value': '%s'},
         'command': {'value': 'sleep 1000'},
         'resources': [{'name': 'cpus', 'type': 'SCALAR', 'scalar': {'value': 0.1}}]}
        """
            .formatted(SimJson.idIn(offer, "agent_id"));
    framework.call(
        "ACCEPT",
        """
        {'offer_ids': [{'value': '%s'}], 'operations': [{'type': 'LAUNCH_GROUP',
          'launch_group': {'executor': {'type': 'DEFAULT', 'executor_id': {'value': 'pod'},
          'framework_id': {'value': '%s'}, 'resources': [
            {'name': 'cpus', 'type': 'SCALAR', 'scalar': {'value': 0.1}},
            {'name': 'mem', 'type': 'SCALAR', 'scalar': {'value': 32}},
            {'name': 'disk', 'type': 'SCALAR', 'scalar': {'value': 1}}]},
          'task_group': {'tasks': [%s, %s]}}}]}
        """
            .formatted(
                SimJson.idIn(offer, "id"),
                framework.id(),
                task.formatted("a"),
                task.formatted("b")));

    // When
    framework.call("KILL", "{'task_id': {'value': 'a'}}");

    // Then
    for (String id : List.of("a", "b")) {
      JsonNode status = framework.update();
      assertThat(SimJson.idIn(status, "task_id")).isEqualTo(id);
      assertThat(status.path("message").asText())
          .isEqualTo("A task within the task group was killed before delivery to the executor");
    }
  }

  @Test
  void aLaunchTakesBetweenTheTwoBoundsAndUpdatesOfTasksComeInAnyOrder() {
    // Given
    JsonNode offer = offer();
    String one = TestFramework.accept(offer, "task", "sleep 1000");
    String info = one.substring(one.indexOf("[\n") + 1, one.lastIndexOf("]}}]}"));
    StringBuilder infos = new StringBuilder(info);
    for (int i = 1; i < 20; i++) {
      infos.append(',').append(info.replace("'task'", "'task-" + i + "'"));
    }

    // When
    framework.call("ACCEPT", one.replace(info, infos));

    // Then
    Duration before = cluster.time();
    TreeSet<Long> delays = new TreeSet<>();
    for (int i = 0; i < 20; i++) {
      framework.update();
      delays.add(cluster.time().minus(before).toMillis());
    }
    assertThat(delays.first()).isBetween(800L, 1100L);
    assertThat(delays.last()).isBetween(800L, 1100L);
    assertThat(delays).hasSizeGreaterThan(3);
  }

  /** Mesos' own executor checks that, and aborts. */
  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{'shell': false}", "{'shell': false, 'arguments': ['sleep', '9']}"})
  void aCommandThatDoesNotSayWhatIsRunFailsTheTaskByItsExecutorsEnd(String command) {
    // When
    framework.call(
        "ACCEPT",
        TestFramework.accept(offer(), "task", "sleep 1")
            .replaceFirst("'command': *\\{[^}]*}", "'command': " + command));

    // Then
    JsonNode status = framework.update();
    assertThat(status.path("state").asText()).isEqualTo("TASK_FAILED");
    assertThat(status.path("source").asText()).isEqualTo("SOURCE_AGENT");
    assertThat(status.path("reason").asText()).isEqualTo("REASON_EXECUTOR_TERMINATED");
    assertThat(status.path("message").asText()).isEqualTo("Executor terminated");
    framework.acknowledge(status);
    assertThat(cluster.state()).contains("\"tasks\":[]");
  }

  @Test
  void anImageMaySayWhatIsRun() {
    // When
    framework.call(
        "ACCEPT",
        TestFramework.accept(offer(), "task", "sleep 1")
            .replaceFirst(
                "'command': *\\{[^}]*}",
                "'container': {'type': 'DOCKER', 'docker': {'image': 'i'}},"
                    + " 'command': {'shell': false}"));

    // Then
    assertThat(framework.acknowledged()).isEqualTo("TASK_STARTING");
    assertThat(framework.acknowledged()).isEqualTo("TASK_RUNNING");
  }

  @Test
  void aTaskThatTakesTooLongFails() {
    // Given
    launch("sleep 1000", "'max_completion_time': {'nanoseconds': 2000000000}");
    framework.acknowledged();
    framework.acknowledged();

    // When
    String killing = framework.acknowledged();

    // Then
    JsonNode status = framework.update();
    assertThat(killing).isEqualTo("TASK_KILLING");
    assertThat(status.path("state").asText()).isEqualTo("TASK_FAILED");
    assertThat(status.path("reason").asText()).isEqualTo("REASON_MAX_COMPLETION_TIME_REACHED");
  }

  @ParameterizedTest
  @CsvSource({"60, , 3000", "60, 20, 1000", ", , 150"})
  void aTaskThatIgnoresTermIsKilledAfterItsGracePeriod(Long own, Long called, long millis) {
    // Given
    String policy = "'kill_policy': {'grace_period': {'nanoseconds': %d000000000}}";
    launch("trap \\\"\\\" TERM; sleep 1000", own == null ? "" : policy.formatted(own));
    framework.acknowledged();
    framework.acknowledged();

    // When
    framework.call(
        "KILL",
        "{'task_id': {'value': 'task'}"
            + (called == null ? "" : ", " + policy.formatted(called))
            + "}");

    // Then
    framework.acknowledged();
    Duration before = cluster.time();
    assertThat(framework.update().path("message").asText())
        .isEqualTo("Command terminated with signal Killed");
    assertThat(cluster.time().minus(before).toMillis()).isBetween(millis, millis + 30);
  }

  @ParameterizedTest
  @CsvSource({
    "TCP, 31000, 31000, true",
    "TCP, 31000, 31001, false",
    "HTTP, '31000,31005', 31005, true",
    "HTTP, '', 31000, false"
  })
  void aPortAnswersOnlyWhereALabelDeclaresItOpen(
      String type, String open, int port, boolean healthy) {
    // Given
    launch(
        "sleep 1000",
        """
        'labels': {'labels': [{'key': 'sandbox.open-ports', 'value': '%s'}]},
        'health_check': {'type': '%s', '%s': {'port': %d}, 'grace_period_seconds': 0}
        """
            .formatted(open, type, type.toLowerCase(Locale.ROOT), port));
    framework.acknowledged();
    framework.acknowledged();

    // When
    JsonNode status = framework.update();

    // Then
    assertThat(status.path("healthy").asBoolean()).isEqualTo(healthy);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "TCP | 31000 | 31000 | {'type': 'TCP', 'tcp': {'succeeded': true}}",
        "TCP | 31000 | 31001 | {'type': 'TCP', 'tcp': {'succeeded': false}}",
        "HTTP | 31000,31005 | 31005 | {'type': 'HTTP', 'http': {'status_code': 200}}"
      })
  void aCheckTellsWhetherThePortAnswered(String type, String open, int port, String told)
      throws IOException {
    // Given
    launch("sleep 1000", check(type, open, port));
    JsonNode starting = framework.update();
    framework.acknowledge(starting);
    framework.acknowledged();

    // When
    JsonNode status = framework.update();

    // Then
    assertThat(starting.path("check_status").toString())
        .isEqualTo("{'type':'%s','%s':{}}".formatted(type, field(type)).replace('\'', '"'));
    assertThat(status.path("state").asText()).isEqualTo("TASK_RUNNING");
    assertThat(status.path("reason").asText()).isEqualTo("REASON_TASK_CHECK_STATUS_UPDATED");
    assertThat(status.path("check_status"))
        .isEqualTo(SimJson.MAPPER.readTree(told.replace('\'', '"')));
    assertThat(status.has("healthy")).isFalse();
  }

  @Test
  void aCheckOfHttpThatNobodyAnswersTellsNoStatusCode() {
    // Given
    launch("sleep 100", check("HTTP", "", 31000));
    framework.acknowledged();
    framework.acknowledged();

    // When
    JsonNode status = framework.update();

    // Then
    assertThat(status.path("state").asText()).isEqualTo("TASK_FINISHED");
    assertThat(status.path("check_status")).hasToString("{\"type\":\"HTTP\",\"http\":{}}");
  }

  private static String check(String type, String open, int port) {
    return """
        'labels': {'labels': [{'key': 'sandbox.open-ports', 'value': '%s'}]},
        'check': {'type': '%s', '%s': {'port': %d}}
        """
        .formatted(open, type, field(type), port);
  }

  private static String field(String type) {
    return type.toLowerCase(Locale.ROOT);
  }
}
