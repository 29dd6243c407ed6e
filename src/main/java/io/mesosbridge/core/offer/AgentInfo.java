package io.mesosbridge.core.offer;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An agent as constraints see it.
 *
 * @param id the agent's id, or null when not even that is known
 * @param hostname its host, or null when no more than the id is known
 * @param attributes the text of each attribute by its name, and those of the fault domain as {@code
 *     @region} and {@code @zone}
 */
public record AgentInfo(String id, String hostname, Map<String, String> attributes) {

  /** The field by which a constraint is about the agent's id. */
  static final String ID = "@agent";

  /** Each row of a task has them: what an operator hung on an agent beyond that is left out. */
  private static final int MOST_CHARACTERS = 4_096;

  /** Nothing but the id may be known. */
  public AgentInfo {
    attributes = attributes == null ? Map.of() : attributes;
  }

  /** One of which nothing but the id is known, or not even that. */
  public static AgentInfo named(String id) {
    return new AgentInfo(id, null, Map.of());
  }

  /** The one of Mesos' {@code Offer} object. */
  static AgentInfo read(String id, JsonNode offer) {
    Map<String, String> attributes = new TreeMap<>();
    JsonNode domain = offer.path("domain").path("fault_domain");
    put("@region", domain.path("region").path("name").asText(), attributes);
    put("@zone", domain.path("zone").path("name").asText(), attributes);
    int characters = 0;
    for (JsonNode attribute : offer.path("attributes")) {
      String name = attribute.path("name").asText();
      String text = text(attribute);
      int its = name.length() + text.length();
      if (characters + its <= MOST_CHARACTERS) { // a long one hides none of those behind it
        characters += its;
        put(name, text, attributes);
      }
    }
    String hostname = offer.path("hostname").asText();
    String shown = hostname.substring(0, Math.min(hostname.length(), MOST_CHARACTERS));
    return new AgentInfo(id, shown, Collections.unmodifiableMap(attributes));
  }

  /** Of attributes of one name the first counts, as it does for Marathon. */
  private static void put(String name, String text, Map<String, String> attributes) {
    if (!name.isEmpty() && !text.isEmpty()) {
      attributes.putIfAbsent(name, text);
    }
  }

  /** As it was written for the agent. Source: {@code Attributes} of Mesos. */
  private static String text(JsonNode attribute) {
    return switch (attribute.path("type").asText()) {
      case "SCALAR" -> text(attribute.path("scalar").path("value").asDouble(Double.NaN));
      case "RANGES" -> {
        List<String> ranges = new ArrayList<>();
        attribute
            .path("ranges")
            .path("range")
            .forEach(
                each -> ranges.add(each.path("begin").asText() + "-" + each.path("end").asText()));
        yield "[" + String.join(",", ranges) + "]";
      }
      case "SET" -> {
        List<String> items = new ArrayList<>();
        attribute.path("set").path("item").forEach(item -> items.add(item.asText()));
        yield "{" + String.join(",", items) + "}";
      }
      default -> attribute.path("text").path("value").asText();
    };
  }

  /** All of the number, which may be negative, unlike an amount; nothing of one that is none. */
  private static String text(double number) {
    return Double.isFinite(number)
        ? BigDecimal.valueOf(number).stripTrailingZeros().toPlainString()
        : "";
  }

  /** What the agent has for the field of a constraint; null for nothing. */
  String valueOf(String field) {
    return switch (field) {
      case "hostname", "@hostname" -> hostname;
      case ID -> id;
      default -> attributes.get(field);
    };
  }
}
