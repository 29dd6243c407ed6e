package io.mesosbridge.core.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/**
 * One of Mesos' id messages, {@code {"value": "…"}}, for which a plain string may stand.
 *
 * @param word an id that serves as example
 * @param isNew whether the id is given here, so that it must be as Mesos' {@code validateID} wants
 *     it: it becomes a directory's name
 */
record Id(String word, boolean isNew) implements Shape {

  private static final int NAME_MAX = 255;

  static Id of(String word) {
    return new Id(word, false);
  }

  static Id fresh(String word) {
    return new Id(word, true);
  }

  @Override
  public JsonNode read(JsonNode value, Pointer at) {
    JsonNode text = value.isObject() ? value.path("value") : value;
    if (!text.isTextual() || text.textValue().isEmpty()) {
      throw wrongType(value, at, "a string or {\"value\": string}, not empty");
    }
    if (isNew) {
      check(text.textValue(), at);
    }
    return value.isObject() ? value : ExactJson.NODES.objectNode().set("value", text);
  }

  private void check(String id, Pointer at) {
    if (id.equals(".") || id.equals("..") || id.chars().anyMatch(Id::isForbidden)) {
      throw wrong(at, "has a control character or one of / and \\, or is . or ..");
    }
    if (id.getBytes(StandardCharsets.UTF_8).length > NAME_MAX) {
      throw wrong(at, "is longer than " + NAME_MAX + " bytes");
    }
  }

  private static boolean isForbidden(int c) {
    return c < ' ' || c == 0x7f || c == '/' || c == '\\';
  }

  private RefusedException wrong(Pointer at, String what) {
    return RefusedException.invalid(
        at, what + ", which Mesos refuses in an id; write for example " + example());
  }

  @Override
  public String example() {
    return '"' + word + '"';
  }

  /** The id in a field that has been read, or null when there is none. */
  static String text(ObjectNode message, String field) {
    return message.path(field).path("value").textValue();
  }
}
