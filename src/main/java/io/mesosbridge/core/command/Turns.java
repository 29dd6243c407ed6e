package io.mesosbridge.core.command;

import io.mesosbridge.core.Framework;
import io.mesosbridge.core.command.CommandState.Why;
import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.task.Tasks;

/** Says whether it is a command's turn, and if not, what it waits for. */
final class Turns {

  private final Framework framework;
  private final Tasks tasks;
  private final Doubts doubts;
  private final Departures departures;
  private boolean subscribed;
  private boolean noCallLeaves;

  Turns(Framework framework, Tasks tasks, Doubts doubts, Departures departures) {
    this.framework = framework;
    this.tasks = tasks;
    this.doubts = doubts;
    this.departures = departures;
  }

  /** A subscription stands. */
  void begin() {
    subscribed = true;
    noCallLeaves = false;
  }

  /** There is no subscription. */
  void end() {
    subscribed = false;
  }

  /** A call could not leave although the subscription seems to stand: the next could not either. */
  void callsAreLost() {
    noCallLeaves = true;
  }

  /** Some time has passed since. */
  void tryAgain() {
    noCallLeaves = false;
  }

  /** Why the command has to wait; null when it has not. */
  Why whyNot(Entry entry) {
    if (departures.isChangingFramework()) {
      return Why.FRAMEWORK;
    }
    if (framework.isGone()
        || !(entry.reading() instanceof Command command)
        || command instanceof Command.Subscribe) {
      return null;
    }
    if (!subscribed || noCallLeaves) {
      return Why.SUBSCRIPTION;
    }
    if (doubts.holdsBack(entry)) {
      return Why.DOUBT;
    }
    return command.taskIds().stream().anyMatch(tasks::isEnding) ? Why.END : null;
  }
}
