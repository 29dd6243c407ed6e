package io.mesosbridge.sandbox.mesos.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What makes two resources addable: name, reservations (outermost last) and whatever else Mesos
 * tells resources apart by (disk, revocable, shared, provider).
 *
 * @param others the further fields of the resource by name, verbatim
 * @param whole how much there is of what is taken whole or not at all; null for what is divisible
 */
record Kind(
    String name, List<ObjectNode> reservations, Map<String, JsonNode> others, SimAmount whole) {

  private static final List<String> TELLING = List.of("disk", "revocable", "shared", "provider_id");

  static Kind unreserved(String name) {
    return new Kind(name, List.of(), Map.of(), null);
  }

  /** Reads a resource in either form, with {@code role} or with {@code reservations}. */
  static Kind of(JsonNode resource) {
    Map<String, JsonNode> others =
        TELLING.stream()
            .filter(resource::hasNonNull)
            .collect(Collectors.toMap(field -> field, resource::get));
    return new Kind(resource.path("name").asText(), reservations(resource), others, null);
  }

  /** The kind of that amount: two halves of what is taken whole are another kind than the whole. */
  Kind of(SimAmount amount) {
    return new Kind(
        name,
        reservations,
        others,
        isDivisible() ? null : Objects.requireNonNullElse(whole, amount));
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
    boolean isStatic = !details.isObject() || details.path("type").asText().equals("STATIC");
    reservation.put("type", isStatic ? "STATIC" : "DYNAMIC");
    reservation.put("role", withRole.path("role").asText());
    for (String field : List.of("principal", "labels")) {
      if (details.hasNonNull(field)) {
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
    return new Kind(name, reservations, Collections.unmodifiableMap(changed), whole);
  }

  Kind withoutLastReservation() {
    return new Kind(
        name, List.copyOf(reservations.subList(0, reservations.size() - 1)), others, whole);
  }

  /** As Mesos prints it before the colon, such as {@code disk(allocated: test)[v1:data]}. */
  String text(String allocatedTo) {
    StringBuilder text = new StringBuilder(name);
    if (allocatedTo != null) {
      text.append("(allocated: ").append(allocatedTo).append(')');
    }
    if (!reservations.isEmpty()) {
      text.append(
          reservations.stream()
              .map(Kind::text)
              .collect(Collectors.joining("),(", "(reservations: [(", ")])")));
    }
    if (others.containsKey("disk")) {
      text.append('[').append(disk(others.get("disk"))).append(']');
    }
    if (others.containsKey("provider_id")) { // which Mesos does not print
      text.append('<').append(others.get("provider_id").path("value").asText()).append('>');
    }
    text.append(others.containsKey("revocable") ? "{REV}" : "");
    return text.append(others.containsKey("shared") ? "<SHARED>" : "").toString();
  }

  private static String text(ObjectNode reservation) {
    String text = reservation.path("type").asText() + "," + reservation.path("role").asText();
    if (reservation.has("principal")) {
      text += "," + reservation.path("principal").asText();
    }
    return reservation.has("labels")
        ? stream(reservation.at("/labels/labels"))
            .map(label -> label.path("key").asText() + value(label))
            .collect(Collectors.joining(", ", text + ",{", "}"))
        : text;
  }

  private static String value(JsonNode label) {
    return label.hasNonNull("value") ? ": " + label.path("value").asText() : "";
  }

  private static String disk(JsonNode disk) {
    String text = "";
    if (disk.hasNonNull("source")) {
      text = source(disk.path("source")) + (disk.hasNonNull("persistence") ? "," : "");
    }
    if (disk.hasNonNull("persistence")) {
      text += disk.at("/persistence/id").asText();
    }
    JsonNode volume = disk.path("volume");
    if (volume.isObject()) {
      String host = volume.path("host_path").asText("");
      String path = volume.path("container_path").asText();
      String mode = volume.path("mode").asText().toLowerCase(Locale.ROOT);
      text += ":" + (host.isEmpty() ? path : host + ":" + path + ":" + mode);
    }
    return text;
  }

  private static String source(JsonNode source) {
    String type = source.path("type").asText();
    if (source.hasNonNull("id") || source.hasNonNull("profile")) {
      return Stream.of("vendor", "id", "profile")
          .map(field -> source.path(field).asText(""))
          .collect(Collectors.joining(",", type + "(", ")"));
    }
    String root = source.path(type.toLowerCase(Locale.ROOT)).path("root").asText("");
    return type + (root.isEmpty() ? "" : ":" + root);
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

  boolean isShared() {
    return others.containsKey("shared");
  }

  /** Whether a part of it may be had, as Mesos has it. */
  boolean isDivisible() {
    JsonNode disk = others.getOrDefault("disk", MissingNode.getInstance());
    return !disk.hasNonNull("persistence")
        && !isShared()
        && !List.of("MOUNT", "BLOCK", "RAW").contains(disk.at("/source/type").asText());
  }

  /** Labels count in any order, a disk by its source and the id of what is kept on it. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Kind kind && name.equals(kind.name) && telling().equals(kind.telling());
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, role(), others.keySet());
  }

  private List<Object> telling() {
    JsonNode disk = others.getOrDefault("disk", MissingNode.getInstance());
    JsonNode source = disk.path("source");
    return Arrays.asList(
        reservations.stream().map(Kind::tellingOf).toList(),
        disk.isObject(),
        tellingOfSource(source),
        textOrNull(disk.path("persistence"), "id"),
        others.containsKey("revocable"),
        others.containsKey("shared"),
        others.getOrDefault("provider_id", MissingNode.getInstance()).path("value").asText(),
        whole);
  }

  private static List<Object> tellingOf(ObjectNode reservation) {
    return Arrays.asList(
        reservation.path("type").asText(),
        reservation.path("role").asText(),
        textOrNull(reservation, "principal"),
        labels(reservation.path("labels")));
  }

  private static List<Object> tellingOfSource(JsonNode source) {
    return Arrays.asList(
        textOrNull(source, "type"),
        source.path("path").isObject(),
        textOrNull(source.path("path"), "root"),
        source.path("mount").isObject(),
        textOrNull(source.path("mount"), "root"),
        textOrNull(source, "vendor"),
        textOrNull(source, "id"),
        textOrNull(source, "profile"),
        labels(source.path("metadata")));
  }

  private static String textOrNull(JsonNode message, String field) {
    return message.path(field).asText(null);
  }

  /** How often there is which key with which value; null without labels. */
  private static Map<List<String>, Long> labels(JsonNode labels) {
    return labels.isObject()
        ? stream(labels.path("labels"))
            .map(label -> List.of(label.path("key").asText(""), label.path("value").asText("")))
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
        : null;
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
