package io.mesosbridge.core.offer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mesosbridge.core.mesos.Event;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** Whether any number of tasks may use it at once. */
    private boolean isShared() {
      return kind != null && kind.isShared();
    }

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
    return new Resources(sums(parts), wholes);
  }

  private static Map<ResourceKind, Amount> sums(Map<ResourceKind, List<Amount>> parts) {
    Map<ResourceKind, Amount> sums = new LinkedHashMap<>();
    parts.forEach((kind, each) -> sums.put(kind, Amount.sum(each)));
    return sums;
  }

  /** What can be split of all of these; empty when two of them have the same number or name. */
  public static Optional<Resources> apart(List<Resources> all) {
    Map<ResourceKind, List<Amount>> parts = new LinkedHashMap<>();
    for (Resources each : all) {
      each.amounts.forEach(
          (kind, amount) -> parts.computeIfAbsent(kind, any -> new ArrayList<>(1)).add(amount));
    }
    Map<ResourceKind, Amount> sums = sums(parts);
    boolean isApart = true;
    for (Map.Entry<ResourceKind, List<Amount>> of : parts.entrySet()) {
      Amount sum = sums.get(of.getKey());
      long count = of.getValue().stream().mapToLong(Amount::thousandths).sum();
      isApart &= sum instanceof Amount.Scalar || sum.thousandths() == count;
    }
    return isApart ? Optional.of(new Resources(sums, List.of())) : Optional.empty();
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
    List<Whole> more = without(other.wholes, wholes);
    return new Resources(most, Stream.concat(wholes.stream(), more.stream()).toList());
  }

  /** What is left when the other's are taken, shared volumes as well. */
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
    return new Resources(left, other.wholes.isEmpty() ? wholes : without(wholes, other.wholes));
  }

  /** Each takes one that is equal, or, when it is shared, all that are. */
  private static List<Whole> without(List<Whole> all, List<Whole> taken) {
    Map<Whole, Integer> toTake = new HashMap<>();
    taken.forEach(each -> toTake.merge(each, 1, Integer::sum));
    List<Whole> left = new ArrayList<>();
    for (Whole each : all) {
      int number = toTake.getOrDefault(each, 0);
      if (number == 0) {
        left.add(each);
      } else if (!each.isShared()) {
        toTake.put(each, number - 1);
      }
    }
    return left;
  }

  /** Whether all of the other's are there; a shared volume is, however often it is wanted. */
  public boolean contains(Resources other) {
    for (Map.Entry<ResourceKind, Amount> wanted : other.amounts.entrySet()) {
      Amount amount = amounts.get(wanted.getKey());
      if (amount == null ? !wanted.getValue().isEmpty() : !amount.contains(wanted.getValue())) {
        return false;
      }
    }
    return other.wholes.isEmpty() || without(other.wholes, wholes).isEmpty();
  }

  /** For each wish a volume, each but shared ones once; null where there is none. */
  List<Whole> volumes(List<VolumeWish> wishes) {
    List<Whole> free = wholes;
    List<Whole> found = new ArrayList<>(wishes.size());
    for (VolumeWish wish : wishes) {
      Whole first = null;
      for (Whole each : free) {
        first = first == null && wish.isMetBy(each.kind, each.amount) ? each : first;
      }
      found.add(first);
      free = first == null || first.isShared() ? free : without(free, List.of(first));
    }
    return found;
  }

  /** Without what is taken whole. */
  public Resources divisible() {
    return new Resources(amounts, List.of());
  }

  /** Without what others may use as well: volumes that are shared. */
  Resources exclusive() {
    return wholes.isEmpty()
        ? this
        : new Resources(amounts, wholes.stream().filter(whole -> !whole.isShared()).toList());
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
