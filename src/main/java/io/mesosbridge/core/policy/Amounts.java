package io.mesosbridge.core.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.core.offer.Allocation;
import io.mesosbridge.core.offer.Amount;
import io.mesosbridge.core.offer.ResourceFormat;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How much there is of each resource, in thousandths by name, whatever it is reserved for: of
 * ranges and sets the number of what is in them.
 */
final class Amounts {

  private final Map<String, Long> thousandths = new HashMap<>();

  Amounts() {}

  /** What a task has by its row; what is not known is nothing. */
  static Amounts of(Allocation allocation) {
    Amounts amounts = new Amounts();
    amounts.add(allocation.resources());
    amounts.add(allocation.executorResources());
    return amounts;
  }

  /** Part by part, so that one that nobody can read hides no other. */
  private void add(String text) {
    for (String part : text == null ? new String[0] : text.split(";", -1)) {
      try {
        ResourceFormat.parse(part).forEach(this::add);
      } catch (IllegalArgumentException unreadable) {
        // of a name that no limit has either
      }
    }
  }

  /**
   * Adds Mesos' {@code Resource} object, of which nothing is added where it cannot be read.
   *
   * @return whether nothing that has a limit was left out
   */
  boolean add(JsonNode resource, Map<String, Long> limits) {
    JsonNode name = resource.path("name");
    return add(resource)
        || limits.isEmpty()
        || (name.isTextual() && !limits.containsKey(name.textValue()));
  }

  private boolean add(JsonNode resource) {
    Optional<Amount> amount = ResourceFormat.amount(resource);
    if (amount.isEmpty() || !resource.path("name").isTextual()) {
      return false;
    }
    add(resource.path("name").textValue(), amount.get().thousandths());
    return true;
  }

  private void add(String name, long more) {
    thousandths.merge(name, more, Amounts::sum);
  }

  /** No sum of what is not negative is less than its parts. */
  private static long sum(long one, long more) {
    return one + more < 0 ? Long.MAX_VALUE : one + more;
  }

  void add(Amounts others) {
    others.thousandths.forEach(this::add);
  }

  void remove(Amounts others) {
    others.thousandths.forEach((name, less) -> thousandths.merge(name, -less, Long::sum));
  }

  /** Of what there is more than that; empty when it is all within the limits. */
  Optional<String> beyond(Map<String, Long> limits) {
    return limits.entrySet().stream()
        .filter(limit -> of(limit.getKey()) > limit.getValue())
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** How much of that name. */
  long of(String name) {
    return thousandths.getOrDefault(name, 0L);
  }

  /** All of it. */
  Map<String, Long> thousandths() {
    return Collections.unmodifiableMap(thousandths);
  }

  /** As it is written, without needless digits. */
  static String text(long thousandths) {
    return BigDecimal.valueOf(thousandths, 3).stripTrailingZeros().toPlainString();
  }
}
