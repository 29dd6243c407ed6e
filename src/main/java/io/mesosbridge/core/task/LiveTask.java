package io.mesosbridge.core.task;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.mesosbridge.core.PlainJson;
import io.mesosbridge.core.Recent;
import io.mesosbridge.core.StateJson;
import io.mesosbridge.core.mesos.Event.TaskStatus;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A row of the live-task table.
 *
 * @param taskId the task's id
 * @param state the last known state's name in Mesos, e.g. {@code TASK_RUNNING}
 * @param agentId the agent it runs on, or null when no update named it
 * @param executorId its executor, or null
 * @param uuid the last published update's uuid in base64, or null
 * @param updatedAt ISO-8601 instant of the last change
 * @param commandId the command that launched it, or null
 * @param traceparent that command's W3C trace context, or null; kept in the row's headers
 */
public record LiveTask(
    String taskId,
    String state,
    String agentId,
    String executorId,
    String uuid,
    String updatedAt,
    String commandId,
    @JsonIgnore String traceparent) {

  /** Refuses a row that names no task or no state. */
  public LiveTask {
    requireNonNull(taskId, "task_id");
    requireNonNull(state, "state");
  }

  /** The row's JSON; as text where that is the same, since there are so many. */
  byte[] json() {
    boolean isPlain =
        PlainJson.isPlain(taskId)
            && PlainJson.isPlain(state)
            && PlainJson.isPlain(agentId)
            && PlainJson.isPlain(executorId)
            && PlainJson.isPlain(uuid)
            && PlainJson.isPlain(updatedAt)
            && PlainJson.isPlain(commandId);
    return isPlain
        ? PlainJson.join(
            "{\"task_id\":\"",
            taskId,
            "\",\"state\":\"",
            state,
            "\",\"agent_id\":\"",
            agentId,
            "\",\"executor_id\":\"",
            executorId,
            "\",\"uuid\":\"",
            uuid,
            "\",\"updated_at\":\"",
            updatedAt,
            "\",\"command_id\":\"",
            commandId,
            "\"}")
        : StateJson.write(this);
  }

  /** Whether its launch was taken, and nobody has told anything of it since. */
  public boolean hasNotBeenHeardOf() {
    return uuid == null && state.equals(TaskState.STAGING);
  }

  /** The same row with the trace context that its headers hold. */
  public LiveTask tracedBy(String newTraceparent) {
    return new LiveTask(
        taskId, state, agentId, executorId, uuid, updatedAt, commandId, newTraceparent);
  }

  /**
   * The row after a status, which may leave out what the one before said.
   *
   * @param before the row before, or null
   * @param at ISO-8601 instant of the change
   */
  static LiveTask after(TaskStatus status, LiveTask before, Launch launch, String at) {
    return new LiveTask(
        status.taskId(),
        status.state(),
        newest(status.agentId(), before == null ? null : before.agentId()),
        newest(status.executorId(), before == null ? null : before.executorId()),
        newest(status.uuid(), before == null ? null : before.uuid()),
        at,
        launch.commandId(),
        launch.traceparent());
  }

  private static String newest(String now, String before) {
    return now == null ? before : now;
  }

  /** The row of a task of which nothing is known yet but that its launch was taken. */
  static LiveTask launched(String taskId, String agentId, String at, Launch launch) {
    return new LiveTask(
        taskId,
        TaskState.STAGING,
        agentId,
        null,
        null,
        at,
        launch.commandId(),
        launch.traceparent());
  }

  /**
   * Which command launched a task.
   *
   * @param commandId null when none is known
   * @param traceparent that command's W3C trace context, or null
   */
  public record Launch(String commandId, String traceparent) {

    /** Of a task that no command is known to have launched. */
    public static final Launch UNKNOWN = new Launch(null, null);
  }

  /** The live tasks as commands see them. */
  public interface TaskLookup {

    /** The task, if it is live. */
    Optional<LiveTask> find(String taskId);

    /** The live tasks of that executor; ids of executors are unique on an agent only. */
    Stream<LiveTask> findByExecutor(String executorId);
  }

  /**
   * The live tasks of each executor that has another id than its task, which tells the others: so
   * that a launch costs the same however many tasks there are.
   */
  public static final class TasksOfExecutors {

    private final Map<String, Set<String>> tasks = new HashMap<>();

    /** A row takes another's place; null for none. */
    public void moved(LiveTask before, LiveTask after) {
      if (before != null && after != null && isOfOne(before, after)) {
        return;
      }
      if (before != null && before.executorId != null) {
        tasks.computeIfPresent(before.executorId, (id, all) -> without(all, before.taskId));
      }
      if (after != null && after.executorId != null && !after.executorId.equals(after.taskId)) {
        tasks.merge(after.executorId, Set.of(after.taskId), TasksOfExecutors::with);
      }
    }

    private static boolean isOfOne(LiveTask task, LiveTask other) {
      return Objects.equals(task.executorId, other.executorId);
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

  /** What the bridge must know of task states; new ones of later Mesos versions count as live. */
  public static final class TaskState {

    /** Of a task whose launch was taken and of which nothing is known yet. */
    public static final String STAGING = "TASK_STAGING";

    private static final Set<String> ENDS =
        Set.of(
            "TASK_FINISHED",
            "TASK_FAILED",
            "TASK_KILLED",
            "TASK_ERROR",
            "TASK_LOST",
            "TASK_DROPPED",
            "TASK_GONE",
            "TASK_GONE_BY_OPERATOR");

    private static final Set<String> UNKNOWN_TO_MASTER =
        Set.of("TASK_LOST", "TASK_DROPPED", "TASK_GONE", "TASK_GONE_BY_OPERATOR", "TASK_UNKNOWN");

    private TaskState() {}

    /** Whether a task in that state leaves the live-task table. */
    public static boolean isTerminal(String state) {
      return ENDS.contains(state);
    }

    /** Whether a task in that state stays in the live-task table, but does not enter it. */
    public static boolean isOutOfSight(String state) {
      return state.equals("TASK_UNREACHABLE") || state.equals("TASK_UNKNOWN");
    }

    /** Whether a master answers a reconciliation so for a task that it does not know. */
    public static boolean saysUnknown(String state) {
      return UNKNOWN_TO_MASTER.contains(state);
    }

    /**
     * Whether a master answers a reconciliation so for every task of an agent that is away or given
     * up, whether it ever had the task or not.
     */
    public static boolean isOfUnknownAgent(String state) {
      return state.equals("TASK_UNREACHABLE") || state.equals("TASK_GONE_BY_OPERATOR");
    }
  }

  /**
   * The tasks that ended last, with the update that said so and the command that had launched them:
   * an agent repeats a terminal update whose acknowledgement got lost, and a launch whose result
   * got lost must not be taken for one that never was. Both must be recognised although the row is
   * gone.
   */
  public static final class EndedTasks {

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

    /** A task of that id lives again; the end of the one before may still be repeated. */
    public void livesAgain(String taskId) {
      ends.computeIfPresent(taskId, (id, end) -> new End(end.uuid, end.commandId, true));
    }

    private record End(String uuid, String commandId, boolean livesAgain) {}
  }
}
