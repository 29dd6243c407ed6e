package io.mesosbridge.config.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused of the file that bridge.framework.info-file names. */
class InfoFileTest {

  private static final String KEY = "bridge.framework.info-file";

  @TempDir private Path folder;

  private List<String> problems(String json) throws IOException {
    Path file = Files.writeString(folder.resolve("framework.json"), json);
    return ConfigCheckTest.problems(Map.of(KEY, file.toString()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          no JSON                                      | holds no JSON
          []                                           | holds no JSON object
          {"id":{"value":"f"}}                         | has an id, which belongs in
          {"checkpoint":"yes"}                         | has "checkpoint": "yes", which should be as in
          {"failover_timeout":"Infinity"}              | as in "failover_timeout": 604800.0
          {"failover_timeout":-1}                      | as in "failover_timeout": 604800.0
          {"failover_timeout":1e999}                   | as in "failover_timeout": 604800.0
          {"capabilities":[5]}                         | as in "capabilities": [{"type": "MULTI_ROLE"}]
          {"capabilities":{"type":"MULTI_ROLE"}}       | as in "capabilities": [{"type": "MULTI_ROLE"}]
          {"roles":"web"}                              | as in "roles": ["web"]
          {"roles":[1]}                                | as in "roles": ["web"]
          {"roles":["web","web"]}                      | as in "roles": ["web"]
          {"roles":["a b"]}                            | as in "roles": ["web"]
          {"labels":[{"key":"a"}]}                     | as in "labels": {"labels": [{"key": "team"
          {"user":1}                                   | as in "user": "web"
          {"webui_url":{}}                             | as in "webui_url": "web"
          """)
  void aFileThatIsNoFrameworkInfoIsRefusedWithKeyFileAndExample(String json, String reason)
      throws IOException {
    assertThat(problems(json))
        .singleElement()
        .asString()
        .startsWith(KEY + "=" + folder.resolve("framework.json") + " ")
        .contains(reason)
        .endsWith("; valid is for example " + KEY + "=/etc/mesos-kafka-bridge/framework.json");
  }

  @Test
  void aWholeFrameworkInfoIsTaken() throws IOException {
    // Given
    String json =
        """
        {"user":"root","name":"web","roles":["web"],"checkpoint":true,"failover_timeout":604800,
         "capabilities":[{"type":"PARTITION_AWARE"}],"hostname":null,"new":5,
         "labels":{"labels":[{"key":"team","value":"web"},{"key":"alone"}]}}""";

    // When
    List<String> problems = problems(json);

    // Then
    assertThat(problems).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          []                | holds no JSON object
          {"name": }        | holds no JSON (Unexpected character
          ''                | holds no JSON object
          {"id": {}}        | has an id, which belongs in bridge.framework.id
          """)
  void refusesAnInfoFileThatIsNoFrameworkInfo(
      String content, String reason, @TempDir Path directory) throws IOException {
    // Given
    Path file = Files.writeString(directory.resolve("framework.json"), content);

    // When
    List<String> problems =
        ConfigCheckTest.problems(Map.of("bridge.framework.info-file", file.toString()));

    // Then
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0)).contains(file.toString(), reason);
  }
}
