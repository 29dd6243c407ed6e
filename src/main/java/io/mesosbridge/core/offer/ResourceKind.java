package io.mesosbridge.core.offer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * What two resources must share for Mesos to take them for the same, as {@code resources.cpp} has
 * it: name, type, reservations with their labels in any order, provider, whether they are revocable
 * or shared; of a disk its source and the id of what is kept on it, whatever its mount path, mode
 * or principal. Its text tells apart whatever differs; its hash is computed once.
 */
final class ResourceKind {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** Beside letters and digits of ASCII. */
  private static final String PLAIN = "_./@*-";

  /** Such disks are taken whole; those of PATH, and those without source, are not. */
  private static final Set<String> INDIVISIBLE = Set.of("MOUNT", "BLOCK", "RAW");

  private final String name;
  private final String type;
  private final List<JsonNode> reservations;
  private final List<JsonNode> others;
  private final boolean divisible;

  /** The object that was read, when it is a persistent volume; else null, and never compared. */
  private final JsonNode volume;

  private final int hash;

  private ResourceKind(JsonNode resource) {
    JsonNode disk = resource.path("disk");
    JsonNode source = source(disk.path("source"));
    JsonNode volumeId = known(disk.path("persistence").path("id"));
    this.name = resource.path("name").asText();
    this.type = resource.path("type").asText();
    this.reservations = reservations(resource);
    this.others =
        List.of(
            source,
            volumeId,
            known(resource.path("provider_id").path("value")),
            JSON.booleanNode(resource.hasNonNull("revocable")),
            JSON.booleanNode(resource.hasNonNull("shared")),
            JSON.booleanNode(disk.isObject()));
    this.divisible =
        volumeId.isMissingNode()
            && !resource.hasNonNull("shared")
            && !INDIVISIBLE.contains(source.path("type").asText());
    this.volume = volumeId.isMissingNode() ? null : resource;
    this.hash = Objects.hash(name, type, reservations, others);
  }

  /** Mesos takes null for a field that is not there. */
  private static JsonNode known(JsonNode value) {
    return value.isNull() ? MissingNode.getInstance() : value;
  }

  /** What Mesos compares of a disk's source. */
  private static JsonNode source(JsonNode source) {
    if (!source.isObject()) {
      return MissingNode.getInstance();
    }
    ObjectNode known = JSON.objectNode();
    for (String field : List.of("type", "vendor", "id", "profile")) {
      if (source.hasNonNull(field)) {
        known.set(field, source.get(field));
      }
    }
    for (String field : List.of("path", "mount")) {
      if (source.path(field).isObject()) {
        JsonNode root = known(source.path(field).path("root"));
        known.set(
            field, root.isMissingNode() ? JSON.objectNode() : JSON.objectNode().set("root", root));
      }
    }
    addLabels(known, "metadata", source.path("metadata"));
    return known;
  }

  static ResourceKind of(JsonNode resource) {
    return new ResourceKind(resource);
  }

  String name() {
    return name;
  }

  /** Whether a part of it may be had; volumes, shared ones and some disks are taken whole. */
  boolean isDivisible() {
    return divisible;
  }

  /** The persistent volume as it was read; null when it is none. */
  JsonNode volume() {
    return volume;
  }

  /** The role that it is reserved for; null when unreserved. */
  String role() {
    return reservations.isEmpty()
        ? null
        : reservations.get(reservations.size() - 1).path("role").asText();
  }

  /** Whether it is a volume that any number of tasks may use at once. */
  boolean isShared() {
    return others.get(4).booleanValue();
  }

  /** The stack of reservations, the outermost first; empty when unreserved. */
  private static List<JsonNode> reservations(JsonNode resource) {
    List<JsonNode> reservations = new ArrayList<>();
    resource
        .path("reservations")
        .forEach(one -> reservations.add(reservation(one, one.path("role").asText(), one)));
    String role = resource.path("role").asText("*");
    if (reservations.isEmpty() && !role.equals("*")) {
      reservations.add(reservation(resource.path("reservation"), role, null));
    }
    return reservations;
  }

