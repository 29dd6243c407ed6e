package io.mesosbridge.sandbox.mesos.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** An immutable bag of resources with the arithmetic of Mesos. */
public final class SimResources {

  /** Nothing at all. */
  public static final SimResources NONE = new SimResources(Map.of());

  private final Map<Kind, SimAmount> amounts;

  SimResources(Map<Kind, SimAmount> amounts) {
    this.amounts = amounts;
  }

  /**
   * Reads Mesos' text form, such as {@code cpus:4;mem:1024;ports:[31000-32000];disk(role):10}.
   *
   * @throws IllegalArgumentException when the text is no resource list
   */
  public static SimResources parse(String text) {
    return SimResourceText.parse(text);
  }

  /** Reads the {@code resources} of a message; anything without an amount counts as nothing. */
  public static SimResources of(JsonNode resources) {
    SimResources sum = NONE;
    for (JsonNode resource : resources) {
      sum = sum.plus(one(Kind.of(resource), amount(resource)));
    }
    return sum;
  }

  private static SimResources one(Kind kind, SimAmount amount) {
    return new SimResources(Map.of(kind.of(amount), amount));
  }

  private static SimAmount amount(JsonNode resource) {
    if (resource.has("ranges")) {
      var ranges = new ArrayList<SimRanges.Range>();
      resource
          .path("ranges")
          .path("range")
          .forEach(
              range ->
                  ranges.add(
                      new SimRanges.Range(
                          range.path("begin").asLong(), range.path("end").asLong())));
      return SimRanges.of(ranges);
    }
    if (resource.has("set")) {
      var names = new TreeSet<String>();
      resource.path("set").path("item").forEach(item -> names.add(item.asText()));
      return new SimAmount.Items(names);
    }
    return SimAmount.Scalar.of(resource.path("scalar").path("value").asDouble());
  }

  public SimResources plus(SimResources other) {
    return combined(other, SimAmount::plus);
  }

  /** What is left; never less than nothing. */
  public SimResources minus(SimResources other) {
    return combined(other, SimAmount::minus);
  }

  private SimResources combined(
      SimResources other, BiFunction<SimAmount, SimAmount, SimAmount> how) {
    if (other.isEmpty()) {
      return this;
    }
    Map<Kind, SimAmount> result = new LinkedHashMap<>(amounts);
    other.amounts.forEach(
        (kind, amount) -> {
          SimAmount mine = result.get(kind);
          SimAmount changed =
              mine != null ? how.apply(mine, amount) : how.apply(amount.minus(amount), amount);
          result.put(kind, changed);
        });
    result.values().removeIf(SimAmount::isEmpty);
    return new SimResources(result);
  }

  public boolean contains(SimResources other) {
    return other.amounts.entrySet().stream()
        .allMatch(
            wanted -> {
              SimAmount mine = amounts.get(wanted.getKey());
              return mine != null && mine.contains(wanted.getValue());
            });
  }

  /** How many kinds of resources there are. */
  public int kinds() {
    return amounts.size();
  }

  public boolean isEmpty() {
    return amounts.isEmpty();
  }

  /** Whether there is enough for an offer: at least 0.01 cpus or 32 MB, as Mesos has it. */
  public boolean isWorthOffering() {
    return sum("cpus") >= 10 || sum("mem") >= 32_000;
  }

  public boolean hasAny(String name) {
    return amounts.keySet().stream().anyMatch(kind -> kind.name().equals(name));
  }

  private long sum(String name) {
    return amounts.entrySet().stream()
        .filter(entry -> entry.getKey().name().equals(name))
        .map(Map.Entry::getValue)
        .mapToLong(amount -> amount instanceof SimAmount.Scalar is ? is.thousandths() : 0)
        .sum();
  }

  /** Those that may be offered to a role: unreserved, or reserved for it or a parent of it. */
  public SimResources offerableTo(String role) {
    return filtered(
        kind ->
            kind.role().equals("*")
                || kind.role().equals(role)
                || role.startsWith(kind.role() + "/"));
  }

  /** Those that several may use at once: volumes. */
  public SimResources shared() {
    return filtered(Kind::isShared);
  }

