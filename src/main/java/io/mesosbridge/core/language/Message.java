package io.mesosbridge.core.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;

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
