package io.mesosbridge.core.task;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the bridge must know of task states; new ones of later Mesos versions count as live. */
public final class TaskState {

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
      Set.of("TASK_LOST", "TASK_GONE", "TASK_GONE_BY_OPERATOR", "TASK_UNKNOWN");

  private static final Map<String, String> NAMES =
      Stream.concat(
              ENDS.stream(),
              Stream.of(
                  STAGING,
                  "TASK_STARTING",
                  "TASK_RUNNING",
                  "TASK_KILLING",
                  "TASK_UNREACHABLE",
                  "TASK_UNKNOWN"))
          .collect(Collectors.toUnmodifiableMap(name -> name, name -> name));

  private TaskState() {}

  /** The same name, and the same text for all tasks, as far as it is known. */
  static String shared(String state) {
    return NAMES.getOrDefault(state, state);
  }

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

  /** Whether a master refuses a launch so, of a task that it does not know therefore. */
  static boolean saysNotLaunched(String state) {
    return state.equals("TASK_DROPPED") || saysUnknown(state);
  }

  /**
   * Whether a master answers a reconciliation so for every task of an agent that is away or given
   * up, whether it ever had the task or not.
   */
  public static boolean isOfUnknownAgent(String state) {
    return state.equals("TASK_UNREACHABLE") || state.equals("TASK_GONE_BY_OPERATOR");
  }
}
