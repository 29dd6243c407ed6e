package io.mesosbridge.examples.streams;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TasksTopologyTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant START = Instant.parse("2030-01-31T12:00:00Z");

  private TopologyTestDriver driver;
  private TestInputTopic<String, String> tasks;
  private TestInputTopic<String, String> launches;
  private TestInputTopic<String, String> updates;
  private TestOutputTopic<String, String> byAgent;
  private TestOutputTopic<String, String> flapping;

  @BeforeEach
  void start() {
    Properties settings = Main.settings("127.0.0.1:1");
    driver =
        new TopologyTestDriver(TasksTopology.build(new StreamsConfig(settings)), settings, START);
    tasks = input(TasksTopology.TASKS);
    launches = input(TasksTopology.LAUNCHES);
    updates = input(TasksTopology.UPDATES);
    byAgent = output(TasksTopology.TASKS_BY_AGENT);
    flapping = output(TasksTopology.FLAPPING);
  }

  @AfterEach
  void end() {
    driver.close();
  }

  @Test
  void anAgentHasItsLiveTasksAndNoRowWithoutAny() {
    // Given
    row("web-1", "S0", "TASK_RUNNING");
    row("web-2", "S0", "TASK_STARTING");
    row("web-2", "S0", "TASK_RUNNING");
    Map<String, String> both = byAgent.readKeyValuesToMap();

    // When
    tasks.pipeInput("web-1", (String) null);
    tasks.pipeInput("web-2", (String) null);

    // Then
    assertThat(json(both.get("S0")).path("tasks"))
        .isEqualTo(json("{'web-1':'TASK_RUNNING','web-2':'TASK_RUNNING'}"));
    assertThat(json(both.get("S0")).path("hostname").asText()).isEqualTo("S0.example.org");
    assertThat(byAgent.readKeyValuesToMap()).containsEntry("S0", null);
  }

  @Test
  void aTaskThatWaitsIsShownWithWhatItLacksUntilItLives() {
    // Given
    launches.pipeInput(
        "deploy-42",
        text(
            "{'command_id':'deploy-42','task_ids':['web-1','web-2'],"
                + "'lacks':[{'reason':'cpus','agents':2},{'reason':'hostname UNIQUE','agents':1}]}"));
    Map<String, String> waiting = byAgent.readKeyValuesToMap();

    // When
    row("web-1", "S0", "TASK_STAGING");
    launches.pipeInput("deploy-42", (String) null);

    // Then
    assertThat(json(waiting.get("waiting")).path("tasks"))
        .isEqualTo(json("{'web-1':'cpus, hostname UNIQUE','web-2':'cpus, hostname UNIQUE'}"));
    Map<String, String> placed = byAgent.readKeyValuesToMap();
    assertThat(placed).containsEntry("waiting", null);
    assertThat(json(placed.get("S0")).path("tasks")).isEqualTo(json("{'web-1':'TASK_STAGING'}"));
  }

  @Test
  void aRowWithoutAgentIsShownToo() {
    // When
    tasks.pipeInput("web-1", text("{'task_id':'web-1','state':'TASK_UNKNOWN'}"));

    // Then
    assertThat(byAgent.readKeyValuesToMap()).containsOnlyKeys("unknown");
  }

  @Test
  void threeBadEndsOfAGroupSoonAfterEachOtherAreFlapping() {
    // When
    update("web-1", "TASK_FAILED", 0, "u1");
    update("web-2", "TASK_LOST", 50, "u2");
    update("web.3", "TASK_FAILED", 100, "u3");

    // Then
    KeyValue<String, String> alert = flapping.readKeyValue();
    assertThat(alert.key).isEqualTo("web");
    assertThat(json(alert.value).path("ends").asInt()).isEqualTo(3);
    assertThat(json(alert.value).path("since").asText()).isEqualTo(START.toString());
    assertThat(json(alert.value).path("last").findValuesAsText("task_id"))
        .containsExactly("web-1", "web-2", "web.3");
    assertThat(flapping.isEmpty()).isTrue();
  }

  @Test
  void endsOfSeveralGroupsOrFarApartOrAsWantedAreNone() {
    // When
    update("web-1", "TASK_FAILED", 0, "u1");
    update("web-2", "TASK_FAILED", 10, "u2");
    update("db-1", "TASK_FAILED", 20, "u3");
    update("web-3", "TASK_KILLED", 30, "u4");
    update("web-4", "TASK_FINISHED", 40, "u5");
    update("web-5", "TASK_RUNNING", 50, "u6");
    update("web-6", "TASK_FAILED", 71, "u7");

    // Then
    assertThat(flapping.readValuesToList()).isEmpty();
  }

  @Test
  void repeatedUpdatesAndWhatTheBridgePlacesAgainDoNotCount() {
    // When
    update("web-1", "TASK_FAILED", 0, "u1");
    update("web-1", "TASK_FAILED", 1, "u1");
    update("web-2", "TASK_DROPPED", 2, "u2", "mesos-placed-again");
    update("web-2", "TASK_FAILED", 3, "u3");

    // Then
    assertThat(flapping.readValuesToList()).isEmpty();
  }

  @Test
  void anEndThatIsReadLateMakesOneOfTwoSessions() {
    // Given
    update("web-1", "TASK_FAILED", 0, "u1");
    update("web-3", "TASK_FAILED", 100, "u3");

    // When
    update("web-2", "TASK_FAILED", 50, "u2");

    // Then
    assertThat(json(flapping.readValue()).path("last").findValuesAsText("task_id"))
        .containsExactly("web-1", "web-2", "web-3");
  }

  private void row(String taskId, String agentId, String state) {
    tasks.pipeInput(
        taskId,
        text(
            "{'task_id':'%s','agent_id':'%s','hostname':'%s.example.org','state':'%s'}"
                .formatted(taskId, agentId, agentId, state)));
  }

  private void update(String taskId, String state, int second, String ceId, String... more) {
    RecordHeaders headers = new RecordHeaders();
    headers.add("ce_id", ceId.getBytes(StandardCharsets.UTF_8));
    List.of(more).forEach(name -> headers.add(name, "true".getBytes(StandardCharsets.UTF_8)));
    updates.pipeInput(
        new TestRecord<>(
            taskId,
            text("{'task_id':{'value':'%s'},'state':'%s'}".formatted(taskId, state)),
            headers,
            START.plus(Duration.ofSeconds(second))));
  }

  private TestInputTopic<String, String> input(String topic) {
    return driver.createInputTopic(topic, new StringSerializer(), new StringSerializer());
  }

  private TestOutputTopic<String, String> output(String topic) {
    return driver.createOutputTopic(topic, new StringDeserializer(), new StringDeserializer());
  }

  private static String text(String json) {
    return json.replace('\'', '"');
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text(text));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
