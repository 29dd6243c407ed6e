package io.mesosbridge.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.docs.CodeBlocks;
import io.mesosbridge.testkit.JsonTree;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples in docs/placement.md are placed. */
class DocumentedPlacementTest {

  private static final String OFFERS =
      """
      {"type":"OFFERS","offers":{"offers":[{"id":{"value":"o-1"},"agent_id":{"value":"agent-1"},
       "hostname":"host","allocation_info":{"role":"web"},
       "domain":{"fault_domain":{"region":{"name":"eu"},"zone":{"name":"eu-1a"}}},
       "attributes":[{"name":"rack","type":"TEXT","text":{"value":"r1"}}],"resources":[
       {"name":"cpus","type":"SCALAR","scalar":{"value":8}},
       {"name":"mem","type":"SCALAR","scalar":{"value":8192}},
       {"name":"ports","type":"RANGES","ranges":{"range":[{"begin":31000,"end":31010}]}}]},
       {"id":{"value":"o-2"},"agent_id":{"value":"agent-2"},
       "hostname":"of-gpus","allocation_info":{"role":"web"},"resources":[
       {"name":"cpus","type":"SCALAR","scalar":{"value":8}},
       {"name":"mem","type":"SCALAR","scalar":{"value":16384}},
       {"name":"gpus","type":"SCALAR","scalar":{"value":2}}]},
       {"id":{"value":"o-3"},"agent_id":{"value":"agent-3"},
       "hostname":"of-volume","allocation_info":{"role":"web"},"resources":[
       {"name":"cpus","type":"SCALAR","scalar":{"value":4}},
       {"name":"mem","type":"SCALAR","scalar":{"value":8192}},
       {"name":"ports","type":"RANGES","ranges":{"range":[{"begin":31500,"end":31500}]}},
       {"name":"disk","type":"SCALAR","scalar":{"value":1024},
        "reservations":[{"type":"DYNAMIC","role":"web","principal":"orders"}],
        "disk":{"persistence":{"id":"orders-db","principal":"orders"},
         "volume":{"container_path":"data","mode":"RW"}}}]}]}}\
      """;

  static List<String> examples() {
    return CodeBlocks.placements();
  }

  private static TermFixture placed(String example) {
    TermFixture bridge = TermFixture.subscribed();
    bridge.command(example);
    bridge.event(OFFERS);
    bridge.answer("ACCEPT", TermFixture.TAKEN);
    return bridge;
  }

  private static JsonNode result(TermFixture bridge) {
    return JsonTree.read(new String(bridge.kafka().result("mesos.commands-0-0"), UTF_8));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anExampleIsPlaced(String example) {
    // When
    TermFixture bridge = placed(example);

    // Then
    assertThat(result(bridge).path("outcome").asText()).isEqualTo("ACCEPTED");
  }

  @ParameterizedTest
  @CsvSource({"web.1, agent-1", "worker.1, agent-1", "trainer.1, agent-2", "orders-db.1, agent-3"})
  void eachOfMarathonsGetsTheAgentThatIsForIt(String taskId, String agentId) {
    // When
    TermFixture bridge = placed(exampleOf(taskId));

    // Then
    assertThat(result(bridge).path("agent_id").asText()).isEqualTo(agentId);
  }

  private static String exampleOf(String taskId) {
    return examples().stream()
        .filter(each -> each.contains("\"" + taskId + "\""))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"web", "worker"})
  void noOtherInstanceIsWhereTheFirstOneIsSinceConstraintsAllowNone(String app) {
    // Given
    TermFixture bridge = placed(exampleOf(app + ".1"));

    // When
    for (int instance = 2; instance <= 4; instance++) {
      bridge.command(exampleOf(app + ".1").replace(app + ".1", app + "." + instance));
      bridge.event(
          OFFERS
              .replaceFirst("(?s),\\s*\\{\"id\":\\{\"value\":\"o-2\".*", "]}}")
              .replace("o-1", "again-" + instance));
    }

    // Then
    assertThat(bridge.seen().launched()).containsExactly(app + ".1");
  }

  @Test
  void theOneOfPortsIsToldWhatThePageSays() {
    // When
    String example =
        examples().stream().filter(each -> each.contains("ports:2")).findFirst().orElseThrow();
    TermFixture bridge = placed(example);

    // Then
    assertThat(result(bridge).path("ports")).isEqualTo(JsonTree.read("{\"web-7\":[31000,31001]}"));
    JsonNode task =
        JsonTree.read(bridge.seen().calls("ACCEPT").get(0).call().toString())
            .at("/accept/operations/0/launch/task_infos/0");
    assertThat(
            StreamSupport.stream(task.at("/command/environment/variables").spliterator(), false)
                .map(each -> each.path("name").asText() + "=" + each.path("value").asText()))
        .containsExactly(
            "PORT0=31000",
            "PORT1=31001",
            "PORTS=31000,31001",
            "PORT_HTTP=31000",
            "PORT_ADMIN=31001");
    assertThat(task.at("/health_check/http/port").asInt()).isEqualTo(31000);
  }
}
