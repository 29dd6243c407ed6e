package io.mesosbridge.core.language;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.core.language.Command.CommandType;
import io.mesosbridge.core.language.Shape.Field;
import io.mesosbridge.core.language.Shape.ListOf;
import io.mesosbridge.core.language.Shape.Message;
import io.mesosbridge.core.language.Shape.Operation;
import io.mesosbridge.core.language.TextShapes.MesosId;
import io.mesosbridge.core.language.TextShapes.ResourceList;
import io.mesosbridge.core.language.TextShapes.Role;
import io.mesosbridge.core.language.TextShapes.Text;
import io.mesosbridge.core.language.TextShapes.Uuid;
import io.mesosbridge.testkit.AsyncApi;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The schemas of commands in docs/asyncapi.yaml say what the bridge reads of them. */
class CommandSchemasTest {

  private final AsyncApi api = AsyncApi.read();

  @Test
  void thereIsOneForEachType() {
    // When
    List<String> types = new ArrayList<>();
    api.schema("command").path("oneOf").forEach(one -> types.add(type(one)));

    // Then
    assertThat(types).isEqualTo(List.of(CommandType.values()).stream().map(Enum::name).toList());
  }

  private String type(JsonNode command) {
    return api.follow(command).at("/properties/type/const").asText();
  }

  private JsonNode schema(CommandType type) {
    for (JsonNode one : api.schema("command").path("oneOf")) {
      if (type(one).equals(type.name())) {
        return api.follow(one);
      }
    }
    throw new AssertionError("no schema for " + type);
  }

  @ParameterizedTest
  @EnumSource
  void besidesItsPayloadACommandHasTheBridgesOwnFieldsAlone(CommandType type) {
    // Given
    Set<String> own = new HashSet<>(CommonFields.OWN);
    own.add("type");
    if (type != CommandType.SUBSCRIBE) {
      own.add(type.payload());
    }
    if (type.isShorthand()) {
      own.addAll(WishFields.NAMES);
    }

    // When
    JsonNode schema = schema(type);

    // Then
    assertThat(names(schema.path("properties").fieldNames())).isEqualTo(own);
    if (type.isShorthand()) {
      JsonNode payload = api.follow(schema.path("properties").path(type.payload()));
      assertThat(names(payload.path("properties").fieldNames())).containsAll(WishFields.NAMES);
    }
  }

  private static Set<String> names(Iterator<String> fields) {
    Set<String> names = new HashSet<>();
    fields.forEachRemaining(names::add);
    return names;
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SUBSCRIBE") // which must have no payload
  void thePayloadIsAsTheBridgeReadsIt(CommandType type) {
    mustSay(Message.of(CallShapes.payload(type)), schema(type), type.name());
  }

  private void mustSay(Shape shape, JsonNode reference, String at) {
    JsonNode schema = api.follow(reference);
    if (shape instanceof Message message) {
      assertThat(schema.path("type").asText()).as(at).isEqualTo("object");
      message.fields().forEach(field -> mustHave(field, schema, at + "/" + field.name()));
    } else if (shape instanceof ListOf list) {
      assertThat(schema.path("type").asText()).as(at).isEqualTo("array");
      assertThat(schema.path("minItems").asInt(0)).as(at).isEqualTo(list.minimum());
      mustSay(list.item(), schema.path("items"), at + "/items");
    } else if (shape instanceof Operation operation) {
      Set<String> types = new HashSet<>();
      for (JsonNode one : schema.path("oneOf")) {
        String type = type(one);
        Shape payload = operation.payloads().get(type);
        types.add(type);
        mustHave(
            Field.required(type.toLowerCase(Locale.ROOT), payload),
            api.follow(one),
            at + "/" + type);
      }
      assertThat(types).as(at).isEqualTo(operation.payloads().keySet());
    } else if (shape instanceof Text) {
      assertThat(schema.path("type").asText()).as(at).isEqualTo("string");
    } else {
      assertThat(reference.path("$ref").asText()).as(at).matches(".*/(" + named(shape) + ")");
    }
  }

  private void mustHave(Field field, JsonNode schema, String at) {
    JsonNode property = schema.path("properties").path(field.name());
    assertThat(property.isMissingNode()).as(at).isFalse();
    assertThat(schema.path("required").toString().contains("\"" + field.name() + "\""))
        .as(at + " is required")
        .isEqualTo(field.required());
    mustSay(field.shape(), property, at);
  }

  /** Which schemas stand for it. */
  private static String named(Shape shape) {
    if (shape instanceof MesosId id) {
      return id.isNew() ? "newId" : "idInCommand|frameworkGuard";
    } else if (shape instanceof Uuid) {
      return "uuid";
    } else if (shape instanceof Role) {
      return "role";
    }
    assertThat(shape).isInstanceOf(ResourceList.class);
    return "resourceList";
  }
}
