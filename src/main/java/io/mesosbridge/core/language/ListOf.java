package io.mesosbridge.core.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

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
