package io.mesosbridge.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import io.mesosbridge.core.Fact.FrameworkRecord;
import io.mesosbridge.core.Fact.Suspected;
import io.mesosbridge.core.LeaderClaim;
import io.mesosbridge.core.command.CommandResult;
import io.mesosbridge.core.command.Intent;
import io.mesosbridge.core.command.KeptLaunch;
import io.mesosbridge.core.command.LaunchTable;
import io.mesosbridge.core.command.SettledCommands;
import io.mesosbridge.core.task.LiveTask;
import io.mesosbridge.testkit.AsyncApi;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the bridge writes of its own has the fields that its schemas in docs/asyncapi.yaml have. */
class RecordFieldsTest {

  private static final Map<Type, String> SIMPLE =
      Map.of(
          String.class, "string",
          int.class, "integer",
          Integer.class, "integer",
          long.class, "integer",
          Long.class, "integer",
          double.class, "number",
          Double.class, "number",
          boolean.class, "boolean",
          byte[].class, "bytes",
          JsonNode.class, "anything");

  private final AsyncApi api = AsyncApi.read();

  static List<Arguments> records() {
    return List.of(
        Arguments.of(CommandResult.class, "commandResult"),
        Arguments.of(LiveTask.class, "task"),
        Arguments.of(LaunchTable.Row.class, "launch"),
        Arguments.of(FrameworkRecord.class, "frameworkState"),
        Arguments.of(LeaderClaim.class, "leaderState"),
        Arguments.of(Intent.class, "intentState"),
        Arguments.of(KeptLaunch.class, "waitingLaunchState"),
        Arguments.of(SettledCommands.Kept.class, "settledCommandsState"),
        Arguments.of(Suspected.class, "suspectState"));
  }

  @ParameterizedTest
  @MethodSource("records")
  void theSchemaHasTheFieldsOfTheRecordAndNoOthers(Class<?> record, String schema) {
    // When
    Object described = describedBy(api.schema(schema));

    // Then
    assertThat(described).isEqualTo(inJson(record));
  }

  /** The type as it stands in JSON: a word, a list, or fields by their names. */
  private static Object inJson(Type type) {
    if (SIMPLE.containsKey(type)) {
      return SIMPLE.get(type);
    }
    if (type instanceof ParameterizedType of) {
      Type[] arguments = of.getActualTypeArguments();
      return of.getRawType() == Map.class
          ? Map.of("*", inJson(arguments[1]))
          : List.of(inJson(arguments[0]));
    }
    Class<?> itself = (Class<?>) type;
    if (itself.isEnum()) {
      return Arrays.stream(itself.getEnumConstants()).map(Object::toString).toList();
    }
    Map<String, Object> fields = new TreeMap<>();
    for (RecordComponent component : itself.getRecordComponents()) {
      if (!component.getAccessor().isAnnotationPresent(JsonIgnore.class)) {
        fields.put(
            new SnakeCaseStrategy().translate(component.getName()),
            inJson(component.getGenericType()));
      }
    }
    return fields;
  }

  /** The same of a schema. */
  private Object describedBy(JsonNode reference) {
    JsonNode schema = api.follow(reference);
    if (schema.has("oneOf")) {
      return describedBy(schema.path("oneOf").get(0)); // the other one is null, or one item alone
    }
    if (schema.has("enum")) {
      List<String> values = new ArrayList<>();
      schema.path("enum").forEach(value -> values.add(value.textValue()));
      return values;
    }
    if (schema.has("additionalProperties")) {
      return Map.of("*", describedBy(schema.path("additionalProperties")));
    }
    if (schema.has("properties")) {
      Map<String, Object> fields = new TreeMap<>();
      schema
          .path("properties")
          .properties()
          .forEach(field -> fields.put(field.getKey(), describedBy(field.getValue())));
      return fields;
    }
    if (schema.has("items")) {
      return List.of(describedBy(schema.path("items")));
    }
    JsonNode type = schema.path("type");
    String word = type.isArray() ? type.get(0).asText() : type.asText("anything");
    return schema.has("contentEncoding") ? "bytes" : word;
  }
}
