package io.mesosbridge.examples.streams;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an agent has.
 *
 * @param hostname null where it is not known
 * @param tasks what is said of each, by task id
 */
record AgentTasks(String hostname, SortedMap<String, String> tasks) {

  static AgentTasks none() {
    return new AgentTasks(null, new TreeMap<>());
  }

  AgentTasks with(PlacedTask task) {
    SortedMap<String, String> more = new TreeMap<>(tasks);
    more.put(task.taskId(), task.says());
    return new AgentTasks(task.hostname() == null ? hostname : task.hostname(), more);
  }

  /** Null, which is a tombstone, when nothing is left. */
  AgentTasks without(PlacedTask task) {
    SortedMap<String, String> less = new TreeMap<>(tasks);
    less.remove(task.taskId());
    return less.isEmpty() ? null : new AgentTasks(hostname, less);
  }

  AgentTasks {
    tasks = new TreeMap<>(Map.copyOf(tasks));
  }
}
