package io.mesosbridge.core.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.config.Bounds;
import io.mesosbridge.core.language.CommandError.Pointer;
import io.mesosbridge.core.language.CommandError.Refusal.RefusedException;
import io.mesosbridge.core.offer.ResourceFormat;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What Mesos wants to find as a text, or takes a text for. */
final class TextShapes {

  private TextShapes() {}

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

  /**
   * One of Mesos' id messages, {@code {"value": "…"}}, for which a plain string may stand.
   *
   * @param word an id that serves as example
   * @param isNew whether the id is given here, so that it must be as Mesos' {@code validateID}
   *     wants it: it becomes a directory's name. Others are only as short as that: a master answers
   *     with whatever id it is asked for
   */
  record MesosId(String word, boolean isNew) implements Shape {

    private static final int NAME_MAX = 255;

    static MesosId of(String word) {
      return new MesosId(word, false);
    }

    static MesosId fresh(String word) {
      return new MesosId(word, true);
    }

    @Override
    public JsonNode read(JsonNode value, Pointer at) {
      JsonNode text = value.isObject() ? value.path("value") : value;
      if (!text.isTextual() || text.textValue().isEmpty()) {
        throw wrongType(value, at, "a string or {\"value\": string}, not empty");
      }
      check(text.textValue(), at);
      return value.isObject() ? value : ExactJson.NODES.objectNode().set("value", text);
    }

    private void check(String id, Pointer at) {
      if (isNew && isNoName(id)) {
        throw wrong(at, "has a control character or one of / and \\, or is . or ..");
      }
      if (id.getBytes(StandardCharsets.UTF_8).length > NAME_MAX) {
        throw wrong(at, "is longer than " + NAME_MAX + " bytes");
      }
    }

    private static boolean isNoName(String id) {
      return id.equals(".") || id.equals("..") || id.chars().anyMatch(MesosId::isForbidden);
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

  /** The uuid of an update: 16 bytes in base64, as a plain string. */
  record Uuid() implements Shape {

    private static final int BYTES = 16;

    @Override
    public JsonNode read(JsonNode value, Pointer at) {
      if (value.isObject()) {
        throw wrongType(
            value,
            at,
            "a string, although the event of an operation has it as {\"value\": string}");
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

  /**
   * The name of a role; the master drops a REVIVE or SUPPRESS with an invalid one without a word
   * (protocol: {@code roles::validate}), and takes a text, or lists within a list, for a list.
   */
  record Role() implements Shape {

    @Override
    public JsonNode read(JsonNode value, Pointer at) {
      if (!value.isTextual()) {
        throw wrongType(value, at, "a string");
      }
      if (!Bounds.Role.isRole(value.textValue())) {
        throw RefusedException.invalid(
            at,
            "is no valid role, and Mesos would refuse or ignore the call; write for example "
                + example());
      }
      return value;
    }

    @Override
    public String example() {
      return "\"web\"";
    }
  }

  /** A list of resources, for which Mesos' text form may stand. */
  record ResourceList() implements Shape {

    /** What the bridge reads of one of them. */
    static final Shape RESOURCE =
        Shape.Message.of(
            Shape.Field.optional("provider_id", MesosId.of("provider-1")),
            Shape.Field.optional("reservations", new Shape.ListOf(Shape.Message.of(), 0)));

    private static final Shape.ListOf LIST = new Shape.ListOf(RESOURCE, 0);

    @Override
    public JsonNode read(JsonNode value, Pointer at) {
      if (value.isArray()) {
        return LIST.read(value, at);
      }
      if (!value.isTextual()) {
        throw wrongType(value, at, "a text or a list of Mesos' Resource objects");
      }
      if (value.textValue().stripLeading().startsWith("[")) {
        throw RefusedException.invalid(
            at, "is a text that holds a list in JSON; write the list itself, without quotes");
      }
      try {
        return ResourceFormat.parse(value.textValue());
      } catch (IllegalArgumentException e) {
        throw RefusedException.invalid(at, "is not readable as resources: " + e.getMessage());
      }
    }

    @Override
    public String example() {
      return "\"cpus:0.1;mem:32\"";
    }
  }
}
