package io.mesosbridge.core.language;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;

/** The uuid of an update: 16 bytes in base64, as a plain string. */
record Uuid() implements Shape {

  private static final int BYTES = 16;

  @Override
  public JsonNode read(JsonNode value, Pointer at) {
    if (value.isObject()) {
      throw wrongType(
          value, at, "a string, although the event of an operation has it as {\"value\": string}");
    }
    if (!value.isTextual()) {
      throw wrongType(value, at, "a string");
    }
    if (!isUuid(value.textValue())) {
      throw RefusedException.invalid(
          at, "is not 16 bytes in base64; copy it from the update, for example " + example());
    }
    return value;
  }

  private static boolean isUuid(String text) {
    try {
      return Base64.getDecoder().decode(text).length == BYTES;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @Override
  public String example() {
    return "\"X5raTHkJRj6ffUAZuz0d3w==\"";
  }
}
