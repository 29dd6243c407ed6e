package io.mesosbridge.core.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.config.Converters.NearestName;
import io.mesosbridge.core.language.CommandError.Pointer;
import io.mesosbridge.core.language.CommandError.Refusal.RefusedException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What Mesos wants to find in a field, and how to bring what stands there into that form. */
sealed interface Shape
    permits Shape.Message,
        Shape.ListOf,
        Shape.Operation,
        TextShapes.Text,
        TextShapes.MesosId,
        TextShapes.Uuid,
        TextShapes.Role,
        TextShapes.ResourceList {

  /**
   * The value in Mesos' form: the value itself where it is that already.
   *
   * @throws RefusedException with INVALID when it cannot be brought into the form
   */
  JsonNode read(JsonNode value, Pointer at);

  /** How one may be written, in JSON. */
  String example();

  /** Refuses the value because of its type. */
  default RefusedException wrongType(JsonNode value, Pointer at, String right) {
    return RefusedException.invalid(
        at, "is " + kindOf(value) + "; it should be " + right + ", for example " + example());
  }

  private static String kindOf(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "a list";
      case OBJECT -> "an object";
      case STRING -> value.textValue().isEmpty() ? "empty" : "a string";
      case NUMBER -> "a number";
      case BOOLEAN -> value.asText();
      default -> "null";
    };
  }

  /** A field of a Mesos message that the bridge looks at. */
  record Field(String name, Shape shape, boolean required) {

    static Field required(String name, Shape shape) {
      return new Field(name, shape, true);
    }

    static Field optional(String name, Shape shape) {
      return new Field(name, shape, false);
    }

    /** Brings the field of that message into Mesos' form. */
    void read(ObjectNode message, Pointer at) {
      JsonNode value = message.get(name);
      if (value == null || value.isNull()) {
        if (required) {
          throw RefusedException.invalid(
              at.field(name), "is missing; write for example " + example());
        }
        return;
      }
      message.set(name, shape.read(value, at.field(name)));
    }

    String example() {
      return '"' + name + "\": " + shape.example();
    }
  }

  /** A message of Mesos: fields that are not named here are nobody's business but Mesos'. */
  record Message(List<Field> fields) implements Shape {

    static Message of(Field... fields) {
      return new Message(List.of(fields));
    }

    @Override
    public JsonNode read(JsonNode value, Pointer at) {
      if (!(value instanceof ObjectNode message)) {
        throw wrongType(value, at, "an object");
      }
      for (Field field : fields) {
        field.read(message, at);
      }
      return message;
    }

    @Override
    public String example() {
      return fields.stream()
          .filter(Field::required)
          .map(Field::example)
          .collect(Collectors.joining(", ", "{", "}"));
    }
  }

  /** A list of which each item has the shape, and which has at least so many of them. */
  record ListOf(Shape item, int minimum) implements Shape {

    @Override
    public JsonNode read(JsonNode value, Pointer at) {
      if (!(value instanceof ArrayNode list)) {
        throw wrongType(value, at, "a list");
      }
      if (list.size() < minimum) {
        throw RefusedException.invalid(at, "is empty; write for example " + example());
      }
      for (int i = 0; i < list.size(); i++) {
        list.set(i, item.read(list.get(i), at.item(i)));
      }
      return list;
    }

    @Override
    public String example() {
      return "[" + item.example() + "]";
    }
  }

  /** One of the operations that ACCEPT knows, each with its payload in a field of its own. */
  record Operation(Map<String, Shape> payloads) implements Shape {

    @Override
    public JsonNode read(JsonNode value, Pointer at) {
      if (!(value instanceof ObjectNode operation)) {
        throw wrongType(value, at, "an object");
      }
      Field.required("type", new TextShapes.Text("LAUNCH")).read(operation, at);
      Field.optional("id", TextShapes.MesosId.of("reserve-1")).read(operation, at);
      String type = operation.get("type").textValue();
      Shape payload = payloads.get(type);
      if (payload == null) {
        throw RefusedException.invalid(at.field("type"), unknown(type));
      }
      Field.required(type.toLowerCase(Locale.ROOT), payload).read(operation, at);
      if (type.startsWith("LAUNCH") && operation.hasNonNull("id")) {
        throw RefusedException.invalid(
            at.field("id"),
            "makes Mesos refuse the tasks; leave it out: tasks report by themselves");
      }
      return operation;
    }

    private String unknown(String type) {
      return "is no operation that Mesos knows: "
          + type
          + NearestName.near(type, payloads.keySet())
              .map(near -> "; did you mean " + near + "?")
              .orElse("; it should be one of " + String.join(", ", payloads.keySet()));
    }

    @Override
    public String example() {
      return "{\"type\": \"LAUNCH\", \"launch\": " + payloads.get("LAUNCH").example() + "}";
    }
  }
}
