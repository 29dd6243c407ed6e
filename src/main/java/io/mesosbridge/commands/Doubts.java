package io.mesosbridge.commands;

import io.mesosbridge.core.language.Command;
import io.mesosbridge.core.language.CommandType;
import io.mesosbridge.core.language.Repetition;
import io.mesosbridge.core.mesos.TaskStatus;
import io.mesosbridge.core.task.TaskState;
import io.mesosbridge.events.Launches;
import io.mesosbridge.events.Launches.Launch;
import io.mesosbridge.events.Reconciliation;
import io.mesosbridge.state.Intent;
import io.mesosbridge.state.Tasks;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Commands of which it is not known whether they took effect, because the bridge or the connection
 * died around sending them. A new subscription makes the old call void, so that what Mesos says
 * afterwards is final; a call may also get lost only when that subscription stands already.
 */
final class Doubts {

  private static final Set<CommandType> ABOUT_TASKS_THEY_DO_NOT_NAME =
      EnumSet.of(CommandType.TEARDOWN, CommandType.SHUTDOWN, CommandType.MESSAGE);

  private final Tasks tasks;
  private final Launches launches;
  private final Reconciliation reconciliation;
  private final Judge judge;
  private final Map<String, Doubt> doubts = new LinkedHashMap<>();
  private final Map<String, Doubt> byTask = new HashMap<>();
  private Consumer<Doubt> settling = doubt -> {};

  Doubts(Tasks tasks, Launches launches, Reconciliation reconciliation, Judge judge) {
    this.tasks = tasks;
    this.launches = launches;
    this.reconciliation = reconciliation;
    this.judge = judge;
  }

  /** A call may have taken effect; the work is null when a former leader sent it. */
  void add(Intent intent, CommandWork work) {
    Doubt doubt = new Doubt(intent, work, new HashSet<>(intent.taskIds()));
    doubts.put(intent.commandId(), doubt);
    for (String taskId : intent.taskIds()) {
      byTask.put(taskId, doubt);
      launches.add(taskId, new Launch(intent.commandId(), intent.traceparent()));
    }
    settling.accept(doubt);
  }

  /** Whether the command has to wait, because what it is about is in doubt. */
  boolean holdBack(Command command) {
    return !doubts.isEmpty()
        && (ABOUT_TASKS_THEY_DO_NOT_NAME.contains(command.header().type())
            || command.namedTasks().stream().anyMatch(byTask::containsKey));
  }

  /** A subscription stands: now Mesos can tell. */
  void subscribed(String frameworkId) {
    settleAll(doubt -> settleUnder(frameworkId, doubt));
  }

  /** There is nobody to ask. */
  void unsubscribed() {
    settling = doubt -> {};
  }

  /** The framework is gone: what was to end it did; what used it, nobody can tell any more. */
  void frameworkIsGone() {
    settleAll(this::settleWithoutFramework);
  }

  private void settleAll(Consumer<Doubt> how) {
    settling = how;
    List.copyOf(doubts.values()).forEach(how);
  }

  private void settleUnder(String frameworkId, Doubt doubt) {
    boolean sameFramework = frameworkId.equals(doubt.intent.frameworkId());
    switch (Repetition.named(doubt.intent.repetition())) {
      case BY_TASKS -> {
        if (sameFramework) {
          ask(doubt);
        } else {
          settleWithoutFramework(doubt);
        }
      }
      case BY_FRAMEWORK, REREGISTER ->
          decide(doubt, sameFramework ? Verdict.NOTHING_HAPPENED : Verdict.TOOK_EFFECT);
      case UNCERTAIN -> decide(doubt, Verdict.NOBODY_KNOWS);
      case REPEATABLE -> decide(doubt, Verdict.NOTHING_HAPPENED);
    }
  }

  private void settleWithoutFramework(Doubt doubt) {
    switch (Repetition.named(doubt.intent.repetition())) {
      case BY_FRAMEWORK -> decide(doubt, Verdict.TOOK_EFFECT);
      case REREGISTER, REPEATABLE -> decide(doubt, Verdict.NOTHING_HAPPENED);
      case BY_TASKS, UNCERTAIN -> {
        doubt.intent.taskIds().forEach(launches::remove);
        decide(doubt, Verdict.NOBODY_KNOWS);
      }
    }
  }

  /** Whether one of the doubts is about ending the framework. */
  boolean mayHaveEnded(String frameworkId) {
    return doubts.values().stream()
        .anyMatch(
            doubt ->
                Repetition.named(doubt.intent.repetition()) == Repetition.BY_FRAMEWORK
                    && frameworkId.equals(doubt.intent.frameworkId()));
  }

  /**
   * A task's status came.
   *
   * @return whether it only says that a task never was, which is nobody's business but ours
   */
  boolean settles(TaskStatus status) {
    Doubt doubt = byTask.get(status.taskId());
    if (doubt == null) {
      return false;
    }
    if (status.uuid() != null || !isNoTask(status)) {
      decide(doubt, isUnclear(status) ? Verdict.NOBODY_KNOWS : Verdict.TOOK_EFFECT);
      return false;
    }
    doubt.unanswered.remove(status.taskId());
    if (doubt.unanswered.isEmpty()) {
      decide(doubt, Verdict.NOTHING_HAPPENED);
    }
    return true;
  }

  private void ask(Doubt doubt) {
    if (doubt.intent.taskIds().stream().anyMatch(taskId -> wasSeen(taskId, doubt.intent))) {
      decide(doubt, Verdict.TOOK_EFFECT);
      return;
    }
    Map<String, String> agents = new LinkedHashMap<>();
    doubt.unanswered.addAll(doubt.intent.taskIds());
    doubt.unanswered.forEach(taskId -> agents.put(taskId, doubt.intent.agentId()));
    reconciliation.ask(agents);
  }

  private boolean wasSeen(String taskId, Intent intent) {
    return tasks.find(taskId).isPresent() || tasks.ended().launchedBy(taskId, intent.commandId());
  }

  private boolean isNoTask(TaskStatus status) {
    return TaskState.saysUnknown(status.state()) && tasks.find(status.taskId()).isEmpty();
  }

  /** An unreachable agent may or may not have the task. */
  private static boolean isUnclear(TaskStatus status) {
    return status.uuid() == null && "TASK_UNREACHABLE".equals(status.state());
  }

  private void decide(Doubt doubt, Verdict verdict) {
    doubts.remove(doubt.intent.commandId());
    doubt.intent.taskIds().forEach(byTask::remove);
    if (verdict == Verdict.NOTHING_HAPPENED) {
      doubt.intent.taskIds().forEach(launches::remove);
    }
    judge.decided(doubt.intent, Optional.ofNullable(doubt.work), verdict);
  }

  private record Doubt(Intent intent, CommandWork work, Set<String> unanswered) {}

  /** What became of a call in doubt. */
  enum Verdict {
    TOOK_EFFECT,
    NOTHING_HAPPENED,
    NOBODY_KNOWS
  }

  /** Told of each verdict. */
  @FunctionalInterface
  interface Judge {
    /** The doubt is settled; the work is empty when a former leader sent the call. */
    void decided(Intent intent, Optional<CommandWork> work, Verdict verdict);
  }
}
