package io.mesosbridge.core.preparation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.Command.CommandType;
import io.mesosbridge.core.language.CommandError.Refusal;
import io.mesosbridge.core.language.CommandReader;
import io.mesosbridge.core.language.CommandReader.Reading;
import io.mesosbridge.core.preparation.Preparation.Prepared;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

class ArbitraryCommandsProperties {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Names that mean something somewhere, so that random objects come close to commands. */
  private static final String[] NAMES = {
    "accept",
    "launch",
    "launch_group",
    "decline",
    "kill",
    "shutdown",
    "reconcile",
    "revive",
    "acknowledge",
    "message",
    "request",
    "requests",
    "update_framework",
    "framework_info",
    "offer_ids",
    "operations",
    "type",
    "task_infos",
    "task_id",
    "task_group",
    "tasks",
    "executor",
    "executor_id",
    "agent_id",
    "framework_id",
    "resources",
    "reservations",
    "name",
    "scalar",
    "value",
    "ranges",
    "range",
    "begin",
    "end",
    "set",
    "item",
    "role",
    "roles",
    "disk",
    "id",
    "user",
    "filters",
    "uuid",
    "data",
    "expires_at",
    "deadline",
    "other/~\""
  };

  private static final String[] WORDS = {
    "", "offer-1", "db-1", "agent-1", "framework-1", "LAUNCH", "LAUNCH_GROUP", "RESERVE", "SCALAR",
    "RANGES", "SET", "cpus:1", "cpus(web):1;ports:[1-2]", "ports:[", "*", "a", "PT1S", "\u00e9\n"
  };

  @Provide
  Arbitrary<JsonNode> json() {
    return json(4);
  }

  /** No deeper than that: without a bound one value in many thousands takes all memory. */
  private static Arbitrary<JsonNode> json(int depth) {
    Arbitrary<JsonNode> leaf =
        Arbitraries.oneOf(
            Arbitraries.of(WORDS).map(NODES::textNode),
            Arbitraries.bigDecimals().map(NODES::numberNode),
            Arbitraries.of(true, false).map(NODES::booleanNode),
            Arbitraries.just(NODES.nullNode()));
    if (depth == 0) {
      return leaf;
    }
    Arbitrary<JsonNode> inner = json(depth - 1);
    return Arbitraries.frequencyOf(
        Tuple.of(4, leaf),
        Tuple.of(1, inner.list().ofMaxSize(3).map(list -> NODES.arrayNode().addAll(list))),
        Tuple.of(
            1,
            Arbitraries.maps(Arbitraries.of(NAMES), inner)
                .ofMaxSize(5)
                .map(fields -> (ObjectNode) NODES.objectNode().setAll(fields))));
  }

  @Property(tries = 3_000)
  void anyPayloadIsPreparedOrRefused(
      @ForAll CommandType type, @ForAll("json") JsonNode payload, @ForAll("json") JsonNode other) {
    // Given
    ObjectNode command = NODES.objectNode().put("type", type.name());
    command.set(type.payload(), payload);
    command.set("other", other);

    // When
    Prepared prepared = Carrying.carry(command.toString());

    // Then
    assertThat(prepared).isNotNull();
  }

  @Provide
  Arbitrary<String> examples() throws Exception {
    return Arbitraries.of(ExamplesTest.examples().toList());
  }

  @Property(tries = 5_000)
  void anExampleWithAnythingInAnyPlaceIsPreparedOrRefused(
      @ForAll("examples") String example,
      @ForAll @IntRange(min = 0, max = 1_000) int place,
      @ForAll("json") JsonNode other)
      throws IOException {
    // Given
    JsonNode command = Carrying.json(ExamplesTest.text(example + ".json"));
    List<Runnable> replacements = new ArrayList<>();
    collect(command, other, replacements);
    replacements.get(place % replacements.size()).run();

    // When
    Prepared prepared = Carrying.carry(command.toString());

    // Then
    assertThat(prepared).isNotNull();
  }

  private static void collect(JsonNode node, JsonNode other, List<Runnable> replacements) {
    if (node instanceof ObjectNode object) {
      object.fieldNames().forEachRemaining(name -> replacements.add(() -> object.set(name, other)));
    } else if (node instanceof ArrayNode list) {
      IntStream.range(0, list.size())
          .forEach(index -> replacements.add(() -> list.set(index, other)));
    }
    node.forEach(child -> collect(child, other, replacements));
  }

  @Property(tries = 3_000)
  void anyBytesAreReadOrRefused(@ForAll byte[] value) {
    // Given
    CommandReader reader = new CommandReader(Optional.empty(), 100_000);

    // When
    Reading reading = reader.read(value, new Command.Source("mesos.commands", 0, 0, null));

    // Then
    assertThat(reading).isInstanceOf(Refusal.class);
  }

  @Property(tries = 1_000)
  void unknownFieldsArePassedOnAsWritten(@ForAll("json") JsonNode other) {
    // Given
    String text = "{\"new\":%1$s,\"type\":\"KILL\",\"kill\":{\"task_id\":\"t\",\"new\":%1$s}}";
    String sent =
        "{\"framework_id\":{\"value\":\"framework-1\"},\"new\":%1$s,\"type\":\"KILL\","
            + "\"kill\":{\"task_id\":{\"value\":\"t\"},\"new\":%1$s}}";

    // When
    Prepared prepared = Carrying.carry(text.formatted(other));

    // Then
    String body = ((Prepared.Ready) prepared).call().toString();
    assertThat(body).isEqualTo(sent.formatted(other));
  }
}
