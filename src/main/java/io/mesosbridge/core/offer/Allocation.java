package io.mesosbridge.core.offer;

import com.fasterxml.jackson.databind.JsonNode;
import io.mesosbridge.core.offer.Amount.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a task has of its agent.
 *
 * @param role to which it is allocated, or null when that is not known
 * @param resources the task's own in Mesos' text form, whatever they are reserved for, or null when
 *     they are not known
 * @param executorResources those of the executor that it was launched with, which may be that of
 *     other tasks as well; null for none, or when they are not known
 */
public record Allocation(String role, String resources, String executorResources) {

  /** Of a task of which nothing is known. */
  public static final Allocation UNKNOWN = new Allocation(null, null, null);

  /** Longer texts would take more of the heap than all else that is known of a task. */
  private static final int LONGEST_TEXT = 300;

  /** As which the size of a volume may be filled in. */
  private static final int LONGEST_NUMBER = 25;

  /** Of which an intent names those of each task; the ids of more tasks fill it already. */
  public static final int MOST_DIFFERENT = 1_000;

  /** What adds up: a name means one thing, whatever the resources are reserved for. */
  private record Kind(String name, Class<? extends Amount> type) {}

  /**
   * Of a task that is to be launched.
   *
   * @param executor its own, or its group's; one that is missing for none
   */
  public static Allocation of(JsonNode task, JsonNode executor) {
    String role = task.path("resources").path(0).path("allocation_info").path("role").asText(null);
    return new Allocation(role, text(task), executor.isObject() ? text(executor) : null);
  }

  private static String text(JsonNode holder) {
    Map<Kind, List<Amount>> parts = parts(holder);
    String all = text(parts, false);
    String told = all.length() > LONGEST_TEXT ? text(parts, true) : all;
    return told.length() > LONGEST_TEXT ? null : told;
  }

  private static Map<Kind, List<Amount>> parts(JsonNode holder) {
    Map<Kind, List<Amount>> parts = new LinkedHashMap<>();
    for (JsonNode resource : holder.path("resources")) {
      ResourceFormat.amount(resource)
          .filter(amount -> !amount.isEmpty())
          .ifPresent(
              amount ->
                  parts
                      .computeIfAbsent(
                          new Kind(resource.path("name").asText(), amount.getClass()),
                          any -> new ArrayList<>(1))
                      .add(amount));
    }
    return parts;
  }

  /** Of ranges and sets how many are in them, where that is enough. */
  private static String text(Map<Kind, List<Amount>> parts, boolean inNumbers) {
    StringBuilder text = new StringBuilder(32);
    parts.forEach(
        (kind, amounts) -> {
          Amount sum = Amount.sum(amounts);
          text.append(text.isEmpty() ? "" : ";")
              .append(ResourceKind.word(kind.name))
              .append(':')
              .append(inNumbers ? new Scalar(sum.thousandths()) : sum);
        });
    return text.toString();
  }

  /** Whether what a task or an executor has can be told, whatever offer fills in its volumes. */
  public static boolean isTold(JsonNode holder) {
    return text(parts(holder), true).length() + LONGEST_NUMBER <= LONGEST_TEXT;
  }

  /**
   * Those of the tasks of a command, as they are remembered until their rows tell of them.
   *
   * @return one for all when they are alike; none when too many differ
   */
  public static List<Allocation> inBrief(List<Allocation> each) {
    if (!each.isEmpty() && each.stream().allMatch(each.get(0)::equals)) {
      return List.of(each.get(0));
    }
    return each.size() > MOST_DIFFERENT ? List.of() : List.copyOf(each);
  }

  /** That of the task at the index, of what {@link #inBrief} returned. */
  static Allocation at(int index, List<Allocation> inBrief) {
    int place = inBrief.size() == 1 ? 0 : index;
    return place < inBrief.size() ? inBrief.get(place) : UNKNOWN;
  }

  boolean is(String otherRole, String otherResources, String otherExecutorResources) {
    return Objects.equals(role, otherRole)
        && Objects.equals(resources, otherResources)
        && Objects.equals(executorResources, otherExecutorResources);
  }
}
