package io.mesosbridge.core.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.config.NearestName;
import java.util.Locale;
import java.util.Map;

/** One of the operations that ACCEPT knows, each with its payload in a field of its own. */
record Operation(Map<String, Shape> payloads) implements Shape {

  @Override
  public JsonNode read(JsonNode value, Pointer at) {
    if (!(value instanceof ObjectNode operation)) {
      throw wrongType(value, at, "an object");
    }
    Field.required("type", new Text("LAUNCH")).read(operation, at);
    Field.optional("id", Id.of("reserve-1")).read(operation, at);
    String type = operation.get("type").textValue();
    Shape payload = payloads.get(type);
    if (payload == null) {
      throw RefusedException.invalid(at.field("type"), unknown(type));
    }
    Field.required(type.toLowerCase(Locale.ROOT), payload).read(operation, at);
    if (type.startsWith("LAUNCH") && operation.hasNonNull("id")) {
      throw RefusedException.invalid(
          at.field("id"), "makes Mesos refuse the tasks; leave it out: tasks report by themselves");
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
