package io.mesosbridge.chaos;

import io.mesosbridge.sandbox.mesos.Ledger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * No launch happened twice, each did what its result says, no task was buried alive, and none was
 * killed by a command that is older than its launch.
 */
final class LaunchAudit {

  private final Ledger ledger;
  private final Map<String, Integer> launches = new TreeMap<>();
  private final Set<String> launchedTasks = new HashSet<>();
  private final List<ConsumedUpdate> statuses;
  private final Map<String, List<String>> commands;
  private final Map<String, Result> results;
  private final Forgiven forgiven;

  LaunchAudit(
      Ledger ledger,
      List<ConsumedUpdate> statuses,
      Map<String, List<String>> commands,
      Map<String, Result> results,
      Forgiven forgiven) {
    this.ledger = ledger;
    this.statuses = statuses;
    this.commands = commands;
    this.results = results;
    this.forgiven = forgiven;
    for (Ledger.Launch launch : ledger.launches()) {
      launches.merge(launch.name(), 1, Integer::sum);
      launchedTasks.add(launch.taskId());
    }
  }

  List<String> differences() {
    List<String> differences = new ArrayList<>();
    launches.forEach(
        (command, times) -> {
          if (times > 1 && !forgiven.isRepeated(command)) {
            differences.add("%s launched its task %d times".formatted(command, times));
          }
          if (!commands.containsKey(command)) {
            differences.add("%s was never to be carried out, and was".formatted(command));
          }
        });
    commands.forEach((id, tasks) -> tasks.forEach(task -> outcome(id, task, differences)));
    buriedAlive(differences);
    ledger.falseAlarms().forEach(alarm -> differences.add("launched while it ran: " + alarm));
    reuse(differences);
    return differences;
  }

  private void outcome(String commandId, String task, List<String> differences) {
    Result result = results.get(commandId);
    boolean launched = launches.containsKey(commandId);
    if (result == null) {
      return;
    }
    if (result.outcome().equals("ACCEPTED") && !launched && !wasRefused(task)) {
      differences.add("%s was ACCEPTED, but nothing became of task %s".formatted(commandId, task));
    }
    if (result.outcome().equals("REJECTED") && launched) {
      differences.add(
          "%s was REJECTED with %s, but task %s was launched"
              .formatted(commandId, result.code(), task));
    }
  }

  /**
   * By the master, or by its agent, which may also have been told to kill it before it ran; that it
   * ended, the master may have answered of another one.
   */
  private boolean wasRefused(String task) {
    return statuses.stream()
        .filter(status -> status.taskId().equals(task) && status.isTerminal())
        .anyMatch(
            status ->
                (status.uuid() == null && !status.isOfAgent())
                    || status.state().equals("TASK_DROPPED")
                    || status.reason().equals("REASON_TASK_KILLED_DURING_LAUNCH"));
  }

  /**
   * The end of a launched task is told by its agent; the master's word may only come after it, or,
   * as the answer to a KILL or about another launch of its id, before the launch.
   */
  private void buriedAlive(List<String> differences) {
    Set<String> ended = new HashSet<>(forgiven.endedTasks());
    Set<String> begun = new HashSet<>();
    for (ConsumedUpdate status : statuses) {
      if (status.isOfAgent()) {
        begun.add(status.taskId());
      }
      if (status.isTerminal() && status.isOfAgent()) {
        ended.add(status.taskId());
      } else if (status.isTerminal()
          && !status.placedAgain()
          && launchedTasks.contains(status.taskId())
          && (begun.contains(status.taskId()) || !mayBeOfAnother(status))
          && !ended.contains(status.taskId())) {
        differences.add("announced although the task ran: " + status);
      }
    }
  }

  private boolean mayBeOfAnother(ConsumedUpdate status) {
    String task = status.taskId();
    boolean isAsked =
        status.reason().equals("REASON_RECONCILIATION")
            && commands.keySet().stream()
                .anyMatch(id -> id.startsWith("kill-") && id.endsWith("-" + task));
    return task.startsWith(Workload.PAIR)
        || isAsked
        || commands.entrySet().stream()
            .filter(command -> command.getValue().contains(task))
            .map(Map.Entry::getKey)
            .filter(command -> !launches.containsKey(command))
            .anyMatch(command -> !isRejected(command));
  }

  private boolean isRejected(String command) {
    return results.containsKey(command) && results.get(command).outcome().equals("REJECTED");
  }

  /** A KILL before a LAUNCH of the same task is not for it; an end that was told is known. */
  private void reuse(List<String> differences) {
    for (ConsumedUpdate status : statuses) {
      if (status.taskId().startsWith(Workload.PAIR)
          && status.state().equals("TASK_KILLED")
          && !forgiven.isRepeatedOf(status.taskId())) {
        differences.add("killed by a command that is older than its launch: " + status);
      }
    }
    results.forEach(
        (command, result) -> {
          if (command.startsWith(Relauncher.PREFIX) && result.code().equals("DUPLICATE_TASK")) {
            differences.add("%s is refused, although its task's end is told".formatted(command));
          }
        });
  }
}
