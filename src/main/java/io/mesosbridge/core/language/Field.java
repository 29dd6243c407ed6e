package io.mesosbridge.core.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

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
