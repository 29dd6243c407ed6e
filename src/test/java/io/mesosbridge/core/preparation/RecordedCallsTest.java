package io.mesosbridge.core.preparation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.core.mesos.MesosVersion;
import io.mesosbridge.core.preparation.Preparation.Context;
import io.mesosbridge.core.preparation.Preparation.Prepared;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls that a real master accepted, against what the bridge makes of them in shorter form. */
class RecordedCallsTest {

  static Stream<JsonNode> recorded() throws IOException {
    try (var file =
        new BufferedReader(
            new InputStreamReader(
                RecordedCallsTest.class.getResourceAsStream(
                    "/commands/accepted-by-a-real-master.jsonl"),
                StandardCharsets.UTF_8))) {
      return file.lines().map(Carrying::json).toList().stream();
    }
  }

  private static Context context(JsonNode recording) {
    return new Context(
        recording.at("/call/framework_id/value").asText(),
        Set.of("test"),
        MesosVersion.NEWEST,
        TestOfferLookup.of(recording.get("offers")),
        new KnownTasks(List.of()),
        Set.of());
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void aCallInMesosFormIsPassedOnAsItIs(JsonNode recording) {
    // Given
    JsonNode call = recording.get("call");

    // When
    Prepared prepared = Carrying.carry(call.toString(), context(recording));

    // Then
    assertThat(Carrying.call(prepared)).isEqualTo(call);
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void aCallWithoutWhatTheBridgeKnowsBecomesTheSame(JsonNode recording) {
    // Given
    JsonNode call = recording.get("call");
    String shorter = shortened(call.deepCopy(), call.has("accept")).toString();

    // When
    Prepared prepared = Carrying.carry(shorter, context(recording));

    // Then
    assertThat(Carrying.call(prepared)).isEqualTo(call);
  }

  /** Without what the bridge fills in, ids as strings. */
  private static JsonNode shortened(JsonNode node, boolean isAccept) {
    if (node instanceof ArrayNode list) {
      for (int i = 0; i < list.size(); i++) {
        list.set(i, shortened(list.get(i), isAccept));
      }
    }
    if (node instanceof ObjectNode object) {
      object.remove(List.of("framework_id", "allocation_info"));
      if (isAccept) {
        object.remove("agent_id");
      }
      if (object.has("name") && object.get("name").equals(object.at("/task_id/value"))) {
        object.remove("name");
      }
      object.properties().forEach(field -> field.setValue(shortenedField(field, isAccept)));
    }
    return node;
  }

  private static JsonNode shortenedField(Map.Entry<String, JsonNode> field, boolean isAccept) {
    JsonNode value = field.getValue();
    boolean isId = field.getKey().endsWith("id") && value.path("value").isTextual();
    return isId ? value.get("value") : shortened(value, isAccept);
  }
}
