package io.mesosbridge.sandbox.mesos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which recorded id, uuid or address stands for which of the simulated cluster. */
final class Substitution {

  private static final Set<String> IDS =
      Set.of("framework_id", "agent_id", "id", "offer_id", "inverse_offer_id", "uuid");
  private static final Set<String> VOLATILE =
      Set.of("timestamp", "executor_pid", "container_id", "unreachable_time", "port", "pid");

  private final Map<String, String> recordedToSimulated =
      new TreeMap<>(Comparator.comparingInt(String::length).reversed().thenComparing(id -> id));

  void put(String recorded, String simulated) {
    recordedToSimulated.putIfAbsent(recorded, simulated);
  }

  /** The recorded text as the simulated cluster would have it. */
  String in(String recorded) {
    String text = recorded;
    for (var entry : recordedToSimulated.entrySet()) {
      text = text.replace(entry.getKey(), entry.getValue());
    }
    return text;
  }

  /** Notes the ids at the same places of two events. */
  void learn(JsonNode recorded, JsonNode simulated) {
    for (var field : recorded.properties()) {
      JsonNode counterpart = simulated.path(field.getKey());
      JsonNode id = field.getValue().path("value");
      if (IDS.contains(field.getKey()) && id.isTextual()) {
        put(id.asText(), counterpart.path("value").asText());
      } else if (IDS.contains(field.getKey()) && field.getValue().isTextual()) {
        put(field.getValue().asText(), counterpart.asText());
      } else {
        learn(field.getValue(), counterpart);
      }
    }
    for (int i = 0; recorded.isArray() && i < recorded.size(); i++) {
      learn(recorded.get(i), simulated.path(i));
    }
  }

  /** A copy in which whatever differs from run to run is a star. */
  static JsonNode stable(JsonNode event) {
    JsonNode copy = event.deepCopy();
    hide(copy);
    return copy;
  }

  private static void hide(JsonNode node) {
    node.forEach(Substitution::hide);
    if (node instanceof ObjectNode object) {
      for (var field : object.properties()) {
        if (VOLATILE.contains(field.getKey())) {
          starAll(object, field.getKey());
        } else if (field.getKey().equals("hostname")) {
          object.put("hostname", "127.0.0.1"); // recorded agents were of one host
        }
      }
    }
  }

  private static void starAll(ObjectNode object, String field) {
    JsonNode value = object.get(field);
    if (value instanceof ObjectNode inner) {
      inner.properties().forEach(each -> starAll(inner, each.getKey()));
    } else {
      object.put(field, "*");
    }
  }
}
