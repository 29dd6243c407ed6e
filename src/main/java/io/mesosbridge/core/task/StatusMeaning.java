package io.mesosbridge.core.task;

import io.mesosbridge.core.mesos.Event.TaskStatus;
import java.util.Objects;
import java.util.Set;

/**
 * What a task's status means to the bridge: one answer for every combination of what Mesos says and
 * what is known. A repeated uuid comes first; a launch is proved only by a status that no other row
 * and no former end of the task explains. Source for which states and reasons a master uses when:
 * {@code master.cpp} of Mesos.
 */
public enum StatusMeaning {
  /**
   * Kafka has this very update, or is about to: it is acknowledged again, and published again only
   * if this term has seen no more of it than its row.
   */
  REPEATED,
  /** A launch of which nobody knew whether it took effect did. */
  PROVES,
  /** The task of a launch in doubt never was. */
  DENIES,
  /** A launch in doubt may or may not have taken effect: its agent, or its uuid, is awaited. */
  UNCLEAR,
  /** It says what the table says, and nobody asked. */
  CONFIRMS,
  /** Somebody wants to hear it, but it changes nothing in the table. */
  ANSWERS,
  /** It tells something new. */
  NEWS,
  /** It says of a task that nobody knows that nobody knows it. */
  NOBODYS;

  private static final String RECONCILIATION = "REASON_RECONCILIATION";
  private static final String INVALID_OFFERS = "REASON_INVALID_OFFERS";

  /** A master tells so of the tasks of an agent that was out of reach and is there again. */
  private static final String BACK_AGAIN = "REASON_AGENT_REREGISTERED";

  /** A master tells so of the tasks of an agent that it gives up, or that an operator does. */
  private static final String AGENT_REMOVED = "REASON_AGENT_REMOVED";

  /** A master refuses launches so, also one of a task that lives already, which lives on. */
  private static final Set<String> REFUSALS =
      Set.of(
          INVALID_OFFERS,
          "REASON_TASK_INVALID",
          "REASON_TASK_UNAUTHORIZED",
          "REASON_TASK_GROUP_INVALID",
          "REASON_TASK_GROUP_UNAUTHORIZED");

  /**
   * What is known of the task when its status comes.
   *
   * @param isPublished whether Kafka has, or is about to have, an update with this status' uuid, or
   *     its row
   * @param row its row in the live-task table, or null
   * @param hasEnded whether it is remembered to have ended
   * @param launchInDoubt the command whose launch of it is in doubt, or null
   * @param isAsked whether a consumer asked for its state
   * @param isOurQuestion whether the bridge asked for its state
   * @param isLateAnswer whether a question is on its way that was asked before the task's latest
   *     launch was sent
   */
  public record Known(
      boolean isPublished,
      LiveTask row,
      boolean hasEnded,
      String launchInDoubt,
      boolean isAsked,
      boolean isOurQuestion,
      boolean isLateAnswer) {

    private boolean isLaunchInDoubt() {
      return launchInDoubt != null && (row == null || hasOwnRow());
    }

    private boolean hasOwnRow() {
      return row != null && Objects.equals(row.commandId(), launchInDoubt);
    }

    /** Whether the task's launch was accepted and nobody has told anything of it since. */
    private boolean hasNotBeenHeardOf() {
      return row == null || row.hasNotBeenHeardOf();
    }
  }

  /** Whether it says something of the launch in doubt. */
  public boolean isOfLaunchInDoubt() {
    return this == PROVES || this == DENIES || this == UNCLEAR;
  }

  /** The meaning of the status. */
  public static StatusMeaning of(TaskStatus status, Known known) {
    if (status.uuid() != null) {
      return ofAgents(known);
    }
    boolean isAnswer = isAnswer(status);
    if ((known.isLateAnswer() && isGone(status)) || isEndElsewhere(status, known.row())) {
      return known.isAsked() ? ANSWERS : NOBODYS;
    }
    if (known.isLaunchInDoubt()) {
      return known.hasOwnRow() ? PROVES : ofLaunchInDoubt(status, known);
    }
    if (!isAnswer) {
      boolean isOfAnotherLaunch = REFUSALS.contains(Objects.toString(status.reason()));
      return isOfAnotherLaunch && !known.hasNotBeenHeardOf() ? ANSWERS : NEWS;
    }
    return known.row() == null ? ofUnknownTask(status, known) : ofLiveTask(status, known);
  }

