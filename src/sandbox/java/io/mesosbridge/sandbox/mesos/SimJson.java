package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** JSON trees, and the little that Mesos' messages have in common. */
final class SimJson {

  static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .build();

  private SimJson() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  static byte[] bytes(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A JSON tree that cannot be written", e);
    }
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** An id message: {@code {"value": id}}. */
  static ObjectNode id(String value) {
    return object().put("value", value);
  }

  /** The value of the id message in that field; empty when there is none. */
  static String idIn(JsonNode message, String field) {
    return message.path(field).path("value").asText();
  }

  static List<String> ids(JsonNode array) {
    List<String> ids = new ArrayList<>(array.size());
    array.forEach(id -> ids.add(id.path("value").asText()));
    return ids;
  }

  static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>(array.size());
    array.forEach(each -> strings.add(each.asText()));
    return strings;
  }

  /** An event of the given type with its payload under the type's lower-case name. */
  static ObjectNode event(String type, String field, ObjectNode payload) {
    ObjectNode event = object().put("type", type);
    event.set(field, payload);
    return event;
  }

  /** A time as Mesos puts it into a task status: microseconds since the epoch. */
  static long micros(Instant at) {
    return at.getEpochSecond() * 1_000_000 + at.getNano() / 1000;
  }

  /** Microseconds as a number of seconds without exponent. */
  static JsonNode seconds(long micros) {
    return DecimalNode.valueOf(BigDecimal.valueOf(micros, 6));
  }
}
