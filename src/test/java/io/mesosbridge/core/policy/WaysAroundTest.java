package io.mesosbridge.core.policy;

import static io.mesosbridge.core.policy.Judged.WALLS;
import static io.mesosbridge.core.policy.Judged.assertRefused;
import static io.mesosbridge.core.policy.Judged.launch;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A hostile reading of a policy: each way to a container that it forbids. */
class WaysAroundTest {

  private static final String STRICT =
      """
      rules:
      - name: strict
        users: [www]
        images: ["good/.*"]
        most-per-task: cpus:2;mem:1024;disks:1
      """;

  private static final String GOOD =
      """
      {"type": "DOCKER", "docker": {"image": "good/1"}%s}""";

  /** In a good image, by a good user. */
  private static String task(String more) {
    return launch("'command': {'user': 'www'}, 'container': " + GOOD.formatted("") + more);
  }

  @Test
  void whatKeepsToTheRuleIsAllowed() {
    assertThat(Judged.verdict(STRICT, task(", 'resources': 'cpus:2;mem:1024'")))
        .isEqualTo("allowed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'privileged': true",
        "'privileged': 'true'",
        "'privileged': 1",
        "'parameters': [{'key': 'privileged', 'value': 'true'}]",
        "'parameters': {'key': 'privileged', 'value': 'true'}",
        "'parameters': [[{'key': 'privileged', 'value': 'true'}]]",
        "'parameters': [{'key': 'label=x --privileged', 'value': ''}]",
        "'parameters': [{'key': 'Privileged', 'value': 'true'}]",
        "'parameters': [{'key': 'cap-add', 'value': 'SYS_ADMIN'}]",
        "'parameters': [{'key': 'pid', 'value': 'host'}]",
        "'parameters': [{'key': 'device', 'value': '/dev/sda'}]",
        "'parameters': [{'key': 'security-opt', 'value': 'apparmor=unconfined'}]",
        "'parameters': [{'key': 'volume', 'value': '/:/host'}]",
        "'parameters': [{'key': 'v', 'value': '/:/host'}]",
        "'parameters': [{'key': 'mount', 'value': 'type=bind,src=/,dst=/host'}]",
        "'parameters': [{'key': 'volumes-from', 'value': 'other'}]",
        "'parameters': [{'key': 'env-file', 'value': '/etc/passwd'}]",
        "'parameters': [{'key': 'user', 'value': 'root'}]",
        "'parameters': [{'value': 'true'}]",
        "'parameters': 'privileged'",
        "'volume_driver': 'local'"
      })
  void dockerTakesNoWallDown(String field) {
    String container =
        "'container': {'type': 'DOCKER', 'docker': {'image': 'good/1', %s}}".formatted(field);
    assertRefused(STRICT, launch("'command': {'user': 'www'}, " + container), "/container/docker");
    assertRefused(WALLS, launch("'command': {}, " + container), "/container/docker");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'volumes': [{'container_path': 'x', 'host_path': '/'}]",
        "'volumes': {'container_path': 'x', 'host_path': '/'}",
        "'volumes': [{'container_path': '/etc:/host', 'mode': 'RW'}]",
        "'volumes': [[{'container_path': 'x', 'host_path': '/'}]]",
        "'volumes': [{'container_path': 'x', 'host_path': 'link'}]",
        "'volumes': [{'container_path': 'x', 'source': {'type': 'HOST_PATH'}}]",
        "'volumes': [{'source': {'type': 'SANDBOX_PATH', 'host_path': {'path': '/'}}}]",
        "'volumes': [{'source': {'type': 'DOCKER_VOLUME', 'docker_volume': {'name': '/etc'}}}]",
        "'volumes': [{'source': {'type': 3, 'docker_volume': {'name': '/etc'}}}]",
        "'volumes': [{'source': {'docker_volume': {'name': '/etc'}}}]",
        "'volumes': [{'source': {'type': 'CSI_VOLUME'}}]",
        "'volumes': [{'source': {'type': 'SANDBOX_PATH', 'sandbox_path': {'path': '/etc'}}}]",
        "'volumes': [{'source': {'type': 'SANDBOX_PATH', 'sandbox_path': {'path': 'a/../..'}}}]",
        "'volumes': '/'",
        "'linux_info': {'share_pid_namespace': true}",
        "'linux_info': {'ipc_mode': 'SHARE_PARENT'}",
        "'linux_info': {'ipc_mode': 2}",
        "'linux_info': {'seccomp': {'unconfined': true}}",
        "'linux_info': {'capability_info': {'capabilities': ['SYS_ADMIN']}}",
        "'linux_info': {'effective_capabilities': {'capabilities': ['SYS_ADMIN']}}",
        "'linux_info': {'bounding_capabilities': {'capabilities': 'SYS_ADMIN'}}",
        "'linux_info': {'device_access': []}",
        "'linux_info': [{'share_pid_namespace': true}]"
      })
  void aContainerTakesNoWallDown(String field) {
    for (String type : new String[] {"DOCKER", "MESOS"}) {
      String container =
          "'command': {}, 'container': {'type': '%s', 'docker': {'image': 'good/1'}, %s}"
              .formatted(type, field);
      assertRefused(WALLS, launch(container), "/container/");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'command': {'user': 'www'}",
        "'command': {'user': 'www'}, 'container': null",
        "'command': {'user': 'www'}, 'container': [{'type': 'DOCKER'}]",
        "'command': {'user': 'www'}, 'container': {'type': 'MESOS'}",
        "'command': {'user': 'www'}, 'container': {'type': 'DOCKER', 'docker': {'image': 'evil'}}",
        "'command': {'user': 'www'}, 'container': {'type': 'DOCKER', 'docker': {'image': 7}}",
        "'command': {'user': 'www'}, 'container': {'type': 2, 'docker': {'image': 'good/1'}}",
        "'command': {'user': 'www'}, 'container': {'docker': {'image': 'good/1'}}",
        "'command': {'user': 'www'}, 'container': {'type': 'MESOS', 'docker': {'image': 'good/1'}}",
        "'command': {'user': 'www'}, 'container': {'type': 'MESOS', 'docker': {'image': 'good/1'},"
            + " 'mesos': {'image': {'type': 'DOCKER', 'docker': {'name': 'evil'}}}}",
        "'command': {'user': 'www'}, 'container': {'type': 'MESOS', 'mesos': {'image':"
            + " {'type': 'APPC', 'docker': {'name': 'good/1'}, 'appc': {'name': 'evil'}}}}",
        "'command': {'user': 'www'}, 'container': {'type': 'DOCKER', 'docker': {'image': 'good/1'},"
            + " 'volumes': [{'image': {'type': 'DOCKER', 'docker': {'name': 'evil'}}}]}",
        "'command': {'user': 'www'}, 'container': {'type': 'DOCKER',"
            + " 'docker': {'image': 'my/good/1'}}",
        "'command': {'user': 'www'}, 'container': {'type': 'DOCKER',"
            + " 'docker': {'image': 'good/1\\nevil'}}",
        "'executor': {'executor_id': 'e', 'command': {'user': 'www'}}",
        "'executor': {'executor_id': 'e', 'command': {'user': 'www'},"
            + " 'container': {'type': 'DOCKER', 'docker': {'image': 'evil'}}}",
        "'container': {'type': 'DOCKER', 'docker': {'image': 'evil'}}"
      })
  void aTaskRunsInNoOtherImage(String fields) {
    assertRefused(STRICT, launch(fields), "/container");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--privileged", "-v=/:/host", "good/1 --privileged", ""})
  void anImageIsNoFlag(String image) {
    String container =
        "'command': {}, 'container': {'type': 'DOCKER', 'docker': {'image': '%s'}}"
            .formatted(image);
    assertRefused(WALLS, launch(container), "/container/docker/image");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'command': {'user': 'root'}, 'container': {} | /command/user",
        "'command': {}, 'container': {} | /command/user",
        "'command': {'user': 0}, 'container': {} | /command/user",
        "'command': [{'user': 'www'}], 'container': {} | /command",
        "'command': {'user': 'www'}, 'container': {},"
            + " 'health_check': {'command': {'user': 'root'}} | /health_check/command/user",
        "'command': {'user': 'www'}, 'container': {},"
            + " 'check': {'command': {'command': {'user': 'root'}}} | /check/command/command/user",
        "'executor': {'executor_id': 'e', 'command': {}, 'container': {}} | /executor/command/user",
      })
  void aTaskRunsAsNoOtherUser(String fields, String at) {
    assertRefused(
        STRICT,
        launch(fields.replace("'container': {}", "'container': " + GOOD.formatted(""))),
        at);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ", 'resources': 'cpus:2.001'",
        ", 'resources': 'cpus:1;cpus(web):1.5'",
        ", 'resources': [{'name': 'cpus', 'type': 'SCALAR', 'scalar': {'value': '3'}}]",
        ", 'resources': [{'name': 'cpus', 'type': 'SCALAR', 'scalar': {'value': 3}},"
            + " {'name': 'cpus', 'type': 'SCALAR', 'scalar': {'value': -2}}]",
        ", 'resources': [{'name': 'cpus', 'type': 0, 'scalar': {'value': 3}}]",
        ", 'resources': [{'name': 'cpus', 'type': 'SCALAR', 'scalar': {'value': 'x'}}]",
        ", 'resources': 'disks:{a,b}'",
        ", 'resources': [{'name': 'disks', 'type': 'SET', 'set': {'item': [['a', 'b']]}}]",
        ", 'resources': [{'name': 'disks', 'type': 'SET', 'set': {'item': 'a'}},"
            + " {'name': 'disks', 'type': 'SET', 'set': {'item': ['b']}}]",
        ", 'executor': {'executor_id': 'e', 'resources': 'cpus:3'}",
        ", 'limits': {'cpus': {'value': 3}}",
        ", 'limits': {'cpus': {'value': 'Infinity'}}",
        ", 'limits': {'mem': 3}"
      })
  void aTaskHasNoMore(String more) {
    assertRefused(STRICT, task(more), "/task_infos/0/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'executor': {'executor_id': 'e', 'container': %s}, 'task_group': {'tasks': [%s]}",
        "'executor': {'executor_id': 'e'}, 'task_group': {'tasks': [%2$s, {'task_id': 'b',"
            + " 'command': {}, 'container': %1$s}]}"
      })
  void aPodIsNoWayAround(String pod) {
    // Given
    String evil = "{'type': 'DOCKER', 'docker': {'image': 'x', 'privileged': true}}";
    String good = "{'task_id': 'a', 'command': {}}";
    String payload = pod.formatted(evil, good).replace('\'', '"');

    // Then
    assertThat(
            Judged.verdict(
                WALLS, "{\"type\": \"LAUNCH_GROUP\", \"launch_group\": {%s}}".formatted(payload)))
        .startsWith("/launch_group/")
        .endsWith("/container/docker/privileged by walls");
    assertThat(
            Judged.verdict(
                WALLS,
                """
                {"type": "ACCEPT", "accept": {"offer_ids": ["o"], "operations": [
                 {"type": "LAUNCH_GROUP", "launch_group": {%s}}]}}
                """
                    .formatted(payload)))
        .startsWith("/accept/operations/0/launch_group/")
        .endsWith("/container/docker/privileged by walls");
  }

  @Test
  void aPodsTasksMayShareItsNamespaces() {
    // Given
    String pod =
        """
        {"type": "LAUNCH_GROUP", "launch_group": {"executor": {"executor_id": "e"%s},
         "task_group": {"tasks": [{"task_id": "a", "command": {}, "container": {"type": "MESOS",
          "linux_info": {"share_pid_namespace": true}}}]}}}
        """;
    String shared =
        ", \"container\": {\"type\": \"MESOS\", \"linux_info\": {\"share_pid_namespace\": true}}";

    // Then
    assertThat(Judged.verdict(WALLS, pod.formatted(""))).isEqualTo("allowed");
    assertThat(Judged.verdict(WALLS, pod.formatted(shared))).contains("share_pid_namespace");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'command': {'user': 'root', 'uris': [{'value': '/etc/hosts'}]}",
        "'command': {}, 'container': {'type': 'DOCKER', 'docker': {'image': 'x',"
            + " 'privileged': true, 'parameters': [{'key': 'pid', 'value': 'host'}]}}",
        "'command': {}, 'container': {'type': 'MESOS', 'volumes': [{'host_path': '/'}],"
            + " 'linux_info': {'share_pid_namespace': true}}"
      })
  void aRuleMaySayThatAllIsAllowed(String fields) {
    String free = "{rules: [{name: free, privileged: true, host-paths: true}]}";
    assertThat(Judged.verdict(free, launch(fields))).isEqualTo("allowed");
  }
}