  /** All others. */
  public SimResources nonShared() {
    return filtered(kind -> !kind.isShared());
  }

  /** Sums by name, whatever they are reserved for: numbers, or texts such as {@code [1-2]}. */
  public ObjectNode byName() {
    Map<String, SimAmount> sums = new LinkedHashMap<>();
    amounts.forEach((kind, amount) -> sums.merge(kind.name(), amount, SimAmount::plus));
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    for (String name : List.of("cpus", "gpus", "mem", "disk")) {
      json.put(name, 0.0);
    }
    sums.forEach(
        (name, amount) -> {
          if (amount instanceof SimAmount.Scalar scalar) {
            json.put(name, scalar.thousandths() / 1000.0);
          } else {
            json.put(name, amount.text());
          }
        });
    return json;
  }

  /** The largest share of any quantity in {@code total}: what fair sharing compares. */
  public double dominantShare(SimResources total) {
    double largest = 0;
    for (var entry : amounts.entrySet()) {
      if (entry.getValue() instanceof SimAmount.Scalar mine
          && total.amounts.get(entry.getKey()) instanceof SimAmount.Scalar all
          && all.thousandths() > 0) {
        largest = Math.max(largest, (double) mine.thousandths() / all.thousandths());
      }
    }
    return largest;
  }

  /** The same amounts with the innermost reservation taken off. */
  public SimResources unreserved() {
    return mapped(kind -> kind.reservations().isEmpty() ? kind : kind.withoutLastReservation());
  }

  /** The same amounts with a further field (such as {@code disk}) set, or dropped when null. */
  public SimResources with(String field, JsonNode value) {
    return mapped(kind -> kind.with(field, value));
  }

  private SimResources mapped(UnaryOperator<Kind> how) {
    SimResources sum = NONE;
    for (var entry : amounts.entrySet()) {
      sum = sum.plus(one(how.apply(entry.getKey()), entry.getValue()));
    }
    return sum;
  }

  private SimResources filtered(Predicate<Kind> wanted) {
    Map<Kind, SimAmount> result = new LinkedHashMap<>(amounts);
    result.keySet().removeIf(wanted.negate());
    return new SimResources(result);
  }

  /**
   * The JSON of an offer's resources.
   *
   * @param allocatedTo the role they are offered to; null where that is not said
   * @param refined whether the framework has the capability RESERVATION_REFINEMENT
   */
  public ArrayNode toJson(String allocatedTo, boolean refined) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    List<Kind> inOrder = new ArrayList<>(amounts.keySet());
    inOrder.sort(Comparator.comparingInt(this::place));
    inOrder.forEach(
        kind -> {
          SimAmount amount = amounts.get(kind);
          ObjectNode resource = array.addObject().put("name", kind.name());
          amount.writeTo(resource);
          if (!refined) {
            resource.put("role", kind.role());
          }
          if (allocatedTo != null) {
            resource.putObject("allocation_info").put("role", allocatedTo);
          }
          kind.writeTo(resource, refined);
        });
    return array;
  }

  /** Where the allocator puts it: quantities last, of these volumes first, then reservations. */
  private int place(Kind kind) {
    if (!(amounts.get(kind) instanceof SimAmount.Scalar)) {
      return 0;
    }
    if (kind.reservations().isEmpty()) {
      return 3;
    }
    return kind.others().containsKey("disk") && kind.others().get("disk").has("persistence")
        ? 1
        : 2;
  }

  /** A single resource of a call as Mesos' messages print it, whatever its amount. */
  public static String text(JsonNode resource, String allocatedTo) {
    return Kind.of(resource).text(allocatedTo) + ":" + amount(resource).text();
  }

  /** As Mesos' messages print it, such as {@code cpus(allocated: test):4; mem(...):2048}. */
  public String text(String allocatedTo) {
    return amounts.entrySet().stream()
        .map(entry -> entry.getKey().text(allocatedTo) + ":" + entry.getValue().text())
        .collect(Collectors.joining("; "));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SimResources resources && amounts.equals(resources.amounts);
  }

  @Override
  public int hashCode() {
    return amounts.hashCode();
  }

  @Override
  public String toString() {
    return text(null);
  }
}