  private static StatusMeaning ofAgents(Known known) {
    if (known.isPublished()) {
      return REPEATED;
    }
    return known.isLaunchInDoubt() ? PROVES : NEWS;
  }

  private static StatusMeaning ofLaunchInDoubt(TaskStatus status, Known known) {
    String state = status.state();
    if (INVALID_OFFERS.equals(status.reason())) {
      return TaskState.saysNotLaunched(state) ? DENIES : PROVES;
    }
    if (known.hasEnded() && (isEndToCome(status) || isOfAgentThatGoes(status))) {
      return UNCLEAR; // it may be of the task before, while its end is not acknowledged
    }
    if (!isAnswer(status)) {
      return PROVES; // a master says so only of tasks that it knows
    }
    if (status.unreachable() || status.gone() || TaskState.isOfUnknownAgent(state)) {
      return UNCLEAR;
    }
    return TaskState.saysUnknown(state) ? DENIES : PROVES;
  }

  /** Whether a master answers so of a task that it does not know. */
  private static boolean isUnknown(TaskStatus status) {
    return isAnswer(status) && TaskState.saysUnknown(status.state());
  }

  /** Whether a master answers that the task ended, or that it does not know it. */
  public static boolean isGone(TaskStatus status) {
    return isUnknown(status) || isEndToCome(status);
  }

  /**
   * Whether a master answers that the task ended at another agent than that of the row, which may
   * be null: that was an earlier task. Of one that it does not know it names the agent that the
   * question did.
   */
  public static boolean isEndElsewhere(TaskStatus status, LiveTask row) {
    return status.uuid() == null && isEndToCome(status) && isElsewhere(status, row);
  }

  /** Whether it is of a task at another agent than that of the row, which may be null. */
  private static boolean isElsewhere(TaskStatus status, LiveTask row) {
    return row != null
        && row.agentId() != null
        && status.agentId() != null
        && !row.agentId().equals(status.agentId());
  }

  /** Whether a master says it because somebody asked. */
  public static boolean isAnswer(TaskStatus status) {
    return RECONCILIATION.equals(status.reason());
  }

  /** Whether a master knows the end from an agent's update that is not acknowledged, and comes. */
  static boolean isEndToCome(TaskStatus status) {
    return BACK_AGAIN.equals(status.reason())
        ? status.uuid() == null && TaskState.isTerminal(status.state())
        : isAnswer(status) && isEnd(status.state());
  }

  /** Whether a master says so of every task that it knows of an agent that goes. */
  private static boolean isOfAgentThatGoes(TaskStatus status) {
    return !isAnswer(status)
        && (status.state().equals("TASK_UNREACHABLE")
            || Objects.toString(status.reason()).startsWith(AGENT_REMOVED));
  }

  /** Whether a master that knows the task says that it ended, whichever task of that id it was. */
  private static boolean isEnd(String state) {
    return TaskState.isTerminal(state) && !TaskState.saysUnknown(state);
  }

  private static StatusMeaning ofUnknownTask(TaskStatus status, Known known) {
    if (!TaskState.isTerminal(status.state()) && !TaskState.isOutOfSight(status.state())) {
      return NEWS;
    }
    if (known.isAsked()) {
      return ANSWERS;
    }
    return known.hasEnded() || known.isOurQuestion() ? NOBODYS : ANSWERS;
  }

  private static StatusMeaning ofLiveTask(TaskStatus status, Known known) {
    if (!status.state().equals(known.row().state())) {
      return NEWS;
    }
    return known.isAsked() ? ANSWERS : CONFIRMS;
  }
}
