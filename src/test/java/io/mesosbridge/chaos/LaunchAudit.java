package io.mesosbridge.chaos;

import io.mesosbridge.sandbox.mesos.Ledger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** No launch happened twice, each did what its result says, and no task was buried alive. */
final class LaunchAudit {

  private final Map<String, Integer> launches;
  private final List<ConsumedUpdate> statuses;
  private final Map<String, List<String>> commands;
  private final Map<String, Result> results;

  LaunchAudit(
      Ledger ledger,
      List<ConsumedUpdate> statuses,
      Map<String, List<String>> commands,
      Map<String, Result> results) {
    this.launches = ledger.launchesPerTask();
    this.statuses = statuses;
    this.commands = commands;
    this.results = results;
  }

  List<String> differences() {
    List<String> differences = new ArrayList<>();
    launches.forEach(
        (task, times) -> {
          if (times > 1) {
            differences.add("task %s was launched %d times".formatted(task, times));
          }
        });
    commands.forEach((id, tasks) -> tasks.forEach(task -> outcome(id, task, differences)));
    buriedAlive(differences);
    return differences;
  }

  private void outcome(String commandId, String task, List<String> differences) {
    Result result = results.get(commandId);
    boolean launched = launches.containsKey(task);
    if (result == null) {
      return;
    }
    if (result.outcome().equals("ACCEPTED") && !launched && !wasRefusedByMaster(task)) {
      differences.add("%s was ACCEPTED, but nothing became of task %s".formatted(commandId, task));
    }
    if (result.outcome().equals("REJECTED") && launched) {
      differences.add(
          "%s was REJECTED with %s, but task %s was launched"
              .formatted(commandId, result.code(), task));
    }
  }

  private boolean wasRefusedByMaster(String task) {
    return statuses.stream()
        .anyMatch(
            status -> status.taskId().equals(task) && status.isTerminal() && status.uuid() == null);
  }

  /** The end of a launched task is told by its agent; the master's word may only come after it. */
  private void buriedAlive(List<String> differences) {
    Set<String> ended = new HashSet<>();
    for (ConsumedUpdate status : statuses) {
      if (status.isTerminal() && status.isOfAgent()) {
        ended.add(status.taskId());
      } else if (status.isTerminal()
          && launches.containsKey(status.taskId())
          && !ended.contains(status.taskId())) {
        differences.add("announced although the task ran: " + status);
      }
    }
  }
}
