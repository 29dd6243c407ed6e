package io.mesosbridge.core.task;

import io.mesosbridge.core.Recent;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

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
   * @param uuid of the update that said so, or what else its tombstone is called by
   * @param commandId null when no command is known to have launched it
   */
  public void add(String taskId, String uuid, String commandId) {
    ends.remove(taskId);
    ends.put(taskId, new End(uuid, commandId, false));
  }

  /** Whether the task ended, with whatever update, and no other of its id has lived since. */
  public boolean contains(String taskId) {
    return find(taskId).isPresent();
  }

  private Optional<End> find(String taskId) {
    return Optional.ofNullable(ends.get(taskId)).filter(end -> !end.livesAgain);
  }

  /** Whether this very update ended the task, or the one of its id before it. */
  public boolean endedBy(String taskId, String uuid) {
    End end = ends.get(taskId);
    return end != null && uuid != null && uuid.equals(end.uuid);
  }

  /** Whether the task ended after this very command had launched it. */
  public boolean launchedBy(String taskId, String commandId) {
    return commandOf(taskId).filter(commandId::equals).isPresent();
  }

  /** The update that ended the task; empty when it has not ended. */
  public Optional<String> uuidOf(String taskId) {
    return find(taskId).map(End::uuid);
  }

  /** The command that launched the task; empty when none is known, or the task has not ended. */
  public Optional<String> commandOf(String taskId) {
    return find(taskId).map(End::commandId);
  }

  /** Tells of each task by which command it was launched, as far as that is known. */
  public void forEach(BiConsumer<String, String> launch) {
    ends.forEach((taskId, end) -> launch.accept(taskId, end.commandId));
  }

  /** A task of that id lives again; the end of the one before may still be repeated. */
  public void livesAgain(String taskId) {
    ends.computeIfPresent(taskId, (id, end) -> new End(end.uuid, end.commandId, true));
  }

  private record End(String uuid, String commandId, boolean livesAgain) {}
}
