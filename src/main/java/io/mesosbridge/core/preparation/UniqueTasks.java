package io.mesosbridge.core.preparation;

import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.ErrorCode;
import io.mesosbridge.core.language.LaunchOperation;
import io.mesosbridge.core.language.RefusedException;
import io.mesosbridge.core.task.LiveTask;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Refuses to launch a task twice: the master would answer with TASK_ERROR for the task of that id
 * that is running, or whose agent is unreachable.
 */
record UniqueTasks(Context context) {

  /**
   * @param beforeWaiting whether a launch of the same task that is under way is another one, and
   *     not this very command, which waited for an offer
   */
  void check(Command command, boolean beforeWaiting) {
    Set<String> seen = new HashSet<>();
    for (LaunchOperation launch : LaunchOperation.in(command.call(), command.header().type())) {
      for (LaunchOperation.Task task : launch.tasks()) {
        if (!seen.add(task.id())) {
          throw duplicate(task, "is launched twice by this command");
        }
        Optional<LiveTask> live = context.tasks().find(task.id());
        if (live.isPresent()) {
          throw duplicate(task, "is there already, as " + live.get().state());
        }
        if (beforeWaiting && context.isBeingLaunched().test(task.id())) {
          throw duplicate(task, "is being launched by an earlier command");
        }
      }
    }
  }

  private static RefusedException duplicate(LaunchOperation.Task task, String why) {
    return new RefusedException(
        ErrorCode.DUPLICATE_TASK,
        task.at().field("task_id"),
        "%s: task %s %s; give each launch an id of its own"
            .formatted(task.at().field("task_id"), task.id(), why));
  }
}
