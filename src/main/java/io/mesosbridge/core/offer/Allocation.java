package io.mesosbridge.core.offer;

import com.fasterxml.jackson.databind.JsonNode;
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

  /** Of which an intent names those of each task; the ids of more tasks fill it already. */
  private static final int MOST_DIFFERENT = 1_000;

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
    Map<Kind, List<Amount>> parts = new LinkedHashMap<>();
    for (JsonNode resource : holder.path("resources")) {
      ResourceFormat.amount(resource)
          .ifPresent(
              amount ->
                  parts
                      .computeIfAbsent(
                          new Kind(resource.path("name").asText(), amount.getClass()),
                          any -> new ArrayList<>(1))
                      .add(amount));
    }
    String all = text(parts);
    if (all.length() > LONGEST_TEXT) {
      parts.keySet().removeIf(kind -> kind.type != Amount.Scalar.class);
      all = text(parts);
    }
    return all.length() > LONGEST_TEXT ? null : all;
  }

  private static String text(Map<Kind, List<Amount>> parts) {
    StringBuilder text = new StringBuilder(32);
    parts.forEach(
        (kind, amounts) ->
            text.append(text.isEmpty() ? "" : ";")
                .append(ResourceKind.word(kind.name))
                .append(':')
                .append(Amount.sum(amounts)));
    return text.toString();
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
