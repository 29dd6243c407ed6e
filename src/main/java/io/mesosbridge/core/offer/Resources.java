package io.mesosbridge.core.offer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.core.mesos.Event;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Resources as the master compares them: those of one kind add up; reserved, revocable and
 * unreserved ones are kept apart.
 *
 * @param amounts how much there is of each kind that can be split
 * @param wholes resources that are taken whole or not at all: volumes, disks with a source, and
 *     what is not understood
 */
public record Resources(Map<ResourceKind, Amount> amounts, List<Whole> wholes) {

  /**
   * A resource that is taken whole or not at all.
   *
   * @param kind null when it is not understood, as is its amount
   * @param other what is not understood, without its allocation; else null
   */
  record Whole(ResourceKind kind, Amount amount, JsonNode other) {
    @Override
    public String toString() {
      return other == null ? kind + ":" + amount : other.toString();
    }
  }

  private static final int LONGEST_TEXT = 300;

  /** Nothing. */
  public static final Resources NONE = new Resources(Map.of(), List.of());

  /** Reads a list of Mesos' {@code Resource} objects. */
  public static Resources read(JsonNode list) {
    return read(List.of(list), any -> true);
  }

  /**
   * Reads such lists, and adds them up in one go: there may be a hundred thousand.
   *
   * @param counts whether to read an object
   */
  static Resources read(Collection<JsonNode> lists, Predicate<JsonNode> counts) {
    Map<ResourceKind, List<Amount>> parts = new LinkedHashMap<>();
    List<Whole> wholes = new ArrayList<>();
    for (JsonNode resource :
        (Iterable<JsonNode>) lists.stream().flatMap(Resources::each).filter(counts)::iterator) {
      ResourceKind kind = ResourceKind.of(resource);
      Amount amount = ResourceFormat.amount(resource).orElse(null);
      if (amount != null && kind.isDivisible()) {
        parts.computeIfAbsent(kind, any -> new ArrayList<>(1)).add(amount);
      } else if (amount != null) {
        wholes.add(new Whole(kind, amount, null));
      } else if (resource instanceof ObjectNode object) {
        wholes.add(new Whole(null, null, object.deepCopy().without("allocation_info")));
      }
    }
    Map<ResourceKind, Amount> amounts = new LinkedHashMap<>();
    parts.forEach((kind, each) -> amounts.put(kind, Amount.sum(each)));
    return new Resources(amounts, wholes);
  }

  private static Stream<JsonNode> each(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  /** Both together. */
  public Resources plus(Resources other) {
    Map<ResourceKind, Amount> sum = new LinkedHashMap<>(amounts);
    other.amounts.forEach(
        (kind, amount) -> sum.merge(kind, amount, (one, more) -> Amount.sum(List.of(one, more))));
    return new Resources(sum, Stream.concat(wholes.stream(), other.wholes.stream()).toList());
  }

  /** As much of each as either has. */
  Resources most(Resources other) {
    Map<ResourceKind, Amount> most = new LinkedHashMap<>(amounts);
    other.amounts.forEach((kind, amount) -> most.merge(kind, amount, Amount::most));
    return new Resources(
        most, Stream.concat(wholes.stream(), other.wholes.stream()).distinct().toList());
  }

  /** What is left when the other's are taken. */
  public Resources minus(Resources other) {
    Map<ResourceKind, Amount> left = new LinkedHashMap<>();
    amounts.forEach(
        (kind, amount) -> {
          Amount taken = other.amounts.get(kind);
          Amount rest = taken == null ? amount : amount.minus(taken);
          if (!rest.isEmpty()) {
            left.put(kind, rest);
          }
        });
    if (other.wholes.isEmpty()) {
      return new Resources(left, wholes);
    }
    Set<Whole> taken = new HashSet<>(other.wholes);
    return new Resources(left, wholes.stream().filter(whole -> !taken.contains(whole)).toList());
  }

  /** Whether all of the other's are there. */
  public boolean contains(Resources other) {
    for (Map.Entry<ResourceKind, Amount> wanted : other.amounts.entrySet()) {
      Amount amount = amounts.get(wanted.getKey());
      if (amount == null ? !wanted.getValue().isEmpty() : !amount.contains(wanted.getValue())) {
        return false;
      }
    }
    return other.wholes.isEmpty() || new HashSet<>(wholes).containsAll(other.wholes);
  }

  /** Without what is taken whole. */
  public Resources divisible() {
    return new Resources(amounts, List.of());
  }

  /** Whether there is any of that name. */
  boolean have(String name) {
    for (ResourceKind kind : amounts.keySet()) {
      if (kind.name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  /** Whether there is nothing. */
  public boolean isEmpty() {
    return wholes.isEmpty() && amounts.values().stream().allMatch(Amount::isEmpty);
  }

  /** Mesos' text form, with the JSON of what has none; the beginning of it when it is long. */
  @Override
  public String toString() {
    return Event.cut(
        Stream.concat(
                amounts.entrySet().stream().map(entry -> entry.getKey() + ":" + entry.getValue()),
                wholes.stream().map(Whole::toString))
            .collect(Collectors.joining(";")),
        LONGEST_TEXT);
  }
}
