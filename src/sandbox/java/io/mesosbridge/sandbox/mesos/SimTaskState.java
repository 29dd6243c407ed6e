package io.mesosbridge.sandbox.mesos;

/** The states of {@code mesos.proto}; their JSON name has the prefix {@code TASK_}. */
public enum SimTaskState {
  STAGING,
  STARTING,
  RUNNING,
  KILLING,
  FINISHED,
  FAILED,
  KILLED,
  ERROR,
  LOST,
  DROPPED,
  UNREACHABLE,
  GONE,
  GONE_BY_OPERATOR,
  UNKNOWN;

  private final String text = "TASK_" + name();

  /** The name in JSON, such as {@code TASK_RUNNING}. */
  public String text() {
    return text;
  }

  /** Whether the task has ended on its agent. */
  public boolean hasEnded() {
    return switch (this) {
      case FINISHED, FAILED, KILLED, ERROR, LOST, DROPPED, GONE_BY_OPERATOR -> true;
      default -> false;
    };
  }
}
