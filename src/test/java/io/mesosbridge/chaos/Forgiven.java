package io.mesosbridge.chaos;

import io.mesosbridge.sandbox.mesos.Ledger;
import java.util.HashSet;
import java.util.Set;

/**
 * What the documents do not promise any more once somebody has deleted a topic: what was in it is
 * gone. Nothing else is forgiven.
 */
final class Forgiven {

  private final Set<String> updates = new HashSet<>();
  private final Set<String> endedTasks = new HashSet<>();
  private final Set<String> commands = new HashSet<>();
  private final Set<String> results = new HashSet<>();
  private final Set<String> repeated = new HashSet<>();
  private final Set<String> unsettled = new HashSet<>();

  /** These updates may have been in a topic that is deleted, and nowhere else. */
  synchronized void updates(Iterable<Ledger.Update> made) {
    for (Ledger.Update update : made) {
      updates.add(update.uuid());
      if (update.state().hasEnded()) {
        endedTasks.add(update.taskId());
      }
    }
  }

  /**
   * Kafka did not take these, or they or their results may have been in a topic that is deleted.
   */
  synchronized void commands(Set<String> ids) {
    commands.addAll(ids);
  }

  /** The same for the results alone: of a command that is delivered again nobody knows it then. */
  synchronized void results(Set<String> ids) {
    commands(ids);
    results.addAll(ids);
  }

  /** These may be under way once more, while nobody can know any longer what became of them. */
  synchronized void repeated(Set<String> ids) {
    repeated.addAll(ids);
  }

  /**
   * Its result was deleted before {@code bridge-state} told of it: whoever leads next may get this
   * command again, and says once more what became of it.
   */
  synchronized void unsettled(String id) {
    unsettled.add(id);
  }

  synchronized boolean update(String uuid) {
    return updates.contains(uuid);
  }

  synchronized Set<String> endedTasks() {
    return Set.copyOf(endedTasks);
  }

  synchronized boolean command(String id) {
    return commands.contains(id);
  }

  synchronized boolean result(String id) {
    return results.contains(id);
  }

  synchronized boolean isUnsettled(String id) {
    return unsettled.contains(id);
  }

  /** Whether such a command is about that task. */
  synchronized boolean isRepeatedOf(String taskId) {
    return repeated.stream().anyMatch(id -> id.endsWith("-" + taskId));
  }

  synchronized boolean isRepeated(String id) {
    return repeated.contains(id);
  }
}
