package io.mesosbridge.sandbox.mesos.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * What makes two resources addable: name, reservations (outermost last) and whatever else Mesos
 * tells resources apart by (disk, revocable, shared, provider).
 *
 * @param others the further fields of the resource by name, verbatim
 */
record Kind(String name, List<ObjectNode> reservations, Map<String, JsonNode> others) {

  private static final List<String> TELLING = List.of("disk", "revocable", "shared", "provider_id");

  static Kind unreserved(String name) {
    return new Kind(name, List.of(), Map.of());
  }

  /** Reads a resource in either form, with {@code role} or with {@code reservations}. */
  static Kind of(JsonNode resource) {
    Map<String, JsonNode> others =
        TELLING.stream()
            .filter(resource::has)
            .collect(Collectors.toMap(field -> field, resource::get));
    return new Kind(resource.path("name").asText(), reservations(resource), others);
  }

  private static List<ObjectNode> reservations(JsonNode resource) {
    List<ObjectNode> stack = new ArrayList<>();
    resource.path("reservations").forEach(each -> stack.add(reservation(each, each)));
    String role = resource.path("role").asText("*");
    if (stack.isEmpty() && !role.equals("*")) {
      stack.add(reservation(resource, resource.path("reservation")));
    }
    return List.copyOf(stack);
  }

  private static ObjectNode reservation(JsonNode withRole, JsonNode details) {
    ObjectNode reservation = JsonNodeFactory.instance.objectNode();
    boolean isStatic = details.isMissingNode() || details.path("type").asText().equals("STATIC");
    reservation.put("type", isStatic ? "STATIC" : "DYNAMIC");
    reservation.put("role", withRole.path("role").asText());
    for (String field : List.of("principal", "labels")) {
      if (details.has(field)) {
        reservation.set(field, details.get(field));
      }
    }
    return reservation;
  }

  /** The role that the resource is reserved for, {@code *} for none. */
  String role() {
    return reservations.isEmpty()
        ? "*"
        : reservations.get(reservations.size() - 1).path("role").asText();
  }

  Kind with(String field, JsonNode value) {
    Map<String, JsonNode> changed = new LinkedHashMap<>(others);
    if (value == null) {
      changed.remove(field);
    } else {
      changed.put(field, value);
    }
    return new Kind(name, reservations, Collections.unmodifiableMap(changed));
  }

  Kind withoutLastReservation() {
    return new Kind(name, List.copyOf(reservations.subList(0, reservations.size() - 1)), others);
  }

  /** As Mesos prints it before the colon, such as {@code cpus(allocated: test)}. */
  String text(String allocatedTo) {
    StringBuilder text = new StringBuilder(name);
    if (allocatedTo != null) {
      text.append("(allocated: ").append(allocatedTo).append(')');
    }
    if (!reservations.isEmpty()) {
      text.append("(reservations: ").append(reservations.stream().map(Kind::text).toList());
      text.append(')');
    }
    return text.toString();
  }

  private static String text(ObjectNode reservation) {
    String text = reservation.path("type").asText() + "," + reservation.path("role").asText();
    return "("
        + (reservation.has("principal")
            ? text + "," + reservation.path("principal").asText()
            : text)
        + ")";
  }

  /** Adds the reservation in the form that the framework understands, and the other fields. */
  void writeTo(ObjectNode resource, boolean refined) {
    if (refined) {
      if (!reservations.isEmpty()) {
        resource.putArray("reservations").addAll(reservations);
      }
    } else if (!reservations.isEmpty()) {
      ObjectNode last = reservations.get(reservations.size() - 1);
      if (last.path("type").asText().equals("DYNAMIC")) {
        ObjectNode reservation = last.deepCopy();
        reservation.remove(List.of("type", "role"));
        resource.set("reservation", reservation);
      }
    }
    others.forEach(resource::set);
  }

  /** Whether a part of it may be had, as Mesos has it. */
  boolean isDivisible() {
    JsonNode disk = others.getOrDefault("disk", MissingNode.getInstance());
    return !disk.has("persistence")
        && !others.containsKey("shared")
        && !List.of("MOUNT", "BLOCK", "RAW").contains(disk.at("/source/type").asText());
  }

  /** Labels count in any order, a disk by its source and the id of what is kept on it. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Kind kind
        && name.equals(kind.name)
        && reservationsInOrder().equals(kind.reservationsInOrder())
        && othersThatTell().equals(kind.othersThatTell());
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, reservationsInOrder(), othersThatTell());
  }

  private List<Object> reservationsInOrder() {
    return reservations.stream()
        .<Object>map(
            one ->
                Arrays.asList(
                    one.path("type"),
                    one.path("role"),
                    one.path("principal"),
                    StreamSupport.stream(one.at("/labels/labels").spliterator(), false)
                        .map(JsonNode::toString)
                        .sorted()
                        .toList()))
        .toList();
  }

  private Map<String, JsonNode> othersThatTell() {
    if (!others.containsKey("disk")) {
      return others;
    }
    Map<String, JsonNode> telling = new HashMap<>(others);
    JsonNode disk = telling.remove("disk");
    telling.put("source", disk.path("source"));
    telling.put("volume", disk.at("/persistence/id"));
    return telling;
  }
}
