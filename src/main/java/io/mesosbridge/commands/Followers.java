package io.mesosbridge.commands;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * KILLs that wait for the launch of their task: carried out before that launch has its result, they
 * would kill nothing, and the task would start later. One for each task does; whoever says it again
 * need not wait.
 */
final class Followers {

  private final Map<String, List<String>> tasksByLaunch = new HashMap<>();
  private final Map<String, CommandWork> killByTask = new HashMap<>();
  private final Map<String, String> launchByTask = new HashMap<>();

  /** A launch of these tasks is to be placed, which may take several attempts. */
  void launching(String commandId, List<String> taskIds) {
    tasksByLaunch.put(commandId, taskIds);
    taskIds.forEach(taskId -> launchByTask.put(taskId, commandId));
  }

  /** Whether the KILL waits from now on; if not, nothing keeps it from being carried out. */
  boolean add(String taskId, CommandWork kill) {
    return launchByTask.containsKey(taskId) && killByTask.putIfAbsent(taskId, kill) == null;
  }

  /** The launch has its result, or begins anew: what waited for it waits no longer. */
  List<CommandWork> release(String commandId) {
    List<String> taskIds = tasksByLaunch.remove(commandId);
    if (taskIds == null) {
      return List.of();
    }
    List<CommandWork> kills = new ArrayList<>();
    for (String taskId : taskIds) {
      launchByTask.remove(taskId, commandId);
      CommandWork kill = killByTask.remove(taskId);
      if (kill != null) {
        kills.add(kill);
      }
    }
    return kills;
  }

  /** Those of which this is so; they wait no longer. */
  List<CommandWork> takeIf(Predicate<CommandWork> condition) {
    List<CommandWork> taken = new ArrayList<>();
    for (Iterator<CommandWork> each = killByTask.values().iterator(); each.hasNext(); ) {
      CommandWork kill = each.next();
      if (condition.test(kill)) {
        each.remove();
        taken.add(kill);
      }
    }
    return taken;
  }
}
