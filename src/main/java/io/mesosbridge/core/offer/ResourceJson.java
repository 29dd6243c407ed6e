package io.mesosbridge.core.offer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Reads a {@code Resource} of Mesos, in the format with {@code reservations} or the one before. */
final class ResourceJson {

  private ResourceJson() {}

  /** Whether the resource can be split; volumes, disks with a source and shared ones cannot. */
  static boolean isDivisible(JsonNode resource) {
    return !resource.has("disk") && !resource.has("provider_id") && !resource.has("shared");
  }

  static ResourceKind kind(JsonNode resource) {
    return new ResourceKind(
        resource.path("name").asText(),
        resource.path("type").asText(),
        reservations(resource),
        resource.has("revocable"));
  }

  private static List<JsonNode> reservations(JsonNode resource) {
    JsonNode stack = resource.path("reservations");
    if (!stack.isEmpty()) {
      List<JsonNode> reservations = new ArrayList<>(stack.size());
      stack.forEach(reservations::add);
      return reservations;
    }
    String role = resource.path("role").asText("*");
    return role.equals("*") ? List.of() : List.of(formerReservation(resource, role));
  }

  private static JsonNode formerReservation(JsonNode resource, String role) {
    JsonNode details = resource.path("reservation");
    ObjectNode reservation = JsonNodeFactory.instance.objectNode();
    reservation.put("type", details.isObject() ? "DYNAMIC" : "STATIC").put("role", role);
    details.properties().forEach(field -> reservation.set(field.getKey(), field.getValue()));
    return reservation;
  }

  /** The amount; empty when it is not written as Mesos wants it. */
  static Optional<Amount> amount(JsonNode resource) {
    return switch (resource.path("type").asText()) {
      case "SCALAR" -> scalar(resource.path("scalar").path("value"));
      case "RANGES" -> ranges(resource.path("ranges").path("range"));
      case "SET" -> items(resource.path("set").path("item"));
      default -> Optional.empty();
    };
  }

  private static Optional<Amount> scalar(JsonNode value) {
    return value.isNumber() ? Optional.of(Scalar.of(value.doubleValue())) : Optional.empty();
  }

  private static Optional<Amount> ranges(JsonNode list) {
    List<Range> ranges = new ArrayList<>(list.size());
    for (JsonNode range : list) {
      JsonNode begin = range.path("begin");
      JsonNode end = range.path("end");
      if (!isNatural(begin) || !isNatural(end) || begin.longValue() > end.longValue()) {
        return Optional.empty();
      }
      ranges.add(new Range(begin.longValue(), end.longValue()));
    }
    return Optional.of(new Ranges(ranges));
  }

  private static boolean isNatural(JsonNode number) {
    return number.canConvertToExactIntegral()
        && number.canConvertToLong()
        && number.longValue() >= 0;
  }

  private static Optional<Amount> items(JsonNode list) {
    TreeSet<String> items = new TreeSet<>();
    list.forEach(item -> items.add(item.asText()));
    return Optional.of(new Items(items));
  }
}
