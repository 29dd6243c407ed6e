package io.mesosbridge.core.policy;

import static io.mesosbridge.core.policy.Judged.WALLS;
import static io.mesosbridge.core.policy.Judged.assertRefused;
import static io.mesosbridge.core.policy.Judged.launch;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A hostile reading of a policy: each way to files of the agent, but for those of walls. */
class AgentsFilesTest {

  private static final String VOLUME =
      """
      'volumes': [{'container_path': '%s', 'mode': 'RO', 'source': {'type': 'SANDBOX_PATH',
       'sandbox_path': {'type': 'SELF', 'path': 'mine'}}}]""";

  private static final String DISK =
      """
      'resources': [{'name': 'disk', 'type': 'SCALAR', 'scalar': {'value': 1},
       'disk': {'persistence': {'id': 'v'}, 'volume': {'container_path': '%s', 'mode': 'RW'}}}]""";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'/etc/shadow'",
        "'file:///etc/shadow'",
        "'FILE:///etc/shadow'",
        "'etc'",
        "' /etc/shadow'",
        "'file:/etc/shadow'",
        "null",
        "7"
      })
  void theFetcherCopiesNoFileOfTheAgent(String uri) {
    assertRefused(
        WALLS, launch("'command': {'uris': [{'value': %s}]}".formatted(uri)), "/command/uris/0");
    assertRefused(
        WALLS, launch("'command': {'uris': {'value': %s}}".formatted(uri)), "/command/uris");
  }

  /** Source: fetcher.cpp of Mesos, which joins the path to the sandbox's as it is. */
  @ParameterizedTest
  @ValueSource(strings = {"'../../etc/cron.d/x'", "'a/../../x'", "'..'", "'/etc/x'", "7"})
  void theFetcherWritesNoFileOfTheAgent(String path) {
    assertRefused(
        WALLS,
        launch("'command': {'uris': [{'value': 'http://h/x', 'output_file': %s}]}".formatted(path)),
        "/command/uris/0/output_file");
  }

  @ParameterizedTest
  @CsvSource({"bin/x, walls", "..x/y.., walls", "../x, 'walls, host-paths: true'"})
  void theFetcherWritesIntoTheSandboxOrHostPathsAreAllowed(String path, String rule) {
    // Given
    String task =
        "'command': {'uris': [{'value': 'http://h/x', 'output_file': '%s'}]}".formatted(path);

    // Then
    assertThat(Judged.verdict("{rules: [{name: %s}]}".formatted(rule), launch(task)))
        .isEqualTo("allowed");
  }

  @Test
  void aVolumeOfADiskIsNoHostPathEither() {
    assertRefused(
        WALLS,
        launch(
            "'command': {}, 'resources': [{'name': 'disk', 'type': 'SCALAR', 'scalar': {'value': 1},"
                + " 'disk': {'volume': {'host_path': '/', 'container_path': 'x'}}}]"),
        "/resources/0/disk/volume/host_path");
  }

  /** Source: sandbox_path.cpp of Mesos, where a container without image has the agent's root. */
  @ParameterizedTest
  @CsvSource({"/etc, MESOS", "/bin/su, MESOS", "../../etc, MESOS", "a/../../b, DOCKER"})
  void nothingIsMountedOverTheAgentsFiles(String path, String type) {
    // Given
    String volume = VOLUME.formatted(path);
    String container = "'container': {'type': '%s', %s}".formatted(type, volume);
    String pod =
        """
        {'type': 'LAUNCH_GROUP', 'launch_group': {'executor': {'executor_id': 'e'%s},
         'task_group': {'tasks': [{'task_id': 'a', 'command': {}%s}]}}}
        """;

    // Then
    assertRefused(WALLS, launch("'command': {}, " + container), "/volumes/0/container_path");
    assertRefused(
        WALLS, launch("'command': {}, " + DISK.formatted(path)), "/volume/container_path");
    assertRefused(WALLS, pod(pod.formatted("", ", " + container)), "/volumes/0/container_path");
    assertRefused(WALLS, pod(pod.formatted(", " + container, "")), "/executor/container/volumes/0");
  }

  private static String pod(String json) {
    return json.replace('\'', '"');
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'type': 'DOCKER', 'docker': {'image': 'x'}",
        "'type': 'MESOS', 'mesos': {'image': {'type': 'DOCKER', 'docker': {'name': 'x'}}}"
      })
  void inAnImageAVolumeMayBeAnywhere(String image) {
    // Given
    String task =
        "'command': {}, 'container': {%s, %s}, %s"
            .formatted(image, VOLUME.formatted("/data"), DISK.formatted("/data"));

    // Then
    assertThat(Judged.verdict(WALLS, launch(task))).isEqualTo("allowed");
  }

  @ParameterizedTest
  @CsvSource({"data, walls", "/data, 'walls, host-paths: true'"})
  void withoutAnImageAVolumeIsInTheSandboxOrHostPathsAreAllowed(String path, String rule) {
    // Given
    String task =
        "'command': {}, 'container': {'type': 'MESOS', %s}".formatted(VOLUME.formatted(path));

    // Then
    assertThat(Judged.verdict("{rules: [{name: %s}]}".formatted(rule), launch(task)))
        .isEqualTo("allowed");
  }
}
