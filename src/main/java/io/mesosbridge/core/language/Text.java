package io.mesosbridge.core.language;

import com.fasterxml.jackson.databind.JsonNode;

/** A string. */
record Text(String word) implements Shape {

  @Override
  public JsonNode read(JsonNode value, Pointer at) {
    if (!value.isTextual()) {
      throw wrongType(value, at, "a string");
    }
    return value;
  }

  @Override
  public String example() {
    return '"' + word + '"';
  }
}
