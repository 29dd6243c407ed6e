package io.mesosbridge.core.language;

import com.fasterxml.jackson.databind.JsonNode;

/** What Mesos wants to find in a field, and how to bring what stands there into that form. */
sealed interface Shape permits Id, Text, Uuid, Role, ResourceList, Message, ListOf, Operation {

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
}