  /** In the format before this one, a dynamic reservation is one that has details. */
  private static JsonNode reservation(JsonNode details, String role, JsonNode typed) {
    String former = details.isObject() ? "DYNAMIC" : "STATIC";
    ObjectNode one = JSON.objectNode();
    one.put(
        "type", typed == null ? details.path("type").asText(former) : typed.path("type").asText());
    one.put("role", role);
    if (details.hasNonNull("principal")) {
      one.set("principal", details.get("principal"));
    }
    addLabels(one, "labels", details.path("labels"));
    return one;
  }

  private static void addLabels(ObjectNode to, String field, JsonNode labels) {
    if (labels.isObject()) {
      var sorted = to.putArray(field);
      StreamSupport.stream(labels.path("labels").spliterator(), false)
          .map(ResourceKind::label)
          .sorted()
          .forEach(sorted::add);
    }
  }

  /** Mesos takes an empty value for none. */
  private static String label(JsonNode label) {
    String value = label.path("value").asText("");
    return word(label.path("key").asText()) + (value.isEmpty() ? "" : ": " + word(value));
  }

  /** So that nothing else can read the same. */
  static String word(String text) {
    return isPlain(text) ? text : JSON.textNode(text).toString();
  }

  /** The text of such a word. */
  static String unquoted(String word) {
    try {
      return word.startsWith("\"") ? MAPPER.readValue(word, String.class) : word;
    } catch (JsonProcessingException noWord) {
      return word;
    }
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isWord = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!isWord && PLAIN.indexOf(c) < 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof ResourceKind kind
            && hash == kind.hash
            && name.equals(kind.name)
            && type.equals(kind.type)
            && reservations.equals(kind.reservations)
            && others.equals(kind.others));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /**
   * As Mesos writes it, e.g. {@code cpus(web)}, {@code disk(reservations: [(DYNAMIC,web,ops,{rack:
   * 1})])[PATH:/mnt,volume-1]}.
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(word(name));
    if (!reservations.isEmpty()) {
      text.append('(').append(stack()).append(')');
    }
    String disk = disk(others.get(0), others.get(1));
    text.append(others.get(5).asBoolean() ? "[" + disk + "]" : "");
    text.append(others.get(2).isMissingNode() ? "" : "<" + word(others.get(2).asText()) + ">");
    text.append(others.get(3).asBoolean() ? "{REV}" : "");
    return text.append(others.get(4).asBoolean() ? "<SHARED>" : "").toString();
  }

  private static String disk(JsonNode source, JsonNode volume) {
    List<String> parts = new ArrayList<>();
    if (!source.isMissingNode()) {
      JsonNode root = source.path("path").path("root");
      root = root.isMissingNode() ? source.path("mount").path("root") : root;
      String known = word(source.path("type").asText()) + ":" + word(root.asText());
      boolean isAll =
          source.size() == 2
              && source.path(source.path("type").asText().toLowerCase(Locale.ROOT)).size() == 1;
      parts.add(isAll && !root.isMissingNode() ? known : source.toString());
    }
    if (!volume.isMissingNode()) {
      parts.add(word(volume.asText()));
    }
    return String.join(",", parts);
  }

  private String stack() {
    JsonNode first = reservations.get(0);
    boolean isPlain =
        reservations.size() == 1
            && first.size() == 2
            && first.path("type").asText().equals("STATIC");
    return isPlain
        ? word(first.path("role").asText())
        : reservations.stream()
            .map(ResourceKind::text)
            .collect(Collectors.joining("),(", "reservations: [(", ")]"));
  }

  private static String text(JsonNode one) {
    String text = word(one.path("type").asText()) + "," + word(one.path("role").asText());
    if (one.has("principal")) {
      text += "," + word(one.path("principal").asText());
    }
    return one.has("labels")
        ? text
            + StreamSupport.stream(one.path("labels").spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(", ", ",{", "}"))
        : text;
  }
}
