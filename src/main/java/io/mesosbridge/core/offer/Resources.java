package io.mesosbridge.core.offer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Resources as the master compares them: those of one kind add up; reserved, revocable and
 * unreserved ones are kept apart.
 *
 * @param amounts how much there is of each kind that can be split
 * @param wholes resources that are taken whole or not at all: volumes, disks with a source, and
 *     what is not understood
 */
public record Resources(Map<Kind, Amount> amounts, List<JsonNode> wholes) {

  /** Nothing. */
  public static final Resources NONE = new Resources(Map.of(), List.of());

  /** Reads a list of Mesos' {@code Resource} objects. */
  public static Resources read(JsonNode list) {
    Map<Kind, Amount> amounts = new LinkedHashMap<>();
    List<JsonNode> wholes = new ArrayList<>();
    for (JsonNode resource : list) {
      var amount = ResourceFormat.amount(resource);
      if (amount.isPresent() && ResourceFormat.isDivisible(resource)) {
        amounts.merge(ResourceFormat.kind(resource), amount.get(), Amount::plus);
      } else if (resource instanceof ObjectNode object) {
        wholes.add(object.deepCopy().without("allocation_info"));
      }
    }
    return new Resources(amounts, wholes);
  }

  /** Both together. */
  public Resources plus(Resources other) {
    Map<Kind, Amount> sum = new LinkedHashMap<>(amounts);
    other.amounts.forEach((kind, amount) -> sum.merge(kind, amount, Amount::plus));
    return new Resources(sum, Stream.concat(wholes.stream(), other.wholes.stream()).toList());
  }

  /** What is left when the other's are taken. */
  public Resources minus(Resources other) {
    Map<Kind, Amount> left = new LinkedHashMap<>();
    amounts.forEach(
        (kind, amount) -> {
          Amount taken = other.amounts.get(kind);
          Amount rest = taken == null ? amount : amount.minus(taken);
          if (!rest.isEmpty()) {
            left.put(kind, rest);
          }
        });
    return new Resources(left, wholes.stream().filter(whole -> !other.holds(whole)).toList());
  }

  /** Whether all of the other's are there. */
  public boolean contains(Resources other) {
    for (Map.Entry<Kind, Amount> wanted : other.amounts.entrySet()) {
      Amount amount = amounts.get(wanted.getKey());
      if (amount == null ? !wanted.getValue().isEmpty() : !amount.contains(wanted.getValue())) {
        return false;
      }
    }
    return other.wholes.stream().allMatch(this::holds);
  }

  private boolean holds(JsonNode whole) {
    return wholes.stream().anyMatch(mine -> mine.equals(Resources::compare, whole));
  }

  /** Of numbers it is the value that counts, not how they are written. */
  private static int compare(JsonNode a, JsonNode b) {
    return a.isNumber() && b.isNumber()
        ? Double.compare(a.doubleValue(), b.doubleValue())
        : a.equals(b) ? 0 : 1;
  }

  /** Without what is taken whole. */
  public Resources divisible() {
    return new Resources(amounts, List.of());
  }

  /** Whether there is nothing. */
  public boolean isEmpty() {
    return wholes.isEmpty() && amounts.values().stream().allMatch(Amount::isEmpty);
  }

  /** Mesos' text form, with the JSON of what has none. */
  @Override
  public String toString() {
    return Stream.concat(
            amounts.entrySet().stream().map(entry -> entry.getKey() + ":" + entry.getValue()),
            wholes.stream().map(JsonNode::toString))
        .collect(Collectors.joining(";"));
  }

  /**
   * What two resources must share for Mesos to add and subtract them; its hash is computed once.
   */
  public static final class Kind {

    private final String name;
    private final String type;
    private final List<JsonNode> reservations;
    private final boolean revocable;
    private final int hash;

    /**
     * @param name the resource's name, e.g. {@code cpus}
     * @param type SCALAR, RANGES or SET
     * @param reservations the stack of reservations, the outermost first; empty when unreserved
     * @param revocable whether Mesos may take it back at any time
     */
    Kind(String name, String type, List<JsonNode> reservations, boolean revocable) {
      this.name = name;
      this.type = type;
      this.reservations = reservations;
      this.revocable = revocable;
      this.hash = Objects.hash(name, type, reservations, revocable);
    }

    @Override
    public boolean equals(Object other) {
      return this == other
          || (other instanceof Kind kind
              && hash == kind.hash
              && revocable == kind.revocable
              && name.equals(kind.name)
              && type.equals(kind.type)
              && reservations.equals(kind.reservations));
    }

    @Override
    public int hashCode() {
      return hash;
    }

    /**
     * As Mesos writes it, e.g. {@code cpus(web)}, {@code disk(reservations: [(DYNAMIC,web,ops)])}.
     */
    @Override
    public String toString() {
      return name
          + (reservations.isEmpty() ? "" : "(" + stack() + ")")
          + (revocable ? "{REV}" : "");
    }

    private String stack() {
      boolean isStaticOnly =
          reservations.size() == 1 && field("type", reservations.get(0)).equals("STATIC");
      return isStaticOnly
          ? field("role", reservations.get(0))
          : reservations.stream()
              .map(
                  one ->
                      field("type", one) + "," + field("role", one) + "," + field("principal", one))
              .collect(Collectors.joining("),(", "reservations: [(", ")]"));
    }

    private static String field(String name, JsonNode reservation) {
      return reservation.path(name).asText();
    }
  }
}
