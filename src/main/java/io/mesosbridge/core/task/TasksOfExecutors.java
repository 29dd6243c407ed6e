package io.mesosbridge.core.task;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The live tasks of each executor that has another id than its task, which tells the others: so
 * that a launch costs the same however many tasks there are.
 */
public final class TasksOfExecutors {

  private final Map<String, Set<String>> tasks = new HashMap<>();

  /** A row takes another's place; null for none. */
  public void moved(LiveTask before, LiveTask after) {
    if (before != null && after != null && isOfOne(before, after)) {
      return;
    }
    if (before != null && before.executorId() != null) {
      tasks.computeIfPresent(before.executorId(), (id, all) -> without(all, before.taskId()));
    }
    if (after != null && after.executorId() != null && !after.executorId().equals(after.taskId())) {
      tasks.merge(after.executorId(), Set.of(after.taskId()), TasksOfExecutors::with);
    }
  }

  private static boolean isOfOne(LiveTask task, LiveTask other) {
    return Objects.equals(task.executorId(), other.executorId());
  }

  private static Set<String> with(Set<String> all, Set<String> another) {
    Set<String> larger = all instanceof LinkedHashSet ? all : new LinkedHashSet<>(all);
    larger.addAll(another);
    return larger;
  }

  private static Set<String> without(Set<String> all, String taskId) {
    if (all.size() == 1) {
      return all.contains(taskId) ? null : all;
    }
    all.remove(taskId);
    return all;
  }

  /** The ids of the executor's tasks, but for one that is the executor's as well. */
  public Stream<String> of(String executorId) {
    return tasks.getOrDefault(executorId, Set.of()).stream();
  }
}
