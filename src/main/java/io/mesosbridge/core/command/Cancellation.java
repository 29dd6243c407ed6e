package io.mesosbridge.core.command;

import io.mesosbridge.core.command.CommandResult.Outcome;
import io.mesosbridge.core.command.CommandState.Concluding;
import io.mesosbridge.core.command.CommandState.Stage;
import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.Command.CommandType;
import io.mesosbridge.core.language.CommandError.ErrorCode;

/** Takes back launches that still wait for an offer: by a CANCEL, or by the KILL of a task. */
final class Cancellation {

  private static final String FIELD = "/cancel/command_id";

  private final Registry registry;
  private final Placement placement;
  private final Completion completion;
  private final PlacedAgain again;

  Cancellation(Registry registry, Placement placement, Completion completion, PlacedAgain again) {
    this.registry = registry;
    this.placement = placement;
    this.completion = completion;
    this.again = again;
  }

  /**
   * Accepted says that the launch waits no longer. What became of it is in its own result: a former
   * leader may have taken it back already, and have been unable to say so here.
   */
  void cancel(Entry entry, Command.Cancel cancel) {
    String id = cancel.commandId();
    Entry launch = registry.find(id).filter(found -> found.order() < entry.order()).orElse(null);
    if (launch == null && !mayHaveBeen(id, entry)) {
      completion.reject(entry, ErrorCode.INVALID, unknown(id), FIELD);
    } else if (launch != null && isUnderWay(launch)) {
      completion.reject(entry, ErrorCode.INVALID, underWay(id), FIELD);
    } else {
      if (launch != null && launch.state instanceof CommandState.ToPlace) {
        takeBack(launch, "command %s took it back before an offer fitted".formatted(entry.id()));
      }
      again.cancelling(id);
      completion.conclude(entry, Outcome.ACCEPTED, Details.NONE, null);
    }
  }

  /** Whether its result is known, or may be under an id that the bridge gave it by its place. */
  private boolean mayHaveBeen(String id, Entry cancel) {
    return registry.hasResult(id) || id.startsWith(cancel.record().position().topic() + "-");
  }

  private static String unknown(String id) {
    return "%s is %.255s, and no command of that id is known; write that of a launch that waits"
        .formatted(FIELD, id);
  }

  private static String underWay(String id) {
    return "%s is %.255s, whose call is on its way or was made; write a KILL of each of its tasks"
        .formatted(FIELD, id);
  }

  private static boolean isUnderWay(Entry launch) {
    return launch.state.stage() == Stage.UNDER_WAY
        || launch.state.stage() == Stage.IN_DOUBT
        || (launch.state instanceof Concluding told && told.isTaken());
  }

  private void takeBack(Entry launch, String why) {
    placement.remove(launch);
    completion.reject(launch, ErrorCode.NO_FIT, why, null);
  }

  /**
   * A launch that still waits for an offer would start later what is to be killed now: it is given
   * up, or, where it is of other tasks as well or under way, the KILL waits for it. So it does for
   * one that came after the KILL and left before it could be sent again.
   */
  boolean followsLaunch(Entry kill, String taskId) {
    Entry waiting = registry.launchToPlace(taskId);
    if (waiting != null && waiting.order() > kill.order()) {
      return false;
    }
    if (waiting != null && endsWithOneTask(waiting)) {
      String why = "command %s killed task %s before an offer fitted".formatted(kill.id(), taskId);
      takeBack(waiting, why);
      return false;
    }
    Entry launch = waiting == null ? registry.launchUnderWay(taskId) : waiting;
    boolean follows =
        launch != null
            && (launch.order() > kill.order() || launch.reading() instanceof Command.LaunchToPlace);
    if (follows) {
      registry.follow(kill, launch);
    }
    return follows;
  }

  /** Killing one task of a group kills the group. */
  private static boolean endsWithOneTask(Entry entry) {
    Command launch = (Command) entry.reading();
    return launch.taskIds().size() == 1 || launch.header().type() == CommandType.LAUNCH_GROUP;
  }
}
