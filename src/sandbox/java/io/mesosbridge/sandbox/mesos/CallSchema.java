package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.sandbox.mesos.CallMessages.Field;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Whether a scheduler call has the shape of {@link CallMessages}, with the words of Mesos'
 * conversion from JSON for what does not fit.
 */
final class CallSchema {

  private static final Map<String, Map<String, Field>> SCHEMA = CallMessages.ALL;
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?");

  private CallSchema() {}

  /** Takes away what came with Mesos 1.{@code minor} or later. */
  static void dropFieldsSince(int minor, ObjectNode call) {
    drop("Call", call, minor);
  }

  private static void drop(String message, JsonNode json, int minor) {
    if (json.isArray()) {
      json.forEach(element -> drop(message, element, minor));
    } else if (json instanceof ObjectNode object) {
      for (Field field : SCHEMA.getOrDefault(message, Map.of()).values()) {
        if (field.since() >= minor) {
          object.remove(field.name());
        } else {
          drop(field.type(), object.path(field.name()), minor);
        }
      }
    }
  }

  /**
   * Makes of a call's JSON what the conversion reads of it: null is a field that is not set, a
   * single value stands for a list of it, and a text for what is no text.
   */
  static JsonNode normalised(String message, JsonNode call) {
    normalise(message, call);
    return call;
  }

  private static void normalise(String message, JsonNode json) {
    if (json instanceof ArrayNode array) {
      array.elements().forEachRemaining(element -> normalise(message, element));
    } else if (json instanceof ObjectNode object) {
      object.properties().removeIf(entry -> entry.getValue().isNull());
      Map<String, Field> fields = SCHEMA.getOrDefault(message, Map.of());
      object
          .properties()
          .forEach(entry -> entry.setValue(read(fields.get(entry.getKey()), entry.getValue())));
    }
  }

  private static JsonNode read(Field field, JsonNode value) {
    if (field == null) {
      normalise("", value);
      return value;
    }
    JsonNode read = value;
    if (value instanceof ArrayNode array) {
      for (int i = array.size() - 1; i >= 0; i--) {
        if (array.get(i).isNull()) {
          array.remove(i);
        }
      }
    } else if (field.repeated()) {
      read = SimJson.array().add(value);
    } else if (field.type().equals("bool") && List.of("true", "false").contains(value.asText())) {
      read = BooleanNode.valueOf(value.asText().equals("true"));
    } else if (field.type().equals("double") && value.asText().endsWith("Infinity")) {
      read = infinite(value);
    }
    normalise(field.type(), read);
    return read;
  }

  private static JsonNode infinite(JsonNode value) {
    return switch (value.asText()) {
      case "Infinity" -> DoubleNode.valueOf(Double.POSITIVE_INFINITY);
      case "-Infinity" -> DoubleNode.valueOf(Double.NEGATIVE_INFINITY);
      default -> value;
    };
  }

  /**
   * What is wrong with a call's JSON; null when it could be converted.
   *
   * @param minor of the Mesos 1.x that reads it
   */
  static String broken(String message, JsonNode call, int minor) {
    if (!call.isObject()) {
      return "Expecting a JSON object";
    }
    String mistyped = mistyped(message, call, minor);
    if (mistyped != null) {
      return mistyped;
    }
    List<String> missing = new ArrayList<>();
    collectMissing(message, call, "", missing);
    return missing.isEmpty() ? null : "Missing required fields: " + String.join(", ", missing);
  }

  private static String mistyped(String message, JsonNode json, int minor) {
    for (var entry : json.properties()) {
      Field field = SCHEMA.get(message).get(entry.getKey());
      String wrong =
          field == null ? null : mistyped(field, entry.getValue(), field.repeated(), minor);
      if (wrong != null) {
        return wrong;
      }
    }
    return null;
  }

  private static String mistyped(Field field, JsonNode value, boolean list, int minor) {
    if (list) {
      for (JsonNode element : value) {
        String wrong = mistyped(field, element, false, minor);
        if (wrong != null) {
          return wrong;
        }
      }
      return null;
    }
    boolean fits =
        switch (field.type()) {
          case "string", "bytes", "enum" -> value.isTextual();
          case "number", "double" -> value.isNumber() || value.isTextual();
          case "bool" -> value.isBoolean() || value.isTextual();
          default -> value.isObject();
        };
    if (!fits) {
      return "Not expecting a JSON %s for field '%s'".formatted(kind(value), field.name());
    }
    return switch (field.type()) {
      case "bytes" -> undecodable(field, value.asText());
      case "bool" -> value.isBoolean() ? null : unparsed("boolean", field, value);
      case "number" ->
          NUMBER.matcher(value.asText()).matches() ? null : unparsed("number", field, value);
      case "double" ->
          value.isNumber() || NUMBER.matcher(value.asText()).matches()
              ? null
              : unparsed("number", field, value);
      case "enum" -> unknown(field, value.asText(), minor);
      default -> SCHEMA.containsKey(field.type()) ? mistyped(field.type(), value, minor) : null;
    };
  }

  private static String unparsed(String type, Field field, JsonNode value) {
    return "Failed to parse '%s' as a JSON %s for field '%s': syntax error at line 1 near: %1$s"
        .formatted(value.asText(), type, field.name());
  }

  /** Whether that version refuses the name; from 1.5 on it drops those that may be left out. */
  private static String unknown(Field field, String name, int minor) {
    if (field.names().isEmpty() || (!field.required() && minor >= 5)) {
      return null;
    }
    boolean isKnown = field.names().getOrDefault(name, Integer.MAX_VALUE) <= minor;
    return isKnown ? null : "Failed to find enum for '" + name + "'";
  }

  private static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "array";
      case BOOLEAN -> "boolean";
      case NULL -> "null";
      case NUMBER -> "number";
      case STRING -> "string";
      default -> "object";
    };
  }

  private static String undecodable(Field field, String text) {
    String wrong = null;
    try {
      Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      String strange = text.replaceAll("[A-Za-z0-9+/=]", "");
      wrong = strange.isEmpty() ? e.getMessage() : "Invalid character '" + strange.charAt(0) + "'";
    }
    return wrong == null
        ? null
        : "Failed to base64 decode bytes field '%s': %s".formatted(field.name(), wrong);
  }

  private static void collectMissing(
      String message, JsonNode json, String path, List<String> missing) {
    for (Field field : SCHEMA.get(message).values()) {
      JsonNode value = json.path(field.name());
      String at = path + field.name();
      if (value.isMissingNode()) {
        if (field.required()) {
          missing.add(at);
        }
      } else if (SCHEMA.containsKey(field.type())) {
        if (field.repeated()) {
          for (int i = 0; i < value.size(); i++) {
            collectMissing(field.type(), value.get(i), at + "[" + i + "].", missing);
          }
        } else {
          collectMissing(field.type(), value, at + ".", missing);
        }
      }
    }
  }
}
