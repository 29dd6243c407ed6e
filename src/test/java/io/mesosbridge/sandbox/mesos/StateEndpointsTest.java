package io.mesosbridge.sandbox.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a notebook reads of a cluster to warm up. */
class StateEndpointsTest {

  private final SimulatedCluster cluster =
      SimulatedCluster.builder()
          .agents(2)
          .allocationInterval(Duration.ofMillis(20))
          .timeStandsStill()
          .start();
  private final TestFramework framework = TestFramework.subscribe(cluster);

  @AfterEach
  void stop() {
    cluster.close();
  }

  private static HttpResponse<String> get(String url) {
    return TestFramework.send(
        HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
  }

  @Test
  void theTasksOfALostAgentAreUnreachable() throws IOException {
    // Given
    framework.launch("stranded", "sleep 1000");
    String agent = SimJson.idIn(framework.update(), "agent_id");

    // When
    cluster.faults().agents().lose(agent);

    // Then
    JsonNode shown = json("/state").at("/frameworks/0");
    assertThat(shown.path("tasks")).isEmpty();
    assertThat(shown.at("/unreachable_tasks/0/id").asText()).isEqualTo("stranded");
    assertThat(shown.at("/unreachable_tasks/0/state").asText()).isEqualTo("TASK_LOST");
    assertThat(shown.at("/used_resources/cpus").asDouble()).isZero();
  }

  @Test
  void noneSpeaksHttp2HoweverMuchAClientWantsIt() throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    for (String url : List.of(cluster.url() + "/version", agentUrl() + "/state")) {
      // When
      HttpResponse<String> response =
          client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());

      // Then
      assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
      assertThat(response.statusCode()).isEqualTo(200);
    }
  }

  private String agentUrl() throws IOException {
    return "http://127.0.0.1:" + json("/slaves").at("/slaves/0/port").asInt();
  }

  private JsonNode json(String path) throws IOException {
    return SimJson.MAPPER.readTree(get(cluster.url() + path).body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/state", "/state.json", "/master/state"})
  void theStateHasVersionFrameworksAndSlaves(String path) throws IOException {
    // Given
    framework.launch("shown", "sleep 1000");
    framework.update();

    // When
    JsonNode state = json(path);

    // Then
    assertThat(state.path("version").asText()).isEqualTo("1.12.0");
    assertThat(state.at("/frameworks/0/id").asText()).isEqualTo(framework.id());
    assertThat(state.at("/frameworks/0/tasks/0/state").asText()).isEqualTo("TASK_STARTING");
    assertThat(state.path("slaves")).hasSize(2);
    assertThat(state.at("/slaves/0/resources/cpus").asDouble()).isEqualTo(4.0);
    assertThat(state.at("/slaves/0/resources/ports").asText()).isEqualTo("[31000-32000]");
  }

  @Test
  void anAgentsStateIsAtItsOwnAddressAndBehindTheMasters() throws IOException {
    // Given
    framework.launch("shown", "sleep 1000");
    framework.update();
    JsonNode slave = json("/slaves").at("/slaves/0");

    // When
    String own = slave.path("pid").asText().replaceFirst("(.*)@(.*)", "http://$2/$1/state");
    JsonNode state = SimJson.MAPPER.readTree(get(own).body());

    // Then
    assertThat(state).isEqualTo(json("/slave(1)/state"));
    assertThat(state.path("version").asText()).isEqualTo("1.12.0");
    assertThat(state.at("/frameworks/0/id").asText()).isEqualTo(framework.id());
    assertThat(state.at("/slaves/0/id")).isEqualTo(slave.path("id"));
  }

  @Test
  void frameworksAndMetricsTellWhatThereIs() throws IOException {
    // When
    JsonNode metrics = json("/metrics/snapshot");

    // Then
    assertThat(json("/frameworks").at("/frameworks/0/name").asText()).isEqualTo("test");
    assertThat(metrics.path("master/elected").asDouble()).isEqualTo(1.0);
    assertThat(metrics.path("master/slaves_active").asDouble()).isEqualTo(2.0);
    assertThat(metrics.path("master/cpus_total").asDouble()).isEqualTo(8.0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/quota", "/master/roles", "/slave(9)/state", "/anything"})
  void allElseSaysThatItIsNotSimulated(String path) {
    // When
    var answer = get(cluster.url() + path);

    // Then
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body())
        .contains(path.replace("/master", "") + " is not simulated")
        .contains("quota", "min_allocatable_resources", "/api/v1/scheduler");
  }
}
