package io.mesosbridge.core.task;

import io.mesosbridge.core.Memory;
import io.mesosbridge.core.Now;
import io.mesosbridge.core.mesos.Event.TaskStatus;
import io.mesosbridge.core.task.LiveTask.Launch;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The updates that are on their way to Kafka, with their rows, and which of those that rows name
 * this term has not seen there.
 *
 * <p>A row may leave together with its update only if somebody repeats that until it is
 * acknowledged: what a leader leaves behind may be the row alone. So it does for an update with
 * uuid, but not for the end of a task: a tombstone without its update would leave a task that
 * nobody asks Mesos for, and whose agent may be gone with what it had to repeat. Constraints count
 * a task that is back from when Mesos tells of it, not only from its row on.
 */
public final class Publications {

  private final Memory memory;
  private final Map<String, String> uuids = new HashMap<>();
  private final Map<String, Integer> ends = new HashMap<>();
  private final Map<String, Integer> rowsToCome = new HashMap<>();

  /** Tasks with a row that names an update of which this term has not seen that Kafka has it. */
  private final Set<String> unseen;

  private long life;

  /** An update, and its row if it has one, until Kafka has answered for both. */
  public static final class Publication {
    final TaskStatus status;
    final Launch launch;

    /** Whether the row is written only after the update. */
    final boolean isRowToCome;

    private final long life;

    /** When the update came. */
    final Now since;

    private int awaited = 1;
    private boolean refused;

    private Publication(
        TaskStatus status, Launch launch, boolean isRowToCome, long life, Now since) {
      this.since = since;
      this.status = status;
      this.launch = launch;
      this.isRowToCome = isRowToCome;
      this.life = life;
    }

    /** What Mesos said. */
    public TaskStatus status() {
      return status;
    }

    /** Its row is written, too. */
    void awaitsRow() {
      awaited++;
    }

    boolean isEnd() {
      return TaskState.isTerminal(status.state());
    }
  }

  /** Of what rows say a term that begins has seen nothing. */
  Publications(Memory memory) {
    this.memory = memory;
    this.unseen = new HashSet<>(memory.tasks().keySet());
  }

  /**
   * An update is written now.
   *
   * @param hasRow whether it may change the table
   * @param now when it came
   */
  Publication begin(TaskStatus status, Launch launch, boolean hasRow, Now now) {
    String taskId = status.taskId();
    boolean isEnd = TaskState.isTerminal(status.state());
    boolean isRowToCome =
        hasRow && (status.uuid() == null || isEnd || rowsToCome.containsKey(taskId));
    if (status.uuid() != null) {
      uuids.put(taskId, status.uuid());
    }
    if (isEnd) {
      ends.merge(taskId, 1, Integer::sum);
    }
    if (isRowToCome) {
      rowsToCome.merge(taskId, 1, Integer::sum);
      if (!isEnd && !TaskState.isOutOfSight(status.state()) && isRowless(taskId)) {
        LiveTask.after(status, null, launch, memory.groups(), null).among(memory.groups());
      }
    }
    return new Publication(status, launch, isRowToCome, life, now);
  }

  /** Whether the update would leave the table as it is. */
  boolean changesNothing(Publication update) {
    TaskStatus status = update.status;
    return isRowless(status.taskId())
        && (update.isEnd() ? knowsBetter(update) : TaskState.isOutOfSight(status.state()));
  }

  /**
   * Whether the very task ended before, of which the master says once more that it is gone; but not
   * if an update of its agent was to come, and will not any more.
   */
  private boolean knowsBetter(Publication update) {
    String taskId = update.status.taskId();
    String endedWith = memory.ended().commandOf(taskId).orElse(null);
    boolean comesNoMore =
        memory.ended().of(taskId).toCome() && !StatusMeaning.isEndToCome(update.status);
    return update.status.uuid() == null
        && !comesNoMore
        && memory.ended().contains(taskId)
        && Objects.equals(update.launch.commandId(), endedWith);
  }

  /** Whether that very update, or its row, is on its way. */
  boolean contains(TaskStatus status) {
    return status.uuid() != null && status.uuid().equals(uuids.get(status.taskId()));
  }

  /**
   * Whether the row of a task that this command launched may be on its way, or an update with uuid.
   * Which rows are that follow from no uuid, as from an answer of the master, nobody keeps count
   * of.
   */
  boolean mayContainRowOf(LiveTask row, String commandId) {
    boolean isPossible = row.uuid() == null || uuids.containsKey(row.taskId());
    return isPossible && commandId.equals(row.commandId());
  }

  /** Whether the end of the task, or its tombstone, is on its way, or an update of one back. */
  boolean isUndecided(String taskId) {
    return ends.containsKey(taskId) || (rowsToCome.containsKey(taskId) && isRowless(taskId));
  }

  private boolean isRowless(String taskId) {
    return !memory.tasks().containsKey(taskId);
  }

  /** Whether that very update came before, as far as is known. */
  boolean isRepeated(TaskStatus status) {
    return contains(status)
        || isNamedByRow(status)
        || memory.ended().endedBy(status.taskId(), status.uuid());
  }

  /** Whether it came before, but this term has seen no more of it than its row. */
  boolean isUnseen(TaskStatus status) {
    return !contains(status) && isNamedByRow(status) && unseen.contains(status.taskId());
  }

  private boolean isNamedByRow(TaskStatus status) {
    LiveTask row = memory.tasks().get(status.taskId());
    return row != null && status.uuid() != null && status.uuid().equals(row.uuid());
  }

  /**
   * Kafka has the update, or refused it.
   *
   * @return whether its row is to be written now
   */
  boolean updateAnswered(Publication update, boolean refused) {
    String taskId = update.status.taskId();
    if (update.life != life) {
      return false; // of a framework that is gone, whose table is empty
    }
    if (isNamedByRow(update.status) && refused) {
      unseen.add(taskId);
    } else if (isNamedByRow(update.status)) {
      unseen.remove(taskId);
    }
    if (update.isRowToCome) {
      boolean isLast = rowsToCome.computeIfPresent(taskId, Publications::oneLess) == null;
      if (isLast && refused && isRowless(taskId)) {
        memory.groups().ended(taskId);
      }
    }
    return update.isRowToCome && !refused;
  }

  /**
   * Kafka has answered for the update or the row.
   *
   * @return whether it has both now, or has the update and there is no row
   */
  boolean answered(Publication update, boolean refused) {
    update.refused |= refused;
    return --update.awaited == 0 && !update.refused && update.life == life;
  }

  /** Nothing is on its way any more once Kafka has answered for both. */
  void endIfAnswered(Publication update) {
    String taskId = update.status.taskId();
    if (update.awaited == 0 && update.life == life) {
      uuids.remove(taskId, update.status.uuid());
      if (update.isEnd()) {
        ends.computeIfPresent(taskId, Publications::oneLess);
      }
    }
  }

  private static Integer oneLess(String taskId, int count) {
    return count == 1 ? null : count - 1;
  }

  /** The framework is gone, and its tasks with it. */
  void forgetAll() {
    life++;
    rowsToCome.keySet().forEach(memory.groups()::ended);
    uuids.clear();
    ends.clear();
    rowsToCome.clear();
    unseen.clear();
  }
}
