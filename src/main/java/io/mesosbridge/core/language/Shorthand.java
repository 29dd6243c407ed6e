package io.mesosbridge.core.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes a LAUNCH or LAUNCH_GROUP out as the ACCEPT that it stands for. */
final class Shorthand {

  private Shorthand() {}

  static void writeOut(ObjectNode call, CommandType type) {
    ObjectNode launch = (ObjectNode) call.remove(type.payload());
    ObjectNode accept = call.put("type", CommandType.ACCEPT.name()).putObject("accept");
    move("offer_ids", launch, accept);
    ObjectNode operation = accept.putArray("operations").addObject();
    operation.put("type", type.name()).set(type.payload(), launch);
    move("filters", launch, accept);
  }

  private static void move(String field, ObjectNode from, ObjectNode to) {
    JsonNode value = from.remove(field);
    if (value != null && !value.isNull()) {
      to.set(field, value);
    }
  }
}
