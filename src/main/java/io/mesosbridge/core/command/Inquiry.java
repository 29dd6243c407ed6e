package io.mesosbridge.core.command;

import io.mesosbridge.core.mesos.Call.NamedOperation;
import io.mesosbridge.core.task.Operations;
import io.mesosbridge.core.task.Reconciliation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What Mesos is asked of commands that are looked at together, in as few calls as that takes. */
final class Inquiry {

  private final Reconciliation reconciliation;
  private final Operations operations;
  private final Map<String, String> agents = new LinkedHashMap<>(); // by task
  private final List<NamedOperation> named = new ArrayList<>();

  Inquiry(Reconciliation reconciliation, Operations operations) {
    this.reconciliation = reconciliation;
    this.operations = operations;
  }

  /** What the command's call names is to be asked for; of what others name too, once for each. */
  void about(Intent intent) {
    if (intent.taskIds().stream().anyMatch(agents::containsKey)) {
      send();
    }
    intent.taskIds().forEach(taskId -> agents.put(taskId, intent.agentId()));
    intent.operations().forEach(operation -> named.add(operation.on(intent.agentId())));
  }

  /** The command took effect: nobody has told of these of its tasks, which are taken for live. */
  void about(Intent intent, Predicate<String> untold) {
    intent.taskIds().stream()
        .filter(untold)
        .forEach(taskId -> agents.put(taskId, intent.agentId()));
  }

  /** Asks for all of that. */
  void send() {
    if (!agents.isEmpty()) {
      reconciliation.ask(agents);
      agents.clear();
    }
    if (!named.isEmpty()) {
      operations.ask(List.copyOf(named));
      named.clear();
    }
  }
}
