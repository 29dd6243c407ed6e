package io.mesosbridge.core.task;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which framework the row of each live task names: most of them name the first one of all. */
public final class TaskFrameworks {

  private final Map<String, String> others = new HashMap<>();
  private String usual;

  /** The row names that one; null for none. */
  public void put(String taskId, String frameworkId) {
    usual = usual == null ? frameworkId : usual;
    if (frameworkId != null && frameworkId.equals(usual)) {
      others.remove(taskId);
    } else {
      others.put(taskId, frameworkId);
    }
  }

  /** The task lives no longer. */
  public void remove(String taskId) {
    others.remove(taskId);
  }

  /** Which one the row of a live task names; null for none. */
  public String of(LiveTask task) {
    return others.containsKey(task.taskId()) ? others.get(task.taskId()) : usual;
  }

  /** Which ones these rows of live tasks name, in order. */
  public SortedSet<String> of(Collection<LiveTask> tasks) {
    return tasks.stream()
        .map(this::of)
        .filter(Objects::nonNull)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
