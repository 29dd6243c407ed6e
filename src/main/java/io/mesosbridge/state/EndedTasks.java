package io.mesosbridge.state;

import io.mesosbridge.core.Recent;
import java.util.Map;
import java.util.Optional;

/**
 * The tasks that ended last, with the update that said so and the command that had launched them:
 * an agent repeats a terminal update whose acknowledgement got lost, and a launch whose result got
 * lost must not be taken for one that never was. Both must be recognised although the row is gone.
 */
public final class EndedTasks {

  private static final int MOST = 20_000;

  private final Map<String, End> ends = new Recent<>(MOST);

  /**
   * Notes the end of a task.
   *
   * @param uuid null when the update had none
   * @param commandId null when no command is known to have launched it
   */
  public void add(String taskId, String uuid, String commandId) {
    ends.remove(taskId);
    ends.put(taskId, new End(uuid, commandId));
  }

  /** Whether the task ended, with whatever update. */
  public boolean contains(String taskId) {
    return ends.containsKey(taskId);
  }

  /** Whether this very update ended the task. */
  public boolean endedBy(String taskId, String uuid) {
    return uuid != null && contains(taskId) && uuid.equals(ends.get(taskId).uuid);
  }

  /** Whether the task ended after this very command had launched it. */
  public boolean launchedBy(String taskId, String commandId) {
    return contains(taskId) && commandId.equals(ends.get(taskId).commandId);
  }

  /** The update that ended the task; empty when it had no uuid, or the task has not ended. */
  Optional<String> uuidOf(String taskId) {
    return Optional.ofNullable(ends.get(taskId)).map(End::uuid);
  }

  /** The command that launched the task; empty when none is known, or the task has not ended. */
  Optional<String> commandOf(String taskId) {
    return Optional.ofNullable(ends.get(taskId)).map(End::commandId);
  }

  /** The task lives again. */
  public void remove(String taskId) {
    ends.remove(taskId);
  }

  private record End(String uuid, String commandId) {}
}
