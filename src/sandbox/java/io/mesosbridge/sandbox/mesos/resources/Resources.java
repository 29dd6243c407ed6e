package io.mesosbridge.sandbox.mesos.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** An immutable bag of resources with the arithmetic of Mesos. */
public final class Resources {

  /** Nothing at all. */
  public static final Resources NONE = new Resources(Map.of());

  private final Map<Kind, Amount> amounts;

  Resources(Map<Kind, Amount> amounts) {
    this.amounts = amounts;
  }

  /**
   * Reads Mesos' text form, such as {@code cpus:4;mem:1024;ports:[31000-32000];disk(role):10}.
   *
   * @throws IllegalArgumentException when the text is no resource list
   */
  public static Resources parse(String text) {
    return ResourceText.parse(text);
  }

  /** Reads the {@code resources} of a message; anything without an amount counts as nothing. */
  public static Resources of(JsonNode resources) {
    Resources sum = NONE;
    for (JsonNode resource : resources) {
      sum = sum.plus(new Resources(Map.of(Kind.of(resource), amount(resource))));
    }
    return sum;
  }

  private static Amount amount(JsonNode resource) {
    if (resource.has("ranges")) {
      var ranges = new ArrayList<Ranges.Range>();
      resource
          .path("ranges")
          .path("range")
          .forEach(
              range ->
                  ranges.add(
                      new Ranges.Range(range.path("begin").asLong(), range.path("end").asLong())));
      return Ranges.of(ranges);
    }
    if (resource.has("set")) {
      var names = new TreeSet<String>();
      resource.path("set").path("item").forEach(item -> names.add(item.asText()));
      return new Amount.Items(names);
    }
    return Amount.Scalar.of(resource.path("scalar").path("value").asDouble());
  }

  public Resources plus(Resources other) {
    return combined(other, Amount::plus);
  }

  /** What is left; never less than nothing. */
  public Resources minus(Resources other) {
    return combined(other, Amount::minus);
  }

  private Resources combined(Resources other, BiFunction<Amount, Amount, Amount> how) {
    if (other.isEmpty()) {
      return this;
    }
    Map<Kind, Amount> result = new LinkedHashMap<>(amounts);
    other.amounts.forEach(
        (kind, amount) -> {
          Amount mine = result.get(kind);
          Amount changed =
              mine != null ? how.apply(mine, amount) : how.apply(amount.minus(amount), amount);
          result.put(kind, changed);
        });
    result.values().removeIf(Amount::isEmpty);
    return new Resources(result);
  }

  public boolean contains(Resources other) {
    return other.amounts.entrySet().stream()
        .allMatch(
            wanted -> {
              Amount mine = amounts.get(wanted.getKey());
              return mine != null && mine.contains(wanted.getValue());
            });
  }

  public boolean isEmpty() {
    return amounts.isEmpty();
  }

  /** Whether there is enough for an offer: at least 0.01 cpus or 32 MB, as Mesos has it. */
  public boolean isWorthOffering() {
    return sum("cpus") >= 10 || sum("mem") >= 32_000;
  }

  private long sum(String name) {
    return amounts.entrySet().stream()
        .filter(entry -> entry.getKey().name().equals(name))
        .mapToLong(entry -> ((Amount.Scalar) entry.getValue()).thousandths())
        .sum();
  }

  /** Those that may be offered to a role: unreserved ones, and those reserved for it. */
  public Resources offerableTo(String role) {
    return filtered(kind -> kind.role().equals("*") || kind.role().equals(role));
  }

  /** The largest share of any quantity in {@code total}: what fair sharing compares. */
  public double dominantShare(Resources total) {
    double largest = 0;
    for (var entry : amounts.entrySet()) {
      if (entry.getValue() instanceof Amount.Scalar mine
          && total.amounts.get(entry.getKey()) instanceof Amount.Scalar all
          && all.thousandths() > 0) {
        largest = Math.max(largest, (double) mine.thousandths() / all.thousandths());
      }
    }
    return largest;
  }

  /** The same amounts with the innermost reservation taken off. */
  public Resources unreserved() {
    return mapped(kind -> kind.reservations().isEmpty() ? kind : kind.withoutLastReservation());
  }

  /** The same amounts with a further field (such as {@code disk}) set, or dropped when null. */
  public Resources with(String field, JsonNode value) {
    return mapped(kind -> kind.with(field, value));
  }

  private Resources mapped(UnaryOperator<Kind> how) {
    Resources sum = NONE;
    for (var entry : amounts.entrySet()) {
      sum = sum.plus(new Resources(Map.of(how.apply(entry.getKey()), entry.getValue())));
    }
    return sum;
  }

  private Resources filtered(Predicate<Kind> wanted) {
    Map<Kind, Amount> result = new LinkedHashMap<>(amounts);
    result.keySet().removeIf(wanted.negate());
    return new Resources(result);
  }

  /**
   * The JSON of an offer's resources.
   *
   * @param allocatedTo the role they are offered to
   * @param refined whether the framework has the capability RESERVATION_REFINEMENT
   */
  public ArrayNode toJson(String allocatedTo, boolean refined) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    amounts.forEach(
        (kind, amount) -> {
          ObjectNode resource = array.addObject().put("name", kind.name());
          amount.writeTo(resource);
          if (!refined) {
            resource.put("role", kind.role());
          }
          resource.putObject("allocation_info").put("role", allocatedTo);
          kind.writeTo(resource, refined);
        });
    return array;
  }

  /** As Mesos' messages print it, such as {@code cpus(allocated: test):4; mem(...):2048}. */
  public String text(String allocatedTo) {
    return amounts.entrySet().stream()
        .map(entry -> entry.getKey().text(allocatedTo) + ":" + entry.getValue().text())
        .collect(Collectors.joining("; "));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Resources resources && amounts.equals(resources.amounts);
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
